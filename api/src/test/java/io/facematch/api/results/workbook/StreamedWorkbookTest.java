package io.facematch.api.results.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.results.workbook.StreamedWorkbook.Column;
import io.facematch.api.results.workbook.StreamedWorkbook.Look;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Read back by the library that others write such files with. */
class StreamedWorkbookTest {
    private static final ZoneId DUBAI = ZoneId.of("Asia/Dubai");

    private static XSSFWorkbook written(List<Column> columns, int rowsOfSheet, List<@Nullable Object[]> rows)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var workbook = new StreamedWorkbook("Rows", columns, DUBAI, rowsOfSheet, bytes);
        for (var row : rows) {
            workbook.add(row);
        }
        workbook.finish();
        return new XSSFWorkbook(new ByteArrayInputStream(bytes.toByteArray()));
    }

    @Test
    void keepsEveryValueWithItsLook() throws IOException {
        var columns = new ArrayList<Column>();
        for (var look : Look.values()) {
            columns.add(new Column(look.name(), look));
        }
        var time = Instant.parse("2026-03-01T20:30:15.250Z");
        var hostile = "<&>\"'\r\n\u0000\uFFFF _x0041_ =1+1";

        try (var workbook = written(
                columns, 10, List.<@Nullable Object[]>of(new Object[] {hostile, 12_345L, 0.1234, 36.4, time, true}))) {
            var row = workbook.getSheet("Rows").getRow(1);

            assertThat(row.getCell(0).getStringCellValue()).isEqualTo("<&>\"'\r\n _x0041_ =1+1");
            assertThat(row.getCell(0).getCellStyle().getQuotePrefixed()).isTrue();
            assertThat(row.getCell(1).getNumericCellValue()).isEqualTo(12_345);
            assertThat(row.getCell(2).getNumericCellValue()).isEqualTo(0.1234);
            assertThat(row.getCell(2).getCellStyle().getDataFormatString()).isEqualTo("0.0000");
            assertThat(row.getCell(3).getCellStyle().getDataFormatString()).isEqualTo("#,##0.0");
            assertThat(row.getCell(4).getLocalDateTimeCellValue())
                    .isEqualTo(LocalDateTime.parse("2026-03-02T00:30:15.250"));
            assertThat(row.getCell(5).getBooleanCellValue()).isTrue();
        }
    }

    @Test
    void goesOnInAnotherSheetWhenOneIsFull() throws IOException {
        var columns = IntStream.range(0, 30)
                .mapToObj(i -> new Column("c" + i, Look.WHOLE))
                .toList();
        var rows = IntStream.range(0, 7)
                .<@Nullable Object[]>mapToObj(n -> {
                    var cells = new Object[30];
                    cells[0] = n;
                    cells[29] = 10 * n;
                    return cells;
                })
                .toList();

        try (var workbook = written(columns, 3, rows)) {
            assertThat(workbook.getNumberOfSheets()).isEqualTo(3);
            assertThat(workbook.getSheetName(2)).isEqualTo("Rows 3");
            assertThat(workbook.getSheetAt(1).getRow(0).getCell(29).getStringCellValue())
                    .isEqualTo("c29");
            assertThat(workbook.getSheetAt(1).getRow(1).getCell(29).getNumericCellValue())
                    .isEqualTo(30);
            assertThat(workbook.getSheetAt(1).getRow(1).getCell(1)).isNull();
            assertThat(workbook.getSheetAt(2).getLastRowNum()).isEqualTo(1);
        }
    }

    @Test
    void mayBeEmpty() throws IOException {
        try (var workbook = written(List.of(new Column("only", Look.TEXT)), 3, List.of())) {
            assertThat(workbook.getSheetAt(0).getLastRowNum()).isZero();
        }
    }
}
