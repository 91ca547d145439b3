package io.facematch.api.results.workbook;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A workbook with one large table, written straight into a stream: no temporary file, no memory that grows, and the first
 * bytes leave with the first rows. POI can do neither, since it writes the sheets last. The parts are those of Office Open
 * XML (ECMA-376), as few as a program needs to open it.
 */
public final class StreamedWorkbook {
    private static final int CHUNK = 64 << 10;
    private static final double SECONDS_OF_DAY = 86_400;
    /** Days from the beginning of time in spreadsheets, 30 December 1899, to that of {@link Instant}. */
    private static final int DAYS_BEFORE_1970 = 25_569;

    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final int HEADER = 1;

    private final String name;
    private final List<Column> columns;
    private final String[] letters;
    private final ZoneId zone;
    private final int rowsOfSheet;
    private final ZipOutputStream zip;
    private final StringBuilder xml = new StringBuilder(2 * CHUNK);
    private int sheets;
    private int row;

    /** What a column is about, which says how it is shown. */
    public enum Look {
        /** Of anybody: never taken for a formula. */
        TEXT(2, 24),
        WHOLE(3, 11),
        /** With four decimals. */
        SHARE(4, 11),
        MILLISECONDS(5, 11),
        TIME(6, 24),
        TRUTH(0, 11);

        private final int style;
        private final int width;

        Look(int style, int width) {
            this.style = style;
            this.width = width;
        }
    }

    public record Column(String title, Look look) {}

