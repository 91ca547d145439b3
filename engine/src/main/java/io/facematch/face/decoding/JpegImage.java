package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;

import io.facematch.verification.Reason;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A JPEG.
 *
 * @param gathered components whose coefficients must all be read before there is a pixel: those of a progressive JPEG
 */
record JpegImage(ByteView file, ImageHeader header, List<Extent> parts, int gathered) implements EncodedImage {

    static JpegImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        return new JpegReader(file, limits).read();
    }

    @Override
    public long workingBytes(int reduction) {
        return header.pixels() * Short.BYTES * gathered + header.pixels() * BGR / reduction / reduction;
    }

    /** The inverse DCT makes the smaller image, which saves most of the time and memory. */
    @Override
    public Mat decode(int reduction) throws RefusedImage {
        var flags = switch (reduction) {
            case 1 -> IMREAD_COLOR;
            case 2 -> IMREAD_REDUCED_COLOR_2;
            case 4 -> IMREAD_REDUCED_COLOR_4;
            default -> throw new IllegalArgumentException("reduction " + reduction);
        };
        var stored = OpenCvDecoder.decode(file, parts, flags);
        if (stored.cols() != Math.ceilDiv(header.width(), reduction)
                || stored.rows() != Math.ceilDiv(header.height(), reduction)) {
            stored.close();
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return stored;
    }
}
