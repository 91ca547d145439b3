package io.facematch.api.results;

import java.util.function.Function;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table sheet.
 *
 * @param width in characters
 * @param format how its numbers are shown, null for text
 * @param value a number or text; text is made safe here and nowhere else
 */
record Column<T>(String title, int width, @Nullable CellStyle format, Function<T, @Nullable Object> value) {

    void fill(Cell cell, T row) {
        Object content = value.apply(row);
        if (content instanceof Number number) {
            cell.setCellValue(number.doubleValue());
            if (format != null) {
                cell.setCellStyle(format);
            }
        } else if (content != null) {
            cell.setCellValue(CellText.of(content.toString()));
        }
    }
}
