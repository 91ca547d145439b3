package io.facematch.transparency.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules of spelling that all these texts share. */
final class NoteText {
    /** Enough for sixteen signatures of 5 kB, which must be accepted, and for proofs. */
    static final int MOST_BYTES = 256 * 1024;

    private NoteText() {}

    static String decode(byte[] bytes) throws RefusedNote {
        if (bytes.length > MOST_BYTES) {
            throw new RefusedNote(RefusedNote.Reason.TOO_LARGE, "Longer than 256 KiB");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw RefusedNote.malformed("Not UTF-8");
        }
        if (!isText(text)) {
            throw RefusedNote.malformed("A control character that isn't a newline");
        }
        return text;
    }

    /** Whether it has no control character but newlines, and can be written as UTF-8. */
    static boolean isText(String text) {
        return text.chars().noneMatch(letter -> letter < ' ' && letter != '\n')
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Whether it is one line of such a text. */
    static boolean isLine(String text) {
        return !text.isEmpty() && text.indexOf('\n') < 0 && isText(text);
    }

    /** A name of a key: no Unicode space, no plus. */
    static boolean isKeyName(String name) {
        return isLine(name) && name.codePoints().noneMatch(point -> point == '+' || isSpace(point));
    }

    /** A number without sign or leading zero, up to 2<sup>63</sup> - 1. */
    static OptionalLong decimal(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= 19
                && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** Bytes in the one spelling of base64 that an encoder writes; the decoder alone would take others. */
    static Optional<byte[]> base64(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        return base64(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }
}
