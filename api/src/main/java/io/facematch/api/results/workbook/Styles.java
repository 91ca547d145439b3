package io.facematch.api.results.workbook;

import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.DataFormat;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFFont;

/**
 * The styles of one workbook. Two workbooks can't share them.
 *
 * @param clientText always marked as text, so that no program takes it for a formula or a number
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

    private static final String GREY = "C0C0C0";
    private static final String GREEN = "C6EFCE";
    private static final String RED = "FFC7CE";
    private static final String YELLOW = "FFEB9C";
    private static final String BLUE = "0563C1";

    /** For tables: numbers on the right, where their digits stand below each other. */
    static Styles ofTables(Workbook workbook) {
        return of(workbook, HorizontalAlignment.GENERAL);
    }

    /** For a list of labels and values: all values are on the left, next to their label. */
    static Styles ofLists(Workbook workbook) {
        return of(workbook, HorizontalAlignment.LEFT);
    }

    private static Styles of(Workbook workbook, HorizontalAlignment alignment) {
        Supplier<CellStyle> plain = () -> {
            CellStyle style = workbook.createCellStyle();
            style.setAlignment(alignment);
            return style;
        };
        CellStyle header = filled(plain.get(), GREY);
        header.setFont(bold(workbook, (short) 11));
        CellStyle title = plain.get();
        title.setFont(bold(workbook, (short) 14));
        CellStyle clientText = plain.get();
        clientText.setQuotePrefixed(true);
        CellStyle link = plain.get();
        link.setFont(underlined(workbook));
        DataFormat formats = workbook.createDataFormat();
        Function<String, CellStyle> format = pattern -> {
            CellStyle style = plain.get();
            style.setDataFormat(formats.getFormat(pattern));
            return style;
        };
        return new Styles(
                header,
                title,
                clientText,
                link,
                filled(plain.get(), GREEN),
                filled(plain.get(), RED),
                filled(plain.get(), YELLOW),
                format.apply("yyyy-mm-dd hh:mm:ss.000"),
                format.apply("#,##0"),
                format.apply("0.0000"),
                format.apply("#,##0.0"),
                format.apply("0.00%"),
                format.apply("0.0"));
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
        if (font instanceof XSSFFont coloured) {
            coloured.setColor(colour(BLUE));
        }
        return font;
    }

    private static CellStyle filled(CellStyle style, String colour) {
        style.setFillForegroundColor(colour(colour));
        style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        return style;
    }

    private static XSSFColor colour(String rgb) {
        return new XSSFColor(HexFormat.of().parseHex(rgb));
    }
}
