package io.facematch.standalone.run.merge;

import io.facematch.standalone.run.merge.Sheet.Cell;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.apache.poi.poifs.crypt.temp.SXSSFWorkbookWithCustomZipEntrySource;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFCell;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;

/**
 * One workbook of those of several jobs: the rows of their tables one after another, counted on, and one summary. Memory does
 * not grow with the rows, and what waits on the disk meanwhile is encrypted.
 */
final class MergedWorkbook {
    private static final List<String> TABLES = List.of("Pairs", "Failures");
    private static final int NUMBER = 0;

    private final List<ZipFile> results;
    private final List<Integer> pairs;
    private final List<Map<String, String>> renamed;

    /**
     * @param results of the jobs
     * @param pairs that each of them has
     * @param renamed the files of each whose names had to be changed: the new ones by the old ones
     */
    MergedWorkbook(List<ZipFile> results, List<Integer> pairs, List<Map<String, String>> renamed) {
        this.results = results;
        this.pairs = pairs;
        this.renamed = renamed;
    }

    /** Leaves the stream open. */
    void writeTo(OutputStream out) throws IOException {
        try (var workbook = new SXSSFWorkbookWithCustomZipEntrySource()) {
            var parts = PartWorkbook.all(results);
            new MergedSummary(workbook.createSheet(MergedSummary.NAME), parts).write();
            for (var table : TABLES) {
                new TableRows(workbook, table).add(parts);
            }
            workbook.setActiveSheet(0);
            workbook.write(new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    out.write(one);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                }
            });
        }
    }

    /** Puts a value where it was, and as it looked. */
    static void fill(SXSSFCell cell, Cell from, PartWorkbook part, Workbook workbook) {
        if (from.formula() != null) {
            cell.setCellFormula(from.formula());
        }
        if (from.value() instanceof Double number) {
            cell.setCellValue(number);
        } else {
            cell.setCellValue(from.value().toString());
        }
        if (from.style() != 0) {
            cell.setCellStyle(part.style(from.style(), workbook));
        }
    }

    private final class TableRows {
        private final Workbook workbook;
        private final String name;
        private final SXSSFSheet sheet;
        private int rows;
        private int columns;

        TableRows(SXSSFWorkbookWithCustomZipEntrySource workbook, String name) {
            this.workbook = workbook;
            this.name = name;
            this.sheet = workbook.createSheet(name);
        }

        void add(List<PartWorkbook> parts) throws IOException {
            var before = 0;
            for (var at = 0; at < parts.size(); at++) {
                add(parts.get(at), before, renamed.get(at));
                before += pairs.get(at);
            }
            sheet.createFreezePane(0, 1);
            sheet.setRepeatingRows(CellRangeAddress.valueOf("1:1"));
            sheet.setAutoFilter(new CellRangeAddress(0, Math.max(0, rows - 1), 0, Math.max(0, columns - 1)));
        }

        private void add(PartWorkbook part, int before, Map<String, String> otherNames) throws IOException {
            part.read(name, new Sheet.Reader() {
                @Override
                public void column(int index, int width) {
                    if (rows == 0) {
                        sheet.setColumnWidth(index, width);
                    }
                }

                @Override
                public void row(Map<Integer, Cell> cells) {
                    var first = cells.get(NUMBER);
                    var isHeader = first == null || !(first.value() instanceof Double);
                    if (isHeader && rows > 0) {
                        return;
                    }
                    columns = Math.max(columns, cells.size());
                    var row = sheet.createRow(rows++);
                    cells.forEach((column, cell) -> fill(row, column, cell));
                    if (first != null && first.value() instanceof Double number) {
                        row.getCell(NUMBER).setCellValue(number + before);
                    }
                }

                private void fill(SXSSFRow row, int column, Cell cell) {
                    var other = otherNames.get(cell.value().toString());
                    var shown = other == null ? cell : new Cell(cell.style(), other, null);
                    MergedWorkbook.fill(row.createCell(column), shown, part, workbook);
                }
            });
        }
    }
}
