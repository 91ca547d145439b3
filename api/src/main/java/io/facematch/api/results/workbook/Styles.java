package io.facematch.api.results.workbook;

import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Workbook;

/**
 * The few looks of the workbook. A workbook has its own; they can't be shared between two.
 *
 * @param clientText marked as text whatever it begins with, so that no program takes it for a formula or a number
 */
record Styles(
        CellStyle header,
        CellStyle title,
        CellStyle clientText,
        CellStyle link,
        CellStyle match,
        CellStyle nonMatch,
        CellStyle noDecision,
        CellStyle time,
        CellStyle whole,
        CellStyle similarity,
        CellStyle milliseconds,
        CellStyle percent,
        CellStyle rate) {

    static Styles of(Workbook workbook) {
        CellStyle header = filled(workbook, IndexedColors.GREY_25_PERCENT);
        header.setFont(bold(workbook, (short) 11));
        CellStyle title = workbook.createCellStyle();
        title.setFont(bold(workbook, (short) 14));
        CellStyle clientText = workbook.createCellStyle();
        clientText.setQuotePrefixed(true);
        CellStyle link = workbook.createCellStyle();
        link.setFont(underlined(workbook));
        return new Styles(
                header,
                title,
                clientText,
                link,
                filled(workbook, IndexedColors.LIGHT_GREEN),
                filled(workbook, IndexedColors.ROSE),
                filled(workbook, IndexedColors.LIGHT_YELLOW),
                format(workbook, "yyyy-mm-dd hh:mm:ss.000"),
                format(workbook, "#,##0"),
                format(workbook, "0.0000"),
                format(workbook, "#,##0.0"),
                format(workbook, "0.00%"),
                format(workbook, "0.0"));
    }

    private static Font bold(Workbook workbook, short points) {
        Font font = workbook.createFont();
        font.setBold(true);
        font.setFontHeightInPoints(points);
        return font;
    }

    private static Font underlined(Workbook workbook) {
        Font font = workbook.createFont();
        font.setUnderline(Font.U_SINGLE);
        font.setColor(IndexedColors.BLUE.getIndex());
        return font;
    }

    private static CellStyle filled(Workbook workbook, IndexedColors colour) {
        CellStyle style = workbook.createCellStyle();
        style.setFillForegroundColor(colour.getIndex());
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        return style;
    }

    private static CellStyle format(Workbook workbook, String format) {
        CellStyle style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        return style;
    }
}
