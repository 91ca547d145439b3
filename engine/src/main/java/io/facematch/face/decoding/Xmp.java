package io.facematch.face.decoding;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Finds the orientation in a block of XMP. A search, not a parser of XML: there are no entities to expand and no schemas to
 * load, and the work grows with the length only.
 */
final class Xmp {
    private static final int LONGEST = 1 << 20;
    /** Programs call it "tiff", but may call it as they like. */
    private static final Pattern NAMESPACE =
            Pattern.compile("xmlns:([\\w.-]{1,64}+)\\s{0,99}+=\\s{0,99}+[\"']http://ns\\.adobe\\.com/tiff/1\\.0/[\"']");

    private Xmp() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** 1 to 8; 0 when it does not say. */
    static int orientation(ByteView file, Extent block) throws RefusedImage {
        var part = new Extent(block.offset(), Math.min(block.length(), LONGEST));
        return orientation(new String(file.copy(part), StandardCharsets.ISO_8859_1));
    }

    private static int orientation(String block) {
        var text = withoutComments(block);
        var namespace = NAMESPACE.matcher(text);
        if (!namespace.find()) {
            return 0;
        }
        var name = Pattern.quote(namespace.group(1) + ":Orientation");
        var attribute = name + "\\s{0,99}+=\\s{0,99}+[\"']\\s{0,99}+([1-8])\\s{0,99}+[\"']";
        var element = "<" + name + "(?:\\s[^<>]{0,200}+)?>\\s{0,99}+([1-8])\\s{0,99}+</";
        var found = Pattern.compile(attribute + "|" + element).matcher(text);
        if (!found.find()) {
            return 0;
        }
        return Integer.parseInt(found.group(1) == null ? found.group(2) : found.group(1));
    }

    private static String withoutComments(String text) {
        var rest = new StringBuilder();
        var position = 0;
        var start = text.indexOf("<!--");
        while (start >= 0) {
            rest.append(text, position, start);
            var end = text.indexOf("-->", start);
            position = end < 0 ? text.length() : end + 3;
            start = text.indexOf("<!--", position);
        }
        return rest.append(text, position, text.length()).toString();
    }
}
