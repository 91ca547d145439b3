package io.facematch.api.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The name of a member and its rules. We never write to a path from an archive, but a client may. The name is kept as
 * bytes, which take least memory: two hundred thousand names are held until the whole archive is checked.
 */
final class MemberName {

    private static final Charset CP437 = Charset.forName("IBM437");
    static final int MAX_BYTES = 1024;
    private static final int MAX_COMPONENT_BYTES = 255;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_PRINTED = 200;

    private final byte[] bytes;
    private final boolean declaredUtf8;

    MemberName(byte[] bytes, boolean declaredUtf8) {
        this.bytes = bytes;
        this.declaredUtf8 = declaredUtf8;
    }

    /** UTF-8 where it is valid, also when not declared (macOS); else CP437, which any bytes are. */
    String path() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            // UTF-8 that is declared but invalid becomes replacement characters, which no rule accepts.
            return new String(bytes, declaredUtf8 ? StandardCharsets.UTF_8 : CP437);
        }
    }

    int length() {
        return bytes.length;
    }

    boolean isSpelled(ByteBuffer spelling) {
        return spelling.equals(ByteBuffer.wrap(bytes));
    }

    boolean isSafe() {
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            return false;
        }
        String path = path();
        return path.codePoints().allMatch(MemberName::isPlain) && staysInside(path);
    }

    /** A name that is safe to show: control and direction characters are replaced, a long name is cut. */
    static String printable(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints().limit(MAX_PRINTED).forEach(c -> shown.appendCodePoint(isPlain(c) ? c : '\uFFFD'));
        return name.codePointCount(0, name.length()) > MAX_PRINTED
                ? shown.append("...").toString()
                : shown.toString();
    }

    private static boolean isPlain(int codePoint) {
        int type = Character.getType(codePoint);
        boolean control = type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        boolean direction =
                (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        return !control && !direction && codePoint != '\uFFFD';
    }

    private static boolean staysInside(String path) {
        // Packers on Windows may write backslashes, and Windows reads them as separators.
        String[] components = path.replace('\\', '/').split("/", -1);
        if (components[0].isEmpty() || components[0].matches("[A-Za-z]:.*") || components.length > MAX_DEPTH + 1) {
            return false;
        }
        for (String component : components) {
            if (component.equals("..") || component.getBytes(StandardCharsets.UTF_8).length > MAX_COMPONENT_BYTES) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "MemberName[" + bytes.length + " bytes]";
    }
}
