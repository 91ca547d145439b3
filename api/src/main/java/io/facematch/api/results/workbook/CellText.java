package io.facematch.api.results.workbook;

import java.util.regex.Pattern;

/**
 * Text of clients as the text of a cell: what a workbook can hold of it, and nothing added. Its style, {@link
 * Styles#clientText()}, keeps programs from taking it for a formula.
 */
final class CellText {

    private static final int MAX_LENGTH = 32_767;

    /** The file format's own escape: {@code _x003D_} in a file is an equals sign on the screen. */
    private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private CellText() {}

    static String of(String text) {
        if (isPlain(text)) {
            return text; // as nearly all of them
        }
        StringBuilder legal = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints().filter(CellText::isLegalInXml).forEach(legal::appendCodePoint);
        String safe = ESCAPE.matcher(legal).replaceAll("_x005F_");
        return safe.length() <= MAX_LENGTH ? safe : cut(safe);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c > '~' || (c == '_' && text.startsWith("x", i + 1))) {
                return false;
            }
        }
        return text.length() <= MAX_LENGTH;
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return text.substring(0, end);
    }

    private static boolean isLegalInXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
