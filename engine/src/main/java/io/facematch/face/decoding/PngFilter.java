package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/**
 * Undoes the filter of a row in place. The row comes as the filter's type and then the bytes; it becomes the bytes alone,
 * and one byte that means nothing. The row above is given in the same way, zeros for the first.
 */
final class PngFilter {
    private static final int NONE = 0;
    private static final int LEFT = 1;
    private static final int ABOVE = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;

    private PngFilter() {}

    /** @param distance to the byte of the pixel on the left */
    static void undo(byte[] row, byte[] above, int distance) throws RefusedImage {
        switch (row[0]) {
            case NONE -> System.arraycopy(row, 1, row, 0, row.length - 1);
            case LEFT -> undoLeft(row, distance);
            case ABOVE -> undoAbove(row, above);
            case AVERAGE -> undoAverage(row, above, distance);
            case PAETH -> undoPaeth(row, above, distance);
            default -> throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private static void undoLeft(byte[] row, int distance) {
        System.arraycopy(row, 1, row, 0, Math.min(distance, row.length - 1));
        for (var i = distance; i < row.length - 1; i++) {
            row[i] = (byte) (row[i + 1] + row[i - distance]);
        }
    }

    private static void undoAbove(byte[] row, byte[] above) {
        for (var i = 0; i < row.length - 1; i++) {
            row[i] = (byte) (row[i + 1] + above[i]);
        }
    }

    private static void undoAverage(byte[] row, byte[] above, int distance) {
        for (var i = 0; i < Math.min(distance, row.length - 1); i++) {
            row[i] = (byte) (row[i + 1] + (above[i] & 0xFF) / 2);
        }
        for (var i = distance; i < row.length - 1; i++) {
            row[i] = (byte) (row[i + 1] + (((row[i - distance] & 0xFF) + (above[i] & 0xFF)) >> 1));
        }
    }

    private static void undoPaeth(byte[] row, byte[] above, int distance) {
        for (var i = 0; i < Math.min(distance, row.length - 1); i++) {
            row[i] = (byte) (row[i + 1] + above[i]);
        }
        for (var i = distance; i < row.length - 1; i++) {
            row[i] = (byte) (row[i + 1] + paeth(row[i - distance] & 0xFF, above[i] & 0xFF, above[i - distance] & 0xFF));
        }
    }

    /**
     * The same for pixels of a byte each of red, green and blue, which become blue, green and red on the way. Most PNGs of
     * photos are such, and this takes a third of their time: the pixel on the left stays in registers.
     */
    static void undoRgb(byte[] row, byte[] above) throws RefusedImage {
        switch (row[0]) {
            case NONE -> turnRgb(row);
            case LEFT -> undoLeftRgb(row);
            case ABOVE -> undoAboveRgb(row, above);
            case AVERAGE -> undoAverageRgb(row, above);
            case PAETH -> undoPaethRgb(row, above);
            default -> throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private static void turnRgb(byte[] row) {
        for (var i = 0; i < row.length - 3; i += 3) {
            var red = row[i + 1];
            row[i] = row[i + 3];
            row[i + 1] = row[i + 2];
            row[i + 2] = red;
        }
    }

    private static void undoLeftRgb(byte[] row) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (var i = 0; i < row.length - 3; i += 3) {
            red += row[i + 1];
            green += row[i + 2];
            blue += row[i + 3];
            row[i] = (byte) blue;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) red;
        }
    }

    private static void undoAboveRgb(byte[] row, byte[] above) {
        for (var i = 0; i < row.length - 3; i += 3) {
            var red = row[i + 1] + above[i + 2];
            row[i] = (byte) (row[i + 3] + above[i]);
            row[i + 1] = (byte) (row[i + 2] + above[i + 1]);
            row[i + 2] = (byte) red;
        }
    }

    private static void undoAverageRgb(byte[] row, byte[] above) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (var i = 0; i < row.length - 3; i += 3) {
            red = (row[i + 1] + ((red + (above[i + 2] & 0xFF)) >> 1)) & 0xFF;
            green = (row[i + 2] + ((green + (above[i + 1] & 0xFF)) >> 1)) & 0xFF;
            blue = (row[i + 3] + ((blue + (above[i] & 0xFF)) >> 1)) & 0xFF;
            row[i] = (byte) blue;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) red;
        }
    }

    private static void undoPaethRgb(byte[] row, byte[] above) {
        int red = 0;
        int green = 0;
        int blue = 0;
        int redBefore = 0;
        int greenBefore = 0;
        int blueBefore = 0;
        for (var i = 0; i < row.length - 3; i += 3) {
            var blueAbove = above[i] & 0xFF;
            var greenAbove = above[i + 1] & 0xFF;
            var redAbove = above[i + 2] & 0xFF;
            red = (row[i + 1] + paeth(red, redAbove, redBefore)) & 0xFF;
            green = (row[i + 2] + paeth(green, greenAbove, greenBefore)) & 0xFF;
            blue = (row[i + 3] + paeth(blue, blueAbove, blueBefore)) & 0xFF;
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
