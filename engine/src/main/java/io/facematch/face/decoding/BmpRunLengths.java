package io.facematch.face.decoding;

import java.util.Arrays;

/** Undoes the run-length coding of a BMP, row by row as they are in the file. */
final class BmpRunLengths {
    private static final int END_OF_ROW = 0;
    private static final int END_OF_IMAGE = 1;
    private static final int MOVE = 2;

    private final ByteView file;
    private final int bits;
    private final int width;
    private int position;
    private int x;
    private int rowsAhead;
    private boolean ended;

    BmpRunLengths(ByteView file, int start, int bits, int width) {
        this.file = file;
        this.position = start;
        this.bits = bits;
        this.width = width;
    }

    /** The palette indices of the next row; 0 where the file says nothing. */
    void readRow(byte[] indices) throws RefusedImage {
        Arrays.fill(indices, (byte) 0);
        if (ended || rowsAhead > 1) {
            rowsAhead--;
            return;
        }
        rowsAhead = 0;
        while (!ended && rowsAhead == 0) {
            // Some programs leave out the last end mark.
            if (position == file.length() && x >= width) {
                x = 0;
                return;
            }
            var count = next();
            var value = next();
            if (count > 0) {
                run(count, value, indices);
                continue;
            }
            switch (value) {
                case END_OF_ROW -> {
                    x = 0;
                    return;
                }
                case END_OF_IMAGE -> ended = true;
                case MOVE -> {
                    x += next();
                    rowsAhead = next();
                }
                default -> literal(value, indices);
            }
        }
    }

    private void run(int count, int value, byte[] indices) {
        for (var i = 0; i < count; i++) {
            put(index(value, i), indices);
        }
    }

    /** As many indices as given, padded to an even number of bytes. */
    private void literal(int count, byte[] indices) throws RefusedImage {
        var start = position;
        for (var i = 0; i < count; i++) {
            put(index(file.unsignedByte(start + i * bits / Byte.SIZE), i), indices);
        }
        position = start + Math.ceilDiv(count * bits, Short.SIZE) * Short.BYTES;
    }

    /** Of 4 bits the upper come first. */
    private int index(int value, int i) {
        if (bits == Byte.SIZE) {
            return value;
        }
        return i % 2 == 0 ? value >> 4 : value & 0xF;
    }

    private void put(int index, byte[] indices) {
        if (x < width) {
            indices[x] = (byte) index;
        }
        x++;
    }

    private int next() throws RefusedImage {
        return file.unsignedByte(position++);
    }
}
