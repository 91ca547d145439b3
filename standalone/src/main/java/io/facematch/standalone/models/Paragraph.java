package io.facematch.standalone.models;

import java.io.PrintWriter;

/** Prints text for a terminal of {@value #WIDTH} columns, all lines of it {@code indent} columns from the left. */
record Paragraph(PrintWriter out, int indent) {
    private static final int WIDTH = 100;

    /** Wrapped between words; a long word, such as an address, stays in one piece. */
    void print(String label, String text) {
        var line = new StringBuilder(label + " ".repeat(Math.max(0, indent - label.length())));
        for (var word : text.split(" ", -1)) {
            if (line.length() > indent && line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
                line.append(" ".repeat(indent));
            }
            line.append(word).append(' ');
        }
        if (!text.isEmpty()) {
            out.println(line.toString().stripTrailing());
        }
    }
}
