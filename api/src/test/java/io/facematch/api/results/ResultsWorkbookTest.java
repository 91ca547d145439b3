package io.facematch.api.results;

import static io.facematch.api.results.Rows.cancelled;
import static io.facematch.api.results.Rows.compared;
import static io.facematch.api.results.Rows.failed;
import static io.facematch.api.results.Rows.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class ResultsWorkbookTest {

    @Test
    void beginsWithTheSummary() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9), compared(1, "b", 0.1)))) {
            assertThat(sheetNames(workbook)).containsExactly("Summary", "Pairs", "Failures");
            assertThat(workbook.getActiveSheetIndex()).isZero();
            assertThat(labels(workbook.getSheet("Summary")))
                    .containsEntry("Job", "0192a1f0-0000-7000-8000-000000000001")
                    .containsEntry("State", "COMPLETED")
                    .containsEntry("Finished at", "2026-05-10T13:28:07.078Z")
                    .containsEntry("Duration in seconds", "10.0")
                    .containsEntry("All pairs", "2")
                    .containsEntry("Success", "2")
                    .containsEntry("NoFaceDetected", "0")
                    .containsEntry("Credits consumed", "4")
                    .containsEntry("Matches", "1")
                    .containsEntry("Non-matches", "1")
                    .containsEntry("Matches among compared", "50.00%")
                    .containsEntry("Operating point", "standard")
                    .containsEntry("Threshold of similarity", "0.7000")
                    .containsEntry("False match rate", "1e-04 (1 in 10,000 impostor pairs)")
                    .containsEntry("Embedder", "starter-1")
                    .containsEntry("Pairs per second", "0.2")
                    .containsEntry("Other members, ignored", "3")
                    .containsEntry("", "in/lonely_image1.jpg");
        }
    }

    @Test
    void listsEveryPairWithNumbersAsNumbers() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.85004), failed(1, "b", Status.LOW_QUALITY)))) {
            XSSFSheet pairs = workbook.getSheet("Pairs");

            assertThat(shown(pairs.getRow(0)))
                    .startsWith("#", "Pair", "Image 1", "Image 2", "Status", "Decision", "Similarity");
            assertThat(shown(pairs.getRow(1)))
                    .containsExactly(
                            "0",
                            "a",
                            "fm-bulk-test/a_image1.jpeg",
                            "fm-bulk-test/a_image2.jpeg",
                            "Success",
                            "match",
                            "0.8500",
                            "0.4321",
                            "0.9000",
                            "0.8000",
                            "starter-1",
                            "4,157.0",
                            "200",
                            "results/a.json");
            assertThat(pairs.getRow(1).getCell(6).getNumericCellValue()).isEqualTo(0.85);
            assertThat(pairs.getRow(2).getCell(6).getCellType()).isEqualTo(CellType.BLANK);
        }
    }

    @Test
    void canBeSortedAndFiltered() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9), failed(1, "b", Status.LOW_QUALITY)))) {
            for (String name : List.of("Pairs", "Failures")) {
                XSSFSheet sheet = workbook.getSheet(name);
                assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
                assertThat(sheet.getPaneInformation().getHorizontalSplitPosition())
                        .isEqualTo((short) 1);
            }
            assertThat(filter(workbook, "Pairs")).isEqualTo("A1:N3");
            assertThat(filter(workbook, "Failures")).isEqualTo("A1:G2");
        }
    }

    @Test
    void explainsFailuresInWords() throws IOException {
        List<ResultsRow> rows = List.of(
                compared(0, "a", 0.9), failed(1, "b", Status.LOW_QUALITY, null, Reason.TOO_DARK), cancelled(2, "c"));
        try (XSSFWorkbook workbook = workbook(rows)) {
            XSSFSheet failures = workbook.getSheet("Failures");
            assertThat(failures.getLastRowNum()).isEqualTo(2);
            assertThat(shown(failures.getRow(1)))
                    .startsWith("1", "b", "LowQuality", "image2", Reason.TOO_DARK.message());
            assertThat(shown(failures.getRow(2))).startsWith("2", "c", "Cancelled", "");
        }
    }

    @Test
    void takesNoStemForAFormula() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "=cmd|' /C calc'!A0", 0.9)))) {
            Cell cell = workbook.getSheet("Pairs").getRow(1).getCell(1);
            assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
            assertThat(cell.getStringCellValue()).isEqualTo("'=cmd|' /C calc'!A0");
        }
    }

    @Test
    void goesOnInAnotherSheetWhenOneIsFull() throws IOException {
        List<ResultsRow> rows =
                IntStream.range(0, 7).mapToObj(i -> compared(i, "p" + i, 0.9)).toList();
        try (XSSFWorkbook workbook = workbook(rows, 3)) {
            assertThat(sheetNames(workbook)).containsExactly("Summary", "Pairs", "Pairs 2", "Pairs 3", "Failures");
            assertThat(shown(workbook.getSheet("Pairs 2").getRow(1))).startsWith("3", "p3");
            assertThat(workbook.getSheet("Pairs 3").getLastRowNum()).isEqualTo(1);
            assertThat(filter(workbook, "Pairs 2")).isEqualTo("A1:N4");
        }
    }

    @Test
    void bearsTheTimeOfTheJob() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9)))) {
            Date created = workbook.getProperties().getCoreProperties().getCreated();
            assertThat(created).isEqualTo(Date.from(Instant.parse("2026-05-10T13:28:07Z")));
        }
    }

    private static XSSFWorkbook workbook(List<ResultsRow> rows) throws IOException {
        return workbook(rows, ResultsWorkbook.MAX_ROWS);
    }

    private static XSSFWorkbook workbook(List<ResultsRow> rows, int rowsPerSheet) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResultsArchive.write(job(rows.size()), rows.iterator(), out, rowsPerSheet);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("summary.xlsx")) {
                    return new XSSFWorkbook(new ByteArrayInputStream(zip.readAllBytes()));
                }
            }
        }
        throw new AssertionError("no workbook");
    }

    private static List<String> sheetNames(XSSFWorkbook workbook) {
        return IntStream.range(0, workbook.getNumberOfSheets())
                .mapToObj(workbook::getSheetName)
                .toList();
    }

    private static String filter(XSSFWorkbook workbook, String sheet) {
        return workbook.getSheet(sheet).getCTWorksheet().getAutoFilter().getRef();
    }

    private static Map<String, String> labels(Sheet sheet) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Row row : sheet) {
            List<String> cells = shown(row);
            if (cells.size() > 1) {
                labels.put(cells.get(0), cells.get(1));
            }
        }
        return labels;
    }

    private static List<String> shown(Row row) {
        DataFormatter formatter = new DataFormatter();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getLastCellNum(); i++) {
            cells.add(formatter.formatCellValue(row.getCell(i)));
        }
        return cells;
    }
}
