package io.facematch.api.results;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A stem as a file name that every system can unpack. Escapes like a URL, so distinct stems stay distinct and a short
 * name decodes to its stem.
 */
final class ResultFileName {

    private static final int MAX_LENGTH = 120;
    private static final int HASH_BYTES = 8;
    private static final int LONGEST_ESCAPE = 3;
    private static final Pattern RESERVED_ON_WINDOWS =
            Pattern.compile("(?i)(CON|PRN|AUX|NUL|CLOCK\\$|COM[0-9]|LPT[0-9])(\\..*)?");

    private ResultFileName() {}

    /** The path within the results. */
    static String path(String stem) {
        return "results/" + of(stem) + ".json";
    }

    /** Without folder and extension. */
    static String of(String stem) {
        // A prefix like "_" could turn one stem into another; an escaped first character can't.
        boolean escapeFirst =
                stem.startsWith(".") || RESERVED_ON_WINDOWS.matcher(stem).matches();
        byte[] bytes = stem.getBytes(StandardCharsets.UTF_8);
        StringBuilder name = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (isPlain(bytes[i]) && !(i == 0 && escapeFirst)) {
                name.append((char) bytes[i]);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
            }
        }
        return name.length() <= MAX_LENGTH ? name.toString() : cut(name.toString(), bytes);
    }

    private static boolean isPlain(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static String cut(String name, byte[] stem) {
        int end = MAX_LENGTH;
        int escape = name.lastIndexOf('%', MAX_LENGTH - 1);
        if (escape > MAX_LENGTH - LONGEST_ESCAPE) {
            end = escape;
        }
        return name.substring(0, end) + "~" + hash(stem);
    }

    private static String hash(byte[] stem) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stem);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
