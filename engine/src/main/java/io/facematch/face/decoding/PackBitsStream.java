package io.facematch.face.decoding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Undoes the run-length coding of TIFF: a count, then either so many bytes or one to repeat. */
final class PackBitsStream extends InputStream {
    private static final int NOTHING = 128;
    private static final int REPEAT = 257;
    private static final int LITERAL = -1;

    private final InputStream packed;
    private int left;
    private int repeated = LITERAL;

    PackBitsStream(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int wanted) throws IOException {
        if (wanted > 0 && !nextRun()) {
            return -1;
        }
        var count = Math.min(left, wanted);
        if (repeated == LITERAL) {
            count = packed.readNBytes(to, offset, count);
        } else {
            Arrays.fill(to, offset, offset + count, (byte) repeated);
        }
        left -= count;
        return count > 0 || wanted == 0 ? count : -1;
    }

    /** Whether there is one, after going to it unless some of the last is left. */
    private boolean nextRun() throws IOException {
        while (left == 0) {
            var count = packed.read();
            if (count < 0) {
                return false;
            }
            if (count < NOTHING) {
                left = count + 1;
                repeated = LITERAL;
            } else if (count > NOTHING) {
                left = REPEAT - count;
                repeated = packed.read();
            }
        }
        return true;
    }
}
