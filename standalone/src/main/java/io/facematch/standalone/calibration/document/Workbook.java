package io.facematch.standalone.calibration.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** {@code report.xlsx}: the tables of the page with numbers as numbers, a sheet for each. */
final class Workbook {
    private static final int CHARACTER = 256;
    private static final int NARROWEST = 12;
    private static final int WIDEST = 90;

    private final XSSFWorkbook workbook;
    private final CellStyle header;
    private final Map<Format, CellStyle> styles = new EnumMap<>(Format.class);

    private Workbook(XSSFWorkbook workbook) {
        this.workbook = workbook;
        var font = workbook.createFont();
        font.setBold(true);
        this.header = workbook.createCellStyle();
        header.setFont(font);
        header.setFillForegroundColor(IndexedColors.GREY_25_PERCENT.getIndex());
        header.setFillPattern(FillPatternType.SOLID_FOREGROUND);
        for (var format : Format.values()) {
            var style = workbook.createCellStyle();
            if (format.excel() != null) {
                style.setDataFormat(workbook.createDataFormat().getFormat(format.excel()));
            }
            styles.put(format, style);
        }
    }

    static byte[] of(List<Table> tables) throws IOException {
        try (var workbook = new XSSFWorkbook();
                var bytes = new ByteArrayOutputStream()) {
            workbook.getProperties().getCoreProperties().setCreator("Facematch");
            var writer = new Workbook(workbook);
            tables.forEach(writer::add);
            workbook.write(bytes);
            return bytes.toByteArray();
        }
    }

    private void add(Table table) {
        var sheet = workbook.createSheet(table.title());
        var at = 0;
        if (!table.columns().isEmpty()) {
            var head = sheet.createRow(at++);
            for (var column = 0; column < table.columns().size(); column++) {
                var cell = head.createCell(column);
                cell.setCellValue(table.columns().get(column));
                cell.setCellStyle(header);
            }
            sheet.createFreezePane(0, 1);
        }
        for (var row : table.rows()) {
            fill(sheet.createRow(at++), row);
        }
        widen(sheet, table);
    }

    private void fill(Row line, List<Cell> row) {
        for (var column = 0; column < row.size(); column++) {
            var from = row.get(column);
            var to = line.createCell(column);
            to.setCellStyle(styles.get(from.format()));
            if (from.value() instanceof Number number) {
                to.setCellValue(number.doubleValue());
            } else {
                to.setCellValue(from.shown());
            }
        }
    }

    /** By the number of characters: measuring them in pixels needs fonts that a server may not have. */
    private static void widen(XSSFSheet sheet, Table table) {
        var columns = table.rows().isEmpty()
                ? table.columns().size()
                : table.rows().getFirst().size();
        for (var column = 0; column < columns; column++) {
            var at = column;
            var longest = table.rows().stream()
                    .mapToInt(row -> row.get(at).shown().length())
                    .max()
                    .orElse(0);
            sheet.setColumnWidth(column, Math.clamp(longest + 2, NARROWEST, WIDEST) * CHARACTER);
        }
    }
}
