package io.facematch.api.audit.pack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file, each short enough to be kept; of a CSV, its records, which may have line breaks in quotes. */
final class PackLines {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int LONGEST = 256 << 10;

    private final InputStream in;
    private final boolean isCsv;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);

    PackLines(InputStream in, boolean isCsv) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.isCsv = isCsv;
    }

    /** The line is too long, or the last one has no end. */
    static final class NoLine extends IOException {
        NoLine(String why) {
            super(why);
        }
    }

    /** Without its end; null when there is none any more. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        var isQuoted = false;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n' && !isQuoted) {
                return ended();
            }
            isQuoted ^= isCsv && next == '"';
            line.write(next);
            if (line.size() > LONGEST) {
                throw new NoLine("it has a line of more than " + LONGEST + " bytes");
            }
        }
        if (line.size() > 0) {
            throw new NoLine("its last line has no end");
        }
        return null;
    }

    private byte[] ended() throws NoLine {
        var bytes = line.toByteArray();
        if (!isCsv) {
            return bytes;
        }
        if (bytes.length == 0 || bytes[bytes.length - 1] != '\r') {
            throw new NoLine("a line does not end with CR LF");
        }
        return Arrays.copyOf(bytes, bytes.length - 1);
    }
}
