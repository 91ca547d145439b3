package io.facematch.job;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names a request in all systems that take part in it, as in W3C Trace Context.
 *
 * @param hex 32 lower-case hexadecimal digits, not all of them 0
 */
public record TraceId(String hex) {
    private static final Pattern VALID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    public TraceId {
        if (!VALID.matcher(hex).matches()) {
            throw new IllegalArgumentException("a trace id has 32 lower-case hexadecimal digits, not all of them 0");
        }
    }

    public static TraceId random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        bytes[0] |= 1; // never all zeros
        return of(bytes);
    }

    /** @param bytes 16 */
    public static TraceId of(byte[] bytes) {
        return new TraceId(HexFormat.of().formatHex(bytes));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
