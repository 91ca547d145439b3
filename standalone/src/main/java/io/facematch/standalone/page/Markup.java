package io.facematch.standalone.page;

import java.util.Locale;

/** Makes text fit for HTML and SVG. */
public final class Markup {
    private Markup() {}

    /**
     * Safe between tags and in quoted attributes; a character that XML does not allow becomes a replacement character.
     */
    public static String escape(String text) {
        var escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isXml(c) ? c : '\uFFFD');
            }
        });
        return escaped.toString();
    }

    /** A coordinate with a decimal point, also on a machine whose language has a comma. */
    public static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
