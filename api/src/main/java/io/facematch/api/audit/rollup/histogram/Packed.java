package io.facematch.api.audit.rollup.histogram;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Numbers from 0 as bytes: seven bits in each, the lowest first, and the highest bit where more follow (LEB128). Before
 * them is one byte that says which form of it this is.
 */
final class Packed {
    private static final int FORM = 1;
    private static final int MORE = 0x80;

    private Packed() {}

    static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Writer() {
            bytes.write(FORM);
        }

        void write(long number) {
            var rest = number;
            while (rest >= MORE) {
                bytes.write((int) (rest % MORE) | MORE);
                rest /= MORE;
            }
            bytes.write((int) rest);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    static final class Reader {
        private final ByteBuffer bytes;

        Reader(byte[] packed) {
            bytes = ByteBuffer.wrap(packed);
            if (bytes.get() != FORM) {
                throw new IllegalStateException("a histogram of a later version");
            }
        }

        long read() {
            var number = 0L;
            for (var shift = 0; ; shift += 7) {
                var next = bytes.get();
                number |= (long) (next & (MORE - 1)) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }
    }
}
