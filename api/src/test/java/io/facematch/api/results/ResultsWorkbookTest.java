package io.facematch.api.results;

import static io.facematch.api.results.Rows.below;
import static io.facematch.api.results.Rows.compared;
import static io.facematch.api.results.Rows.failed;
import static io.facematch.api.results.Rows.job;
import static io.facematch.api.results.Rows.neverCompared;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.results.workbook.ResultsWorkbook;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
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
import org.apache.poi.ss.usermodel.Color;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsWorkbookTest {

    @Test
    void beginsWithTheSummary() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9), compared(1, "b", 0.1)))) {
            assertThat(sheetNames(workbook)).containsExactly("Summary", "Pairs", "Failures");
            assertThat(workbook.getActiveSheetIndex()).isZero();
            assertThat(labels(workbook.getSheet("Summary")))
                    .containsEntry("Job", "0192a1f0-0000-7000-8000-000000000001")
                    .containsEntry("State", "COMPLETED")
                    .containsEntry("Accepted at (UTC)", "2026-05-10 13:27:57.078")
                    .containsEntry("Finished at (UTC)", "2026-05-10 13:28:07.078")
                    .containsEntry("Duration in seconds", "10.0")
                    .containsEntry("All pairs", "2")
                    .containsEntry("Success", "2")
                    .containsEntry("NoFaceDetected", "0")
                    .containsEntry("With a note", "0")
                    .containsEntry("Credits consumed", "4")
                    .containsEntry("Matches", "1")
                    .containsEntry("Non-matches", "1")
                    .containsEntry("Matches among compared", "50.00%")
                    .containsEntry("Operating point", "standard")
                    .containsEntry("Threshold of similarity", "0.7000")
                    .containsEntry("False match rate", "1e-04 (1 in 10,000 impostor pairs)")
                    .containsEntry("Embedder", "starter-embedder")
                    .containsEntry("Tier of the embedder", "demonstration: not fit to decide about people")
                    .doesNotContainKey("Calibration")
                    .containsEntry("Pairs per second", "0.2")
                    .containsEntry("Other members, ignored", "3")
                    .containsEntry("", "in/lonely_image1.jpg");
        }
    }

    @Test
    void namesTheThresholdThatDecided() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(below(0.6, 0, "a", 0.599_96)))) {
            assertThat(labels(workbook.getSheet("Summary"))).containsEntry("Threshold of similarity", "0.6000");
        }
    }

    @Test
    void listsEveryPairWithNumbersAsNumbers() throws IOException {
        try (XSSFWorkbook workbook =
                workbook(List.of(compared(0, "a", 0.85004), failed(1, "b", Reason.TOO_DARK, null)))) {
            XSSFSheet pairs = workbook.getSheet("Pairs");

            assertThat(shown(pairs.getRow(0)))
                    .startsWith("#", "Pair", "Image 1", "Image 2", "Status", "Decision", "Similarity");
            assertThat(shown(pairs.getRow(1)))
                    .containsExactly(
                            "1",
                            "a",
                            "fm-bulk-test/a_image1.jpeg",
                            "fm-bulk-test/a_image2.jpeg",
                            "Success",
                            "match",
                            "0.8500",
                            "0.4321",
                            "0.9000",
                            "0.8000",
                            "1",
                            "1",
                            "starter-embedder",
                            "4,157.0",
                            "200",
                            "results/a.json",
                            "");
            assertThat(pairs.getRow(1).getCell(6).getNumericCellValue()).isEqualTo(0.85);
            assertThat(pairs.getRow(2).getCell(6).getCellType()).isEqualTo(CellType.BLANK);
        }
    }

    @Test
    void canBeSortedAndFiltered() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9), failed(1, "b", Reason.TOO_DARK, null)))) {
            for (String name : List.of("Pairs", "Failures")) {
                XSSFSheet sheet = workbook.getSheet(name);
                assertThat(sheet.getPaneInformation().isFreezePane()).isTrue();
                assertThat(sheet.getPaneInformation().getHorizontalSplitPosition())
                        .isEqualTo((short) 1);
            }
            assertThat(filter(workbook, "Pairs")).isEqualTo("A1:Q3");
            assertThat(filter(workbook, "Failures")).isEqualTo("A1:G2");
        }
    }

    @Test
    void countsTheFacesOfEachPhotoThatIsKnown() throws IOException {
        var rows = List.of(
                Rows.besideRefused(0, "a", Reason.TOO_BLURRED),
                failed(1, "b", Reason.NO_FACE, Reason.TOO_DARK),
                neverCompared(2, "c"));
        try (XSSFWorkbook workbook = workbook(rows)) {
            assertThat(column(workbook, "Faces 1")).containsExactly("1", "0", "");
            assertThat(column(workbook, "Faces 2")).containsExactly("2", "", "");
        }
    }

    @Test
    void notesThatALargerFaceOfAPhotoWasNotCompared() throws IOException {
        var rows = List.of(
                Rows.besideRefused(0, "a", Reason.FACE_AT_EXTREME_ANGLE),
                compared(1, "b", 0.9),
                Rows.failedBesideRefused(2, "c", Reason.NO_LANDMARKS));
        try (XSSFWorkbook workbook = workbook(rows)) {
            assertThat(column(workbook, "Note"))
                    .containsExactly(
                            "image2: a larger or more central face was not compared (face at extreme angle)",
                            "",
                            "image1: a larger or more central face was not compared (no landmarks)");
            assertThat(labels(workbook.getSheet("Summary"))).containsEntry("With a note", "2");
        }
    }

    @Test
    void explainsFailuresInWords() throws IOException {
        List<StoredOutcome> rows =
                List.of(compared(0, "a", 0.9), failed(1, "b", null, Reason.TOO_DARK), neverCompared(2, "c"));
        try (XSSFWorkbook workbook = workbook(rows)) {
            XSSFSheet failures = workbook.getSheet("Failures");
            assertThat(failures.getLastRowNum()).isEqualTo(2);
            assertThat(shown(failures.getRow(1)))
                    .startsWith("2", "b", "LowQuality", "image2", Reason.TOO_DARK.message());
            assertThat(shown(failures.getRow(2))).startsWith("3", "c", "Cancelled", "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+4917012345678",
                "-1",
                "@SUM(A1)",
                "\uFF1D1",
                "007",
                "O'Brien",
                "'quoted",
                "_x003D_1"
            })
    void keepsNamesAsTheyAreAndTakesNoneForAFormula(String stem) throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, stem, 0.9)))) {
            Row row = workbook.getSheet("Pairs").getRow(1);
            for (Cell cell : List.of(row.getCell(1), row.getCell(2), row.getCell(3))) {
                assertThat(cell.getCellType()).isEqualTo(CellType.STRING);
                assertThat(cell.getCellStyle().getQuotePrefixed()).isTrue();
            }
            assertThat(row.getCell(1).getStringCellValue()).isEqualTo(stem);
        }
    }

    @Test
    void marksTheNamesOfTheOtherSheetsAsTextToo() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(failed(0, "=1", Reason.NO_FACE, null)))) {
            Row failure = workbook.getSheet("Failures").getRow(1);
            assertThat(List.of(failure.getCell(1), failure.getCell(5), failure.getCell(6)))
                    .allMatch(cell -> cell.getCellStyle().getQuotePrefixed());
            Sheet summary = workbook.getSheet("Summary");
            Row last = summary.getRow(summary.getLastRowNum());
            assertThat(last.getCell(1).getStringCellValue()).isEqualTo("in/lonely_image1.jpg");
            assertThat(last.getCell(1).getCellStyle().getQuotePrefixed()).isTrue();
        }
    }

    @Test
    void showsTimesAsTimesInTheZoneThatItNames() throws IOException {
        try (XSSFWorkbook workbook =
                workbook(List.of(compared(0, "a", 0.9)), ResultsWorkbook.MAX_ROWS, ZoneId.of("Asia/Dubai"))) {
            Sheet summary = workbook.getSheet("Summary");
            assertThat(labels(summary)).containsEntry("Finished at (Asia/Dubai)", "2026-05-10 17:28:07.078");
            Cell accepted = summary.getRow(3).getCell(1);
            assertThat(accepted.getCellType()).isEqualTo(CellType.NUMERIC);
            assertThat(accepted.getLocalDateTimeCellValue()).isEqualTo("2026-05-10T17:27:57.078");
        }
    }

    @Test
    void leadsFromARowToItsFile() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a b", 0.9)))) {
            Cell file = workbook.getSheet("Pairs").getRow(1).getCell(15);
            assertThat(file.getCellFormula()).isEqualTo("HYPERLINK(\"results/a b.json\",\"results/a b.json\")");
            assertThat(file.getStringCellValue()).isEqualTo("results/a b.json");
        }
    }

    @Test
    void fitsTheLongestNameOfAFileIntoALink() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "é".repeat(200), 0.9)))) {
            String formula = workbook.getSheet("Pairs").getRow(1).getCell(15).getCellFormula();
            assertThat(formula.split("\"")).allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(255));
        }
    }

    @Test
    void coloursDecisions() throws IOException {
        List<StoredOutcome> rows =
                List.of(compared(0, "a", 0.9), compared(1, "b", 0.1), failed(2, "c", Reason.NO_FACE, null));
        try (XSSFWorkbook workbook = workbook(rows)) {
            XSSFSheet pairs = workbook.getSheet("Pairs");
            assertThat(colour(pairs.getRow(1).getCell(5))).isEqualTo("FFC6EFCE");
            assertThat(colour(pairs.getRow(2).getCell(5))).isEqualTo("FFFFC7CE");
            assertThat(colour(pairs.getRow(3).getCell(5))).isNull();
            assertThat(colour(pairs.getRow(1).getCell(4))).isNull();
            assertThat(colour(pairs.getRow(3).getCell(4))).isEqualTo("FFFFEB9C");
        }
    }

    @Test
    void isPrintedAsWideAsThePaperWithItsHeaderOnEveryPage() throws IOException {
        List<StoredOutcome> rows =
                IntStream.range(0, 7).mapToObj(i -> compared(i, "p" + i, 0.9)).toList();
        try (XSSFWorkbook workbook = workbook(rows, 3)) {
            for (String name : List.of("Pairs", "Pairs 2", "Pairs 3", "Failures")) {
                XSSFSheet sheet = workbook.getSheet(name);
                assertThat(sheet.getPrintSetup().getLandscape()).isTrue();
                assertThat(sheet.getRepeatingRows().formatAsString()).isEqualTo("1:1");
            }
            for (Sheet sheet : workbook) {
                assertThat(sheet.getFitToPage()).isTrue();
                assertThat(sheet.getPrintSetup().getFitWidth()).isEqualTo((short) 1);
                assertThat(sheet.getPrintSetup().getFitHeight()).isZero();
            }
        }
    }

    @Test
    void saysWhenTheCalibrationWasMeasuredWithAnotherDetector() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9, false)))) {
            assertThat(labels(workbook.getSheet("Summary")))
                    .hasEntrySatisfying(
                            "Calibration",
                            line -> assertThat(line)
                                    .startsWith("measured with another detector than starter-detector"));
        }
    }

    @Test
    void goesOnInAnotherSheetWhenOneIsFull() throws IOException {
        List<StoredOutcome> rows =
                IntStream.range(0, 7).mapToObj(i -> compared(i, "p" + i, 0.9)).toList();
        try (XSSFWorkbook workbook = workbook(rows, 3)) {
            assertThat(sheetNames(workbook)).containsExactly("Summary", "Pairs", "Pairs 2", "Pairs 3", "Failures");
            assertThat(shown(workbook.getSheet("Pairs 2").getRow(1))).startsWith("4", "p3");
            assertThat(workbook.getSheet("Pairs 3").getLastRowNum()).isEqualTo(1);
            assertThat(filter(workbook, "Pairs 2")).isEqualTo("A1:Q4");
        }
    }

    @Test
    void bearsTheTimeOfTheJob() throws IOException {
        try (XSSFWorkbook workbook = workbook(List.of(compared(0, "a", 0.9)))) {
            Date created = workbook.getProperties().getCoreProperties().getCreated();
            assertThat(created).isEqualTo(Date.from(Instant.parse("2026-05-10T13:28:07Z")));
        }
    }

    private static XSSFWorkbook workbook(List<StoredOutcome> rows) throws IOException {
        return workbook(rows, ResultsWorkbook.MAX_ROWS);
    }

    private static @Nullable String colour(Cell cell) {
        Color fill = cell.getCellStyle().getFillForegroundColorColor();
        return fill instanceof XSSFColor colour ? colour.getARGBHex() : null;
    }

    private static XSSFWorkbook workbook(List<StoredOutcome> rows, int rowsPerSheet) throws IOException {
        return workbook(rows, rowsPerSheet, ZoneId.of("UTC"));
    }

    private static XSSFWorkbook workbook(List<StoredOutcome> rows, int rowsPerSheet, ZoneId zone) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ResultsArchive.of(job(rows.size()), zone, rowsPerSheet)
                .write(reader -> reader.read(rows.iterator()), () -> {}, out);
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

    /** Of the pairs, below its title. */
    private static List<String> column(XSSFWorkbook workbook, String title) {
        Sheet pairs = workbook.getSheet("Pairs");
        int column = shown(pairs.getRow(0)).indexOf(title);
        return IntStream.rangeClosed(1, pairs.getLastRowNum())
                .mapToObj(row -> shown(pairs.getRow(row)).get(column))
                .toList();
    }

    private static List<String> shown(Row row) {
        DataFormatter formatter = new DataFormatter();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getLastCellNum(); i++) {
            Cell cell = row.getCell(i);
            boolean link = cell != null && cell.getCellType() == CellType.FORMULA;
            cells.add(link ? cell.getStringCellValue() : formatter.formatCellValue(cell));
        }
        return cells;
    }
}
