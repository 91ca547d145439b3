package io.facematch.standalone.explanation;

import static io.facematch.standalone.page.Markup.escape;

/** Facts, one below the other, each with its name. */
final class FactTable {
    private final StringBuilder rows = new StringBuilder();
    private final String caption;

    FactTable(String caption) {
        this.caption = caption;
    }

    FactTable add(String name, String text) {
        rows.append("<tr><th scope=\"row\">")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(text))
                .append("</td></tr>\n");
        return this;
    }

    String html() {
        return "<table class=\"facts\">\n<caption>" + escape(caption) + "</caption>\n<tbody>\n" + rows
                + "</tbody>\n</table>\n";
    }
}
