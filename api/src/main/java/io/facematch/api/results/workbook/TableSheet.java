package io.facematch.api.results.workbook;

import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/**
 * A table with a frozen header and filters, which goes on in "Name 2" when a sheet is full. Printed, it is as wide as the
 * paper and repeats its header.
 */
final class TableSheet<T> {

    private static final int CHARACTER = 256;
    private static final CellRangeAddress HEADER = CellRangeAddress.valueOf("1:1");

    private final SXSSFWorkbook workbook;
    private final String name;
    private final CellStyle headerStyle;
    private final List<TableColumn<T>> columns;
    private final int maxRows;
    private final List<SXSSFSheet> sheets = new ArrayList<>();
    private SXSSFSheet sheet;
    private int written;

    /** Rows are counted without the header. */
    TableSheet(SXSSFWorkbook workbook, String name, CellStyle headerStyle, List<TableColumn<T>> columns, int maxRows) {
        this.workbook = workbook;
        this.name = name;
        this.headerStyle = headerStyle;
        this.columns = List.copyOf(columns);
        this.maxRows = maxRows;
        this.sheet = begin(name);
    }

    private SXSSFSheet begin(String title) {
        SXSSFSheet next = workbook.createSheet(title);
        next.createFreezePane(0, 1);
        next.setRepeatingRows(HEADER);
        Printing.fitToWidth(next, true);
        Row header = next.createRow(0);
        for (int i = 0; i < columns.size(); i++) {
            next.setColumnWidth(i, columns.get(i).width() * CHARACTER);
            header.createCell(i).setCellValue(columns.get(i).title());
            header.getCell(i).setCellStyle(headerStyle);
        }
        sheets.add(next);
        return next;
    }

    void add(T row) {
        if (written == maxRows) {
            int position = workbook.getSheetIndex(sheet) + 1;
            filter();
            sheet = begin(name + " " + (sheets.size() + 1));
            workbook.setSheetOrder(sheet.getSheetName(), position);
            written = 0;
        }
        Row line = sheet.createRow(++written);
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).fill(line.createCell(i), row);
        }
    }

    void finish() {
        filter();
    }

    private void filter() {
        sheet.setAutoFilter(new CellRangeAddress(0, written, 0, columns.size() - 1));
    }
}
