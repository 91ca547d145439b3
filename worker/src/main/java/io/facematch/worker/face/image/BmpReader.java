package io.facematch.worker.face.image;

import io.facematch.verification.Reason;
import java.nio.ByteOrder;

/** Reads the size of a BMP; the height is negative when the rows go from top to bottom. */
final class BmpReader {
    private static final int CORE_HEADER = 12;

    private BmpReader() {}

    static ImageHeader read(ByteView file) throws RefusedImage {
        var bytes = file.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.signedInt(14) == CORE_HEADER) {
            return header(bytes.unsignedShort(18), bytes.unsignedShort(20));
        }
        var height = bytes.signedInt(22);
        if (height == Integer.MIN_VALUE) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return header(bytes.signedInt(18), Math.abs(height));
    }

    private static ImageHeader header(int width, int height) {
        return new ImageHeader(ImageFormat.BMP, width, height, 1, false);
    }
}
