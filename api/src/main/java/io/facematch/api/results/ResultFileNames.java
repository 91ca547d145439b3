package io.facematch.api.results;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The stems of one job as names of files that every system can unpack. A name is the stem itself, in NFC: only what some
 * file system forbids is escaped, as in a URL. A name that is too long is cut. A name that some file system would take for
 * one before it gets a suffix, which depends on its stem and on those before it alone.
 */
final class ResultFileNames {
    private static final String EXTENSION = ".json";
    private static final int MOST_BYTES = 255 - EXTENSION.length();
    private static final int HASH_BYTES = 8;
    /** Of the suffix and a number behind it. */
    private static final int SUFFIX_BYTES = 1 + 2 * HASH_BYTES + 8;

    private static final String FORBIDDEN_ON_WINDOWS = "<>:\"/\\|?*";
    private static final Pattern RESERVED_ON_WINDOWS = Pattern.compile(
            "(CON|PRN|AUX|NUL|CLOCK\\$|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]) *(\\..*)?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final NamesTaken taken;

    /** @param pairs of the job */
    ResultFileNames(int pairs) {
        this.taken = new NamesTaken(pairs);
    }

    /** The path within the results, of the next pair of the job. */
    String next(String stem) {
        var characters = characters(stem);
        var name = String.join("", characters);
        var suffix = "~" + HexFormat.of().formatHex(sha256(stem), 0, HASH_BYTES);
        var unique = bytes(name) <= MOST_BYTES ? name : cut(characters) + suffix;
        for (int n = 1; !taken.add(sha256(folded(unique))); n++) {
            unique = cut(characters) + suffix + (n == 1 ? "" : "-" + n);
        }
        return "results/" + unique + EXTENSION;
    }

    /** As a reader sees them, each escaped if it has to be. */
    private static List<String> characters(String stem) {
        var text = Normalizer.normalize(stem, Normalizer.Form.NFC);
        var isReserved = RESERVED_ON_WINDOWS.matcher(text).matches();
        var borders = BreakIterator.getCharacterInstance(Locale.ROOT);
        borders.setText(text);
        var characters = new ArrayList<String>();
        for (int from = 0, to = borders.next(); to != BreakIterator.DONE; from = to, to = borders.next()) {
            var character = new StringBuilder();
            for (int at = from; at < to; at += Character.charCount(text.codePointAt(at))) {
                var c = text.codePointAt(at);
                var isLast = at + Character.charCount(c) == text.length();
                var escapes = isForbidden(c) || (isLast && (c == '.' || c == ' ')) || (isReserved && at == 0);
                append(character, c, escapes);
            }
            characters.add(character.toString());
        }
        return characters;
    }

    private static void append(StringBuilder name, int c, boolean escapes) {
        if (!escapes) {
            name.appendCodePoint(c);
            return;
        }
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
    }

    /** By Windows, or because it is not seen, or turns around what is seen. */
    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            default -> FORBIDDEN_ON_WINDOWS.indexOf(c) >= 0;
        };
    }

    /** As many as fit beside a suffix; of a character that is too long alone, as many code points. */
    private static String cut(List<String> characters) {
        var name = new StringBuilder();
        var left = MOST_BYTES - SUFFIX_BYTES;
        for (var character : characters) {
            left -= bytes(character);
            if (left < 0) {
                break;
            }
            name.append(character);
        }
        return name.isEmpty() && !characters.isEmpty() ? cutAnywhere(characters.getFirst()) : name.toString();
    }

    private static String cutAnywhere(String character) {
        var points = character.codePoints().toArray();
        for (int count = points.length - 1; count > 0; count--) {
            var start = new String(points, 0, count);
            if (bytes(start) <= MOST_BYTES - SUFFIX_BYTES) {
                return start;
            }
        }
        return "";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Equal for names that some file system takes for one. */
    private static String folded(String name) {
        var folded = name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Eight bytes of each name, so that a million of them take 16 MiB. */
    private static final class NamesTaken {
        private long[] table;
        private int size;

        NamesTaken(int expected) {
            this.table = new long[Integer.highestOneBit(Math.max(16, expected)) * 2];
        }

        boolean add(byte[] digest) {
            var key = ByteBuffer.wrap(digest).getLong() | 1; // 0 is a free place
            if (2L * size >= table.length) {
                grow();
            }
            var added = put(table, key);
            if (added) {
                size++;
            }
            return added;
        }

        private void grow() {
            var larger = new long[2 * table.length];
            Arrays.stream(table).filter(key -> key != 0).forEach(key -> put(larger, key));
            table = larger;
        }

        private static boolean put(long[] table, long key) {
            var at = (int) (key >>> 1) & (table.length - 1);
            while (table[at] != 0) {
                if (table[at] == key) {
                    return false;
                }
                at = (at + 1) & (table.length - 1);
            }
            table[at] = key;
            return true;
        }
    }
}
