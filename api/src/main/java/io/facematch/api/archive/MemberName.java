package io.facematch.api.archive;

import io.facematch.api.archive.codepage.NameEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name of a member and its rules. We never write to a path from an archive, but a client may. The name is kept as
 * bytes, which take least memory: two hundred thousand names are held until the whole archive is checked.
 *
 * <p>Packers on Windows write names in the code page of their machine, which the archive does not tell. Where it is
 * guessed, nothing is concluded from the letters: what looks like a backslash or like upper case may be half of another
 * letter.
 */
final class MemberName {

    static final int MAX_BYTES = 1024;
    private static final int MAX_COMPONENT_BYTES = 255;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_PRINTED = 200;

    private final byte[] bytes;
    private final byte[] unicode;
    private final boolean isDeclared;
    private final NameEncoding encoding;

    private MemberName(byte[] bytes, byte[] unicode, boolean isDeclared, NameEncoding encoding) {
        this.bytes = bytes;
        this.unicode = unicode;
        this.isDeclared = isDeclared;
        this.encoding = encoding;
    }

    /**
     * A name that is read as the format says, until somebody knows better.
     *
     * @param unicode the name in UTF-8, where the archive has it beside the one in a code page; else null
     * @param declaredUtf8 whether the archive says that the name is in UTF-8
     */
    static MemberName of(byte[] bytes, byte @Nullable [] unicode, boolean declaredUtf8) {
        return unicode == null
                ? new MemberName(bytes, bytes, declaredUtf8, NameEncoding.OF_THE_FORMAT)
                : new MemberName(bytes, unicode, true, NameEncoding.OF_THE_FORMAT);
    }

    /** The same name, read so where the archive does not declare Unicode. */
    MemberName read(NameEncoding other) {
        return isDeclared ? this : new MemberName(bytes, unicode, false, other);
    }

    /** UTF-8 where it is declared, or valid (macOS does not declare it); else in the code page. */
    String path() {
        var decoded = decoded();
        // What is declared or said, but invalid, becomes replacement characters, which no rule accepts.
        return decoded == null ? new String(unicode, isDeclared ? StandardCharsets.UTF_8 : fallback()) : decoded;
    }

    /** A guess may not fit to every name; CP437 has a letter for any byte. */
    private Charset fallback() {
        return (encoding.isGuessed() ? NameEncoding.OF_THE_FORMAT : encoding).charset();
    }

    /** Whether nobody knows which letters the bytes stand for. */
    boolean isGuessed() {
        return !isDeclared && encoding.isGuessed() && utf8() == null;
    }

    /** The bytes that a code page is needed for; null where none is. */
    byte @Nullable [] inCodePage() {
        return isDeclared || utf8() != null ? null : unicode;
    }

    private @Nullable String decoded() {
        // What the client says goes before what the bytes look like: two letters of GBK may be one of UTF-8.
        var said = isDeclared || encoding.isGuessed() ? utf8() : encoding.decode(unicode);
        return said == null && !isDeclared ? encoding.decode(unicode) : said;
    }

    private @Nullable String utf8() {
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
    ImageName imageName(StemRule stems) {
        return ImageName.of(path(), isGuessed(), stems);
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
