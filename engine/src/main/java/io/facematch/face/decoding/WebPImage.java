package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;

import io.facematch.face.image.Shrinking;
import io.facematch.face.image.WhiteBackground;
import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * A WebP without animation.
 *
 * @param chunks the picture, and its opacity before it if that stands apart
 * @param transparent whether pixels may be transparent
 * @param lossless what is packed in the lossless way: the picture, its opacity, or nothing
 */
record WebPImage(
        ByteView file,
        ImageHeader header,
        List<Extent> chunks,
        boolean transparent,
        @Nullable Extent lossless) implements EncodedImage {
    private static final int RIFF = 12;
    private static final int EXTENDED = 18;
    private static final int OPACITY = 0x10;
    private static final int HEAD = 8;

    static WebPImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        return new WebPReader(file, limits).read();
    }

    /** The decoder holds lossless pixels twice, and gives transparent ones with four bytes. */
    @Override
    public long workingBytes(int reduction) {
        return header.pixels() * (BGR + (transparent ? Integer.BYTES : 0) + (lossless == null ? 0 : Integer.BYTES));
    }

    @Override
    public Mat decode(int reduction, Work work) throws RefusedImage {
        if (lossless != null) {
            new WebPCodes(file, lossless, work).requireFew(header.width(), header.height());
        }
        var picture = OpenCvDecoder.decode(pieces(), transparent ? IMREAD_UNCHANGED : IMREAD_COLOR);
        if (picture.cols() != header.width() || picture.rows() != header.height()) {
            picture.close();
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return Shrinking.reduce(picture.channels() == BGR ? picture : onWhite(picture), reduction);
    }

    private static Mat onWhite(Mat picture) {
        try (picture) {
            return WhiteBackground.compose(picture);
        }
    }

    /** A file with the picture alone: no animation, profile, EXIF and unknown chunk. */
    private List<ByteBuffer> pieces() throws RefusedImage {
        var pieces = new ArrayList<ByteBuffer>();
        var length = 4;
        for (var chunk : chunks) {
            var even = chunk.length() + chunk.length() % 2;
            pieces.add(file.slice(chunk));
            pieces.add(ByteBuffer.allocate(even - chunk.length()));
            length += even;
        }
        var extended = chunks.size() > 1;
        var start = ByteBuffer.allocate(RIFF + (extended ? EXTENDED : 0)).order(ByteOrder.LITTLE_ENDIAN);
        start.put(Xmp.ascii("RIFF")).putInt(length + (extended ? EXTENDED : 0)).put(Xmp.ascii("WEBP"));
        if (extended) {
            start.put(Xmp.ascii("VP8X")).putInt(EXTENDED - HEAD).putInt(OPACITY);
            putSide(start, header.width());
            putSide(start, header.height());
        }
        pieces.addFirst(start.flip());
        return pieces;
    }

    private static void putSide(ByteBuffer start, int side) {
        start.putShort((short) (side - 1)).put((byte) ((side - 1) >> Short.SIZE));
    }
}
