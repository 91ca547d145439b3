package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/**
 * Reads the run lengths of a BMP without painting them, to find files that were cut off: the decoder would leave the
 * rest black and report success.
 */
final class BmpRunLengths {
    private static final int END_OF_ROW = 0;
    private static final int END_OF_IMAGE = 1;
    private static final int MOVE = 2;

    private BmpRunLengths() {}

    /** Refuses a file that ends before the last row; many programs leave out the mark after it. */
    static void requireAllRows(ByteView file, int start, int bits, ImageHeader header) throws RefusedImage {
        var position = start;
        var row = 0;
        var x = 0;
        while (row < header.height()) {
            if (position == file.length() && x >= header.width()) {
                requireLast(row, header);
                return;
            }
            var count = file.unsignedByte(position);
            var value = file.unsignedByte(position + 1);
            position += 2;
            if (count > 0) {
                x += count;
            } else if (value == END_OF_ROW) {
                row++;
                x = 0;
            } else if (value == END_OF_IMAGE) {
                requireLast(row, header);
                return;
            } else if (value == MOVE) {
                // Decoders disagree on the colour of skipped pixels, and programs for photos skip none.
                throw new RefusedImage(Reason.BMP_GAPS);
            } else {
                x += value;
                position += Math.ceilDiv(value * bits, Short.SIZE) * Short.BYTES;
            }
        }
    }

    private static void requireLast(int row, ImageHeader header) throws RefusedImage {
        if (row < header.height() - 1) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
