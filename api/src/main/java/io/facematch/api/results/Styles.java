package io.facematch.api.results;

import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Workbook;

/** The few looks of the workbook. A workbook has its own; they can't be shared between two. */
record Styles(
        CellStyle header,
        CellStyle title,
        CellStyle whole,
        CellStyle similarity,
        CellStyle milliseconds,
        CellStyle percent,
        CellStyle rate) {

    static Styles of(Workbook workbook) {
        CellStyle header = bold(workbook, (short) 11);
        header.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
        header.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        return new Styles(
                header,
                bold(workbook, (short) 14),
                number(workbook, "#,##0"),
                number(workbook, "0.0000"),
                number(workbook, "#,##0.0"),
                number(workbook, "0.00%"),
                number(workbook, "0.0"));
    }

    private static CellStyle bold(Workbook workbook, short points) {
        Font font = workbook.createFont();
        font.setBold(true);
        font.setFontHeightInPoints(points);
        CellStyle style = workbook.createCellStyle();
        style.setFont(font);
        return style;
    }

    private static CellStyle number(Workbook workbook, String format) {
        CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        return style;
    }
}
