package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/**
 * Undoes the filter of a row. It comes as the filter's type and then the bytes, and becomes the bytes alone, in another array:
 * in place it would take three times as long. The row above is given like the one that is made, zeros for the first.
 */
final class PngFilter {
    private static final int NONE = 0;
    private static final int LEFT = 1;
    private static final int ABOVE = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;

    private PngFilter() {}

    /** @param distance to the byte of the pixel on the left */
    static void undo(byte[] raw, byte[] above, byte[] row, int distance) throws RefusedImage {
        switch (raw[0]) {
            case NONE -> System.arraycopy(raw, 1, row, 0, row.length);
            case LEFT -> undoLeft(raw, row, distance);
            case ABOVE -> undoAbove(raw, above, row);
            case AVERAGE -> undoAverage(raw, above, row, distance);
            case PAETH -> undoPaeth(raw, above, row, distance);
            default -> throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private static void undoLeft(byte[] raw, byte[] row, int distance) {
        System.arraycopy(raw, 1, row, 0, Math.min(distance, row.length));
        for (var i = distance; i < row.length; i++) {
            row[i] = (byte) (raw[i + 1] + row[i - distance]);
        }
    }

    private static void undoAbove(byte[] raw, byte[] above, byte[] row) {
        for (var i = 0; i < row.length; i++) {
            row[i] = (byte) (raw[i + 1] + above[i]);
        }
    }

    private static void undoAverage(byte[] raw, byte[] above, byte[] row, int distance) {
        for (var i = 0; i < Math.min(distance, row.length); i++) {
            row[i] = (byte) (raw[i + 1] + (above[i] & 0xFF) / 2);
        }
        for (var i = distance; i < row.length; i++) {
            row[i] = (byte) (raw[i + 1] + (((row[i - distance] & 0xFF) + (above[i] & 0xFF)) >> 1));
        }
    }

    private static void undoPaeth(byte[] raw, byte[] above, byte[] row, int distance) {
        for (var i = 0; i < Math.min(distance, row.length); i++) {
            row[i] = (byte) (raw[i + 1] + above[i]);
        }
        for (var i = distance; i < row.length; i++) {
            row[i] = (byte) (raw[i + 1] + paeth(row[i - distance] & 0xFF, above[i] & 0xFF, above[i - distance] & 0xFF));
        }
    }

    /** The same for pixels of one byte: the one on the left stays in a register. */
    static void undoGrey(byte[] raw, byte[] above, byte[] row) throws RefusedImage {
        switch (raw[0]) {
            case AVERAGE -> undoAverageGrey(raw, above, row);
            case PAETH -> undoPaethGrey(raw, above, row);
            default -> undo(raw, above, row, 1);
        }
    }

    private static void undoAverageGrey(byte[] raw, byte[] above, byte[] row) {
        var left = 0;
        for (var i = 0; i < row.length; i++) {
            left = (raw[i + 1] + ((left + (above[i] & 0xFF)) >> 1)) & 0xFF;
            row[i] = (byte) left;
        }
    }

    private static void undoPaethGrey(byte[] raw, byte[] above, byte[] row) {
        var left = 0;
        var corner = 0;
        for (var i = 0; i < row.length; i++) {
            var here = above[i] & 0xFF;
            left = (raw[i + 1] + paeth(left, here, corner)) & 0xFF;
            corner = here;
            row[i] = (byte) left;
        }
    }

    /**
     * The same for pixels of a byte each of red, green and blue, which become blue, green and red on the way. Most PNGs of
     * photos are such: the pixel on the left stays in registers.
     */
    static void undoRgb(byte[] raw, byte[] above, byte[] row) throws RefusedImage {
        switch (raw[0]) {
            case NONE -> turnRgb(raw, row);
            case LEFT -> undoLeftRgb(raw, row);
            case ABOVE -> undoAboveRgb(raw, above, row);
            case AVERAGE -> undoAverageRgb(raw, above, row);
            case PAETH -> undoPaethRgb(raw, above, row);
            default -> throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private static void turnRgb(byte[] raw, byte[] row) {
        for (var i = 0; i < row.length - 2; i += 3) {
            row[i] = raw[i + 3];
            row[i + 1] = raw[i + 2];
            row[i + 2] = raw[i + 1];
        }
    }

    private static void undoLeftRgb(byte[] raw, byte[] row) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (var i = 0; i < row.length - 2; i += 3) {
            red += raw[i + 1];
            green += raw[i + 2];
            blue += raw[i + 3];
            row[i] = (byte) blue;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) red;
        }
    }

    private static void undoAboveRgb(byte[] raw, byte[] above, byte[] row) {
        for (var i = 0; i < row.length - 2; i += 3) {
            row[i] = (byte) (raw[i + 3] + above[i]);
            row[i + 1] = (byte) (raw[i + 2] + above[i + 1]);
            row[i + 2] = (byte) (raw[i + 1] + above[i + 2]);
        }
    }

    private static void undoAverageRgb(byte[] raw, byte[] above, byte[] row) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (var i = 0; i < row.length - 2; i += 3) {
            red = (raw[i + 1] + ((red + (above[i + 2] & 0xFF)) >> 1)) & 0xFF;
            green = (raw[i + 2] + ((green + (above[i + 1] & 0xFF)) >> 1)) & 0xFF;
            blue = (raw[i + 3] + ((blue + (above[i] & 0xFF)) >> 1)) & 0xFF;
            row[i] = (byte) blue;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) red;
        }
    }

    private static void undoPaethRgb(byte[] raw, byte[] above, byte[] row) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int redBefore = 0;
        int greenBefore = 0;
        int blueBefore = 0;
        for (var i = 0; i < row.length - 2; i += 3) {
            var blueAbove = above[i] & 0xFF;
            var greenAbove = above[i + 1] & 0xFF;
            var redAbove = above[i + 2] & 0xFF;
            red = (raw[i + 1] + paeth(red, redAbove, redBefore)) & 0xFF;
            green = (raw[i + 2] + paeth(green, greenAbove, greenBefore)) & 0xFF;
            blue = (raw[i + 3] + paeth(blue, blueAbove, blueBefore)) & 0xFF;
            row[i] = (byte) blue;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) red;
            redBefore = redAbove;
            greenBefore = greenAbove;
            blueBefore = blueAbove;
        }
    }

    /**
     * Of the neighbours on the left, above and above on the left, the one that is nearest to left + above - corner. Without
     * branches, since nobody can foretell which it is: a sign becomes a mask of all bits.
     */
    private static int paeth(int left, int above, int corner) {
        var toLeft = Math.abs(above - corner);
        var toAbove = Math.abs(left - corner);
        var toCorner = Math.abs(left + above - 2 * corner);
        var notLeft = ((toAbove - toLeft) | (toCorner - toLeft)) >> 31;
        var notAbove = (toCorner - toAbove) >> 31;
        return (left & ~notLeft) | (((above & ~notAbove) | (corner & notAbove)) & notLeft);
    }
}
