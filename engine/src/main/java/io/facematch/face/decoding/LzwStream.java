package io.facematch.face.decoding;

import java.io.IOException;
import java.io.InputStream;

/**
 * Undoes the LZW compression of TIFF: codes of 9 to 12 bits, highest bit first, that grow one code early. A damaged
 * stream ends early or is an {@link IOException}.
 */
final class LzwStream extends InputStream {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST_FREE = 258;
    private static final int MIN_BITS = 9;
    private static final int MAX_BITS = 12;
    private static final int CODES = 1 << MAX_BITS;
    private static final int NONE = -1;

    private final InputStream codes;
    /** A string is its last byte behind the string of another code. */
    private final short[] prefix = new short[CODES];

    private final byte[] suffix = new byte[CODES];
    private final int[] length = new int[CODES];
    private final byte[] string = new byte[CODES];
    private int stringAt;
    private int stringEnd;
    private int free = FIRST_FREE;
    private int bits = MIN_BITS;
    private int previous = NONE;
    private int buffer;
    private int buffered;
    private boolean ended;

    LzwStream(InputStream codes) {
        this.codes = codes;
        for (var code = 0; code < CLEAR; code++) {
            suffix[code] = (byte) code;
            length[code] = 1;
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? string[stringAt++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var count = Math.min(wanted, stringEnd - stringAt);
        System.arraycopy(string, stringAt, to, offset, count);
        stringAt += count;
        return count;
    }

    /** Whether there is a byte left, after decoding the next code if need be. */
    private boolean fill() throws IOException {
        while (stringAt == stringEnd && !ended) {
            decode(nextCode());
        }
        return stringAt < stringEnd;
    }

    private void decode(int code) throws IOException {
        if (code == END) {
            ended = true;
            return;
        }
        if (code == CLEAR) {
            free = FIRST_FREE;
            bits = MIN_BITS;
            previous = NONE;
            return;
        }
        if (code > free || (code >= FIRST_FREE && previous == NONE)) {
            throw new IOException("a code that is not in the table");
        }
        if (previous != NONE && free < CODES) {
            prefix[free] = (short) previous;
            length[free] = length[previous] + 1;
            suffix[free] = first(code == free ? previous : code);
            free++;
        }
        previous = code;
        if (free >= (1 << bits) - 1 && bits < MAX_BITS) {
            bits++;
        }
        spell(code);
    }

    private byte first(int code) {
        var at = code;
        while (at >= FIRST_FREE) {
            at = prefix[at];
        }
        return suffix[at];
    }

    private void spell(int code) {
        stringAt = 0;
        stringEnd = length[code];
        var at = code;
        for (var i = stringEnd - 1; i >= 0; i--) {
            string[i] = suffix[at];
            at = prefix[at];
        }
    }

    private int nextCode() throws IOException {
        while (buffered < bits) {
            var next = codes.read();
            if (next < 0) {
                return END;
            }
            buffer = (buffer << Byte.SIZE | next) & 0xFFFFFF;
            buffered += Byte.SIZE;
        }
        buffered -= bits;
        return buffer >> buffered & (1 << bits) - 1;
    }
}
