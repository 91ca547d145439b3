package io.facematch.face.decoding;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;

import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG.
 *
 * @param parts for the decoder, without the mark of the end
 * @param together whether one scan holds all components from top to bottom, as in nearly all photos
 * @param coefficientBytes what the decoder keeps until it has read all scans; 0 when there is one
 * @param walk to be done before the decoder, if it would not notice that rows are missing
 */
record JpegImage(
        ByteView file,
        ImageHeader header,
        List<Extent> parts,
        boolean together,
        long coefficientBytes,
        @Nullable JpegWalk walk)
        implements EncodedImage {
    private static final byte[] END_OF_IMAGE = {(byte) 0xFF, (byte) 0xD9};

    /**
     * What libjpeg reads ahead: eight bytes that are no code, each with the zero that is stuffed behind it. Without the
     * mark of the end, and with no byte more, it says that rows are missing; it would make them grey otherwise.
     */
    private static final byte[] READ_AHEAD = {-1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0, -1, 0};

    static JpegImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        return new JpegReader(file, limits).read();
    }

    /** The same for a file around it that knows better how its photo stands. */
    JpegImage with(ImageHeader other) {
        return new JpegImage(file, other, parts, together, coefficientBytes, walk);
    }

    @Override
    public long workingBytes(int reduction) {
        return coefficientBytes + header.pixels() * BGR / reduction / reduction;
    }

    /** The inverse DCT makes the smaller image, which saves most of the time and memory. */
    @Override
    public Mat decode(int reduction, Work work) throws RefusedImage {
        var flags = switch (reduction) {
            case 1 -> IMREAD_COLOR;
            case 2 -> IMREAD_REDUCED_COLOR_2;
            case 4 -> IMREAD_REDUCED_COLOR_4;
            default -> throw new IllegalArgumentException("reduction " + reduction);
        };
        if (walk != null) {
            walk.requireAllRows(work);
        }
        var stored = OpenCvDecoder.decode(pieces(), flags);
        if (stored.cols() != Math.ceilDiv(header.width(), reduction)
                || stored.rows() != Math.ceilDiv(header.height(), reduction)) {
            stored.close();
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return stored;
    }

    private List<ByteBuffer> pieces() throws RefusedImage {
        var pieces = new ArrayList<ByteBuffer>(parts.size() + 1);
        for (var part : parts) {
            pieces.add(file.slice(part));
        }
        pieces.add(ByteBuffer.wrap(together ? READ_AHEAD : END_OF_IMAGE));
        return pieces;
    }
}
