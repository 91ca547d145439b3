package io.facematch.api.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name of a member and its rules. We never write to a path from an archive, but a client may. The name is kept as
 * bytes, which take least memory: two hundred thousand names are held until the whole archive is checked.
 *
 * <p>Packers on Windows write names in the code page of their machine, which the archive does not tell. Such a name is
 * shown as the format says, in CP437, but nothing is concluded from its letters: what looks like a backslash or like
 * upper case may be half of another letter.
 */
final class MemberName {

    private static final Charset CP437 = Charset.forName("IBM437");
    static final int MAX_BYTES = 1024;
    private static final int MAX_COMPONENT_BYTES = 255;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_PRINTED = 200;

    private final byte[] bytes;
    private final byte[] unicode;
    private final boolean declaredUtf8;

    MemberName(byte[] bytes, boolean declaredUtf8) {
        this(bytes, bytes, declaredUtf8);
    }

    /** @param unicode the name in UTF-8, where the archive has it beside the one in a code page */
    MemberName(byte[] bytes, byte[] unicode, boolean declaredUtf8) {
        this.bytes = bytes;
        this.unicode = unicode;
        this.declaredUtf8 = declaredUtf8;
    }

    /** UTF-8 where it is valid, also when not declared (macOS); else CP437, which any bytes are. */
    String path() {
        var decoded = decoded();
        // UTF-8 that is declared but invalid becomes replacement characters, which no rule accepts.
        return decoded == null ? new String(unicode, declaredUtf8 ? StandardCharsets.UTF_8 : CP437) : decoded;
    }

    /** Whether nobody knows which letters the bytes stand for. */
    boolean isGuessed() {
        return decoded() == null;
    }

    private @Nullable String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(unicode))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    /** What the name says about a pair; null for a member that is no image of one. */
    @Nullable
    ImageName imageName() {
        return ImageName.of(path(), isGuessed());
    }

    /** For a member that is no image of a pair: whether it was probably meant as one. */
    boolean isNearMiss() {
        return ImageName.isNearMiss(path(), isGuessed());
    }

    /** As the header spells it. */
    int length() {
        return bytes.length;
    }

    boolean isSpelled(ByteBuffer spelling) {
        return spelling.equals(ByteBuffer.wrap(bytes));
    }

    /** Then only its beginning was read. */
    boolean isTooLong() {
        return bytes.length > MAX_BYTES || unicode.length > MAX_BYTES;
    }

    boolean isSafe() {
        if (bytes.length == 0 || isTooLong()) {
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
