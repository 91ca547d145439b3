package io.facematch.api.results.workbook;

import java.util.function.Function;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table sheet.
 *
 * @param width in characters
 * @param value a number, a {@link FileLink}, or text
 * @param style null for the plain style
 */
record TableColumn<T>(
        String title, int width, Function<T, @Nullable Object> value, Function<T, @Nullable CellStyle> style) {

    /** Looks the same in every row. */
    TableColumn(String title, int width, @Nullable CellStyle style, Function<T, @Nullable Object> value) {
        this(title, width, value, row -> style);
    }

    /** A link to a file next to the workbook. */
    record FileLink(String path) {
        /** What a program takes of one text in a formula; a longer one has the whole workbook refused. */
        private static final int MOST_CHARACTERS = 255;

        /** Programs decode the target like an address, so what has a meaning there is escaped. */
        private String target() {
            return path.replace("%", "%25").replace("#", "%23");
        }

        /** Whether it is short enough. */
        boolean isPossible() {
            return target().length() <= MOST_CHARACTERS;
        }

        /** A formula, as it costs no memory; the library keeps true links until the workbook is written. */
        String formula() {
            return "HYPERLINK(\"" + target() + "\",\"" + path + "\")";
        }

        /** The path has the client's name of the pair. */
        @Override
        public String toString() {
            return "FileLink[withheld]";
        }
    }

    void fill(Cell cell, T row) {
        var content = value.apply(row);
        if (content == null) {
            return;
        }
        switch (content) {
            case Number number -> cell.setCellValue(number.doubleValue());
            case FileLink link -> {
                if (link.isPossible()) {
                    cell.setCellFormula(link.formula());
                }
                cell.setCellValue(link.path());
            }
            default -> cell.setCellValue(CellText.of(content.toString()));
        }
        var look = style.apply(row);
        if (look != null) {
            cell.setCellStyle(look);
        }
    }
}
