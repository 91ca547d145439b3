package io.facematch.transparency.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of JSON as they are written; strings with the few escapes that RFC 8785 asks for. */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES_PER_CHAR = 6;

    private byte[] bytes;
    private int length;

    JsonBytes() {
        this(2048);
    }

    /** @param room for so many bytes from the beginning; it grows when there are more */
    JsonBytes(int room) {
        bytes = new byte[room];
    }

    int length() {
        return length;
    }

    /** Forgets what was written behind a place. */
    void cutTo(int end) {
        length = end;
    }

    /** All that was written: the array itself where it is full, so nothing must be written afterwards. */
    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Copies what another one has from one place up to another. */
    void copy(JsonBytes from, int start, int end) {
        ensure(end - start);
        System.arraycopy(from.bytes, start, bytes, length, end - start);
        length += end - start;
    }

    void ascii(char letter) {
        ensure(1);
        bytes[length++] = (byte) letter;
    }

    void ascii(String text) {
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void string(String text) {
        ensure(Math.addExact(text.length(), 2));
        bytes[length++] = '"';
        int plain = plain(text);
        length += plain;
        if (plain < text.length()) {
            rest(text, plain);
        }
        bytes[length++] = '"';
    }

    /** Writes letters of ASCII up to the first that needs more than one byte, without {@link #length}. */
    private int plain(String text) {
        // What most strings are made of. Local variables, which a compiler can keep in registers.
        var to = bytes;
        int at = length;
        int i = 0;
        for (; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' || letter >= 0x80 || letter == '"' || letter == '\\') {
                break;
            }
            to[at + i] = (byte) letter;
        }
        return i;
    }

    private void rest(String text, int from) {
        ensure(Math.addExact(Math.multiplyExact(text.length() - from, MOST_BYTES_PER_CHAR), 1));
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' || letter == '"' || letter == '\\') {
                escape(letter);
            } else if (letter < 0x80) {
                bytes[length++] = (byte) letter;
            } else if (letter < 0x800) {
                bytes[length++] = (byte) (0xC0 | letter >> 6);
                continuation(letter);
            } else if (!Character.isSurrogate(letter)) {
                bytes[length++] = (byte) (0xE0 | letter >> 12);
                continuation(letter >> 6);
                continuation(letter);
            } else {
                i++;
                pair(letter, i < text.length() ? text.charAt(i) : 0);
            }
        }
    }

    private void pair(char high, char low) {
        if (!Character.isSurrogatePair(high, low)) {
            throw new IllegalArgumentException("Half of a surrogate pair can't be written as UTF-8");
        }
        int codePoint = Character.toCodePoint(high, low);
        bytes[length++] = (byte) (0xF0 | codePoint >> 18);
        continuation(codePoint >> 12);
        continuation(codePoint >> 6);
        continuation(codePoint);
    }

    private void continuation(int sixBits) {
        bytes[length++] = (byte) (0x80 | (sixBits & 0x3F));
    }

    private void escape(char letter) {
        bytes[length++] = '\\';
        int shortForm = "\b\t\n\f\r\"\\".indexOf(letter);
        if (shortForm >= 0) {
            bytes[length++] = (byte) "btnfr\"\\".charAt(shortForm);
            return;
        }
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[letter >> 4];
        bytes[length++] = HEX[letter & 0xF];
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
        }
    }
}
