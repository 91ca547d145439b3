package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;

import io.facematch.face.image.Shrinking;
import io.facematch.face.image.WhiteBackground;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A PNG.
 *
 * @param transparent whether pixels may carry alpha
 * @param transparentGrey the grey, of as many bits as the decoder gives, that stands for a transparent pixel
 */
record PngImage(ByteView file, ImageHeader header, List<Extent> parts, boolean transparent, OptionalInt transparentGrey)
        implements EncodedImage {
    private static final int MOST_SAMPLES = 4;

    static PngImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        return new PngReader(file, limits).read();
    }

    @Override
    public long workingBytes(int reduction) {
        return header.pixels() * (transparent ? BGR + MOST_SAMPLES * Short.BYTES : BGR);
    }

    @Override
    public Mat decode(int reduction) throws RefusedImage {
        return Shrinking.reduce(transparent ? onWhite() : OpenCvDecoder.decode(file, parts, IMREAD_COLOR), reduction);
    }

    private Mat onWhite() throws RefusedImage {
        try (var stored = OpenCvDecoder.decode(file, parts, IMREAD_UNCHANGED)) {
            transparentGrey.ifPresent(grey -> WhiteBackground.whiten(stored, grey));
            return WhiteBackground.compose(stored);
        }
    }
}