    /**
     * Begins a workbook.
     *
     * @param name of the first sheet; the others have a number behind it
     * @param zone of the times that are shown
     * @param rowsOfSheet without the header, 1,048,575 at most
     * @param out stays open
     */
    public StreamedWorkbook(String name, List<Column> columns, ZoneId zone, int rowsOfSheet, OutputStream out)
            throws IOException {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.letters = new String[columns.size()];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = letters(i);
        }
        this.zone = zone;
        this.rowsOfSheet = rowsOfSheet;
        this.zip = new ZipOutputStream(out);
        // Twice as fast as the usual level, and a tenth larger.
        zip.setLevel(Deflater.BEST_SPEED);
        beginSheet();
    }

    private static String letters(int column) {
        return column < 26
                ? String.valueOf((char) ('A' + column))
                : letters(column / 26 - 1) + (char) ('A' + column % 26);
    }

    /** @param cells text, numbers, truth values or instants in the order of the columns; null for an empty one */
    public void add(@Nullable Object[] cells) throws IOException {
        if (row == rowsOfSheet + 1) {
            endSheet();
            beginSheet();
        }
        beginRow();
        for (int i = 0; i < cells.length; i++) {
            var value = cells[i];
            if (value != null) {
                add(i, value);
            }
        }
        endRow();
    }

    private void add(int column, Object value) {
        switch (value) {
            case Number number ->
                beginCell(column, columns.get(column).look().style)
                        .append("\"><v>")
                        .append(number);
            case Boolean truth ->
                beginCell(column, columns.get(column).look().style)
                        .append("\" t=\"b\"><v>")
                        .append(truth ? 1 : 0);
            case Instant time ->
                beginCell(column, columns.get(column).look().style)
                        .append("\"><v>")
                        .append(serial(time));
            default -> {
                addText(column, value.toString(), Look.TEXT.style);
                return;
            }
        }
        xml.append("</v></c>");
    }

    private double serial(Instant time) {
        var seconds = time.getEpochSecond() + zone.getRules().getOffset(time).getTotalSeconds();
        return DAYS_BEFORE_1970 + (seconds + time.getNano() / 1e9) / SECONDS_OF_DAY;
    }

    private void addText(int column, String text, int style) {
        beginCell(column, style).append("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        var legal = CellText.of(text);
        for (int i = 0; i < legal.length(); i++) {
            var c = legal.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.append(c);
            }
        }
        xml.append("</t></is></c>");
    }

    private StringBuilder beginCell(int column, int style) {
        return xml.append("<c r=\"")
                .append(letters[column])
                .append(row)
                .append("\" s=\"")
                .append(style);
    }

    private void beginRow() {
        row++;
        xml.append("<row r=\"").append(row).append("\">");
    }

    private void endRow() throws IOException {
        xml.append("</row>");
        if (xml.length() > CHUNK) {
            flush();
        }
    }

    private void beginSheet() throws IOException {
        sheets++;
        row = 0;
        zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + sheets + ".xml"));
        xml.append(XML)
                .append("<worksheet xmlns=\"")
                .append(MAIN)
                .append("\"><sheetViews><sheetView workbookViewId=\"0\">");
        xml.append(
                "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        xml.append("<cols>");
        for (int i = 0; i < columns.size(); i++) {
            xml.append("<col min=\"")
                    .append(i + 1)
                    .append("\" max=\"")
                    .append(i + 1)
                    .append("\" width=\"");
            xml.append(columns.get(i).look().width).append("\" customWidth=\"1\"/>");
        }
        xml.append("</cols><sheetData>");
        beginRow();
        for (int i = 0; i < columns.size(); i++) {
            addText(i, columns.get(i).title(), HEADER);
        }
        endRow();
    }

    private void endSheet() throws IOException {
        xml.append("</sheetData><autoFilter ref=\"A1:")
                .append(letters[letters.length - 1])
                .append(row);
        xml.append("\"/></worksheet>");
        flush();
        zip.closeEntry();
    }

    private void flush() throws IOException {
        zip.write(xml.toString().getBytes(StandardCharsets.UTF_8));
        xml.setLength(0);
    }

    /** Ends the workbook and flushes it. Without this, no program takes it for one. */
    public void finish() throws IOException {
        endSheet();
        part("xl/styles.xml", styles());
        part("xl/workbook.xml", workbook());
        part("xl/_rels/workbook.xml.rels", relations());
        part(
                "_rels/.rels",
                "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"r1\" Type=\"" + OFFICE
                        + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        part("[Content_Types].xml", contentTypes());
        zip.finish();
        zip.flush();
    }

    private void part(String path, String content) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write((XML + content).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private String workbook() {
        var text = new StringBuilder("<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + OFFICE + "\"><sheets>");
        for (int i = 1; i <= sheets; i++) {
            text.append("<sheet name=\"").append(name).append(i == 1 ? "" : " " + i);
            text.append("\" sheetId=\"")
                    .append(i)
                    .append("\" r:id=\"r")
                    .append(i)
                    .append("\"/>");
        }
        return text.append("</sheets></workbook>").toString();
    }

    private String relations() {
        var text = new StringBuilder("<Relationships xmlns=\"" + PACKAGE + "relationships\">");
        for (int i = 1; i <= sheets; i++) {
            text.append("<Relationship Id=\"r").append(i).append("\" Type=\"").append(OFFICE);
            text.append("/worksheet\" Target=\"worksheets/sheet").append(i).append(".xml\"/>");
        }
        return text.append("<Relationship Id=\"styles\" Type=\"" + OFFICE
                        + "/styles\" Target=\"styles.xml\"/></Relationships>")
                .toString();
    }

    private String contentTypes() {
        var text = new StringBuilder("<Types xmlns=\"" + PACKAGE + "content-types\"><Default Extension=\"rels\""
                + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + SPREADSHEET + "sheet.main+xml\"/>"
                + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + SPREADSHEET + "styles+xml\"/>");
        for (int i = 1; i <= sheets; i++) {
            text.append("<Override PartName=\"/xl/worksheets/sheet").append(i).append(".xml\" ContentType=\"");
            text.append(SPREADSHEET).append("worksheet+xml\"/>");
        }
        return text.append("</Types>").toString();
    }

    /** In the order of their numbers: plain, header, and those of {@link Look}. */
    private static String styles() {
        return "<styleSheet xmlns=\"" + MAIN
                + "\"><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"0.0000\"/>"
                + "<numFmt numFmtId=\"165\" formatCode=\"#,##0.0\"/>"
                + "<numFmt numFmtId=\"166\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\"/></numFmts>"
                + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
                + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
                + "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
                + "<fill><patternFill patternType=\"gray125\"/></fill>"
                + "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFC0C0C0\"/></patternFill></fill></fills>"
                + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
                + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
                + "<cellXfs count=\"7\">" + style(0, "")
                + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/>"
                + style(0, " quotePrefix=\"1\"") + style(1, "") + style(164, "") + style(165, "") + style(166, "")
                + "</cellXfs></styleSheet>";
    }

    private static String style(int numberFormat, String more) {
        return "<xf numFmtId=\"" + numberFormat + "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\""
                + (numberFormat == 0 ? "" : " applyNumberFormat=\"1\"") + more + "/>";
    }
}
