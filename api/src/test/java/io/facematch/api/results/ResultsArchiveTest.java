package io.facematch.api.results;

import static io.facematch.api.results.Rows.compared;
import static io.facematch.api.results.Rows.failed;
import static io.facematch.api.results.Rows.job;
import static io.facematch.api.results.Rows.neverCompared;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.jobs.JobView;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.job.JobState;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class ResultsArchiveTest {

    @Test
    void writesOneJsonPerPairAndTheWorkbook() throws IOException {
        Map<String, byte[]> files =
                unzip(write(List.of(compared(0, "test1", 0.85), failed(1, "test2", Reason.NO_FACE, null))));

        assertThat(files.keySet()).containsExactly("results/test1.json", "results/test2.json", "summary.xlsx");
    }

    @Test
    void writesAComparedPairAsTheVendorDoes() throws IOException {
        assertThat(json(compared(0, "test1", 0.85))).isEqualTo("""
                        {
                          "pair_id": "test1",
                          "image1_path": "fm-bulk-test/test1_image1.jpeg",
                          "image2_path": "fm-bulk-test/test1_image2.jpeg",
                          "success": true,
                          "http_status": 200,
                          "response_time_ms": 4157,
                          "body": {
                            "confidence_score": 0.85,
                            "facematch_result": "True",
                            "credits_consumed": 2
                          }
                        }
                        """);
    }

    @Test
    void tellsWhyAPairFailedAndOnWhichSide() throws IOException {
        assertThat(json(failed(0, "x", Reason.NO_FACE, null))).endsWith("""
                          "success": false,
                          "http_status": 200,
                          "response_time_ms": 4157,
                          "error": {
                            "code": "NoFaceDetected",
                            "side": "image1",
                            "message": "no face found: retake the photo with the whole face clearly visible"
                          }
                        }
                        """);
    }

    @Test
    void namesBothSidesWhenBothFail() throws IOException {
        assertThat(json(failed(0, "x", Reason.TOO_DARK, Reason.NO_FACE)))
                .contains("\"side\": \"both\"")
                .contains("image1: " + Reason.TOO_DARK.message() + "; image2: " + Reason.NO_FACE.message());
    }

    @Test
    void tellsThatALargerFaceOfAPhotoWasNotCompared() throws IOException {
        assertThat(json(Rows.besideRefused(0, "x", Reason.TOO_BLURRED))).endsWith("""
                            "facematch_result": "False",
                            "credits_consumed": 2
                          },
                          "other_face_refused": {
                            "image2": "too_blurred"
                          }
                        }
                        """);
        assertThat(json(Rows.failedBesideRefused(0, "x", Reason.TOO_DARK)))
                .contains("\"code\": \"NoFaceDetected\"", "\"image1\": \"too_dark\"");
    }

    @Test
    void blamesNoImageForAFaultOfOurs() throws IOException {
        assertThat(json(Rows.faulty(0, "x", Reason.PROCESSING_CRASH)))
                .contains("\"http_status\": 500")
                .contains("\"side\": null")
                .contains(Reason.PROCESSING_CRASH.message());
    }

    @Test
    void listsPairsThatWereNeverCompared() throws IOException {
        assertThat(json(neverCompared(0, "x")))
                .contains("\"code\": \"Cancelled\"", "\"http_status\": 409", "\"side\": null");
        var expired = write(job(1, JobState.EXPIRED), List.of(neverCompared(0, "x")));
        assertThat(new String(unzip(expired).values().iterator().next(), StandardCharsets.UTF_8))
                .contains("\"code\": \"Expired\"", "\"response_time_ms\": 0,");
    }

    @Test
    void neverShowsANonMatchAtItsThreshold() throws IOException {
        assertThat(json(compared(0, "x", 0.69999)))
                .contains("\"confidence_score\": 0.6999")
                .contains("\"False\"");
        assertThat(json(compared(0, "x", 0.70004)))
                .contains("\"confidence_score\": 0.7,")
                .contains("\"True\"");
        assertThat(json(compared(0, "x", 0.00001))).contains("\"confidence_score\": 0,");
    }

    @Test
    void givesTheSameBytesForTheSameJobInAnyTimeZone() throws IOException {
        List<StoredOutcome> rows =
                List.of(compared(0, "a", 0.9), failed(1, "b", Reason.TOO_DARK, null), neverCompared(2, "c"));
        TimeZone home = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            byte[] first = write(rows);
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            assertThat(write(rows)).isEqualTo(first);
        } finally {
            TimeZone.setDefault(home);
        }
    }

    @Test
    void neverEndsTheZipWhenTheRowsFail() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<StoredOutcome> broken = IntStream.range(0, 10)
                .mapToObj(i -> {
                    if (i == 5) {
                        throw new UncheckedIOException(new IOException("the database went away"));
                    }
                    return compared(i, "p" + i, 0.9);
                })
                .iterator();

        assertThatThrownBy(() -> write(job(10), broken, out)).isInstanceOf(UncheckedIOException.class);
        assertThat(new String(out.toByteArray(), StandardCharsets.ISO_8859_1)).doesNotContain("PK\005\006");
    }

    @Test
    void neverEndsTheZipWhenPairsOrNamesWereForgottenMeanwhile() {
        var out = new ByteArrayOutputStream();
        var nameless = new StoredOutcome(0, null, Optional.empty());

        assertThatThrownBy(() -> write(job(2), List.of(compared(0, "a", 0.9)).iterator(), out))
                .isInstanceOf(ResultsArchive.NamesForgotten.class);
        assertThatThrownBy(() -> write(job(1), List.of(nameless).iterator(), out))
                .isInstanceOf(ResultsArchive.NamesForgotten.class);
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).doesNotContain("PK\005\006");
    }

    @Test
    void offersANameFromTheEndOfTheJob() {
        assertThat(ResultsArchive.of(job(1), UTC).fileName()).isEqualTo("facematch-bulk-1778419687078.zip");
    }

    @Test
    void namesThePairsThatWaitWhileTheJobRuns() throws IOException {
        var rows = List.of(
                compared(0, "a", 0.9),
                neverCompared(1, "b, the \"second\""),
                failed(2, "c", Reason.NO_FACE, null),
                neverCompared(3, "=cmd"));
        var at = Instant.parse("2026-05-10T13:28:00Z");
        var archive = ResultsArchive.partial(job(4, JobState.RUNNING), at, UTC);
        var out = new ByteArrayOutputStream();
        var shown = new AtomicInteger();
        archive.write(reader -> reader.read(rows.iterator()), shown::incrementAndGet, out);

        assertThat(archive.fileName()).isEqualTo("facematch-bulk-" + at.toEpochMilli() + "-partial.zip");
        assertThat(shown).hasValue(4);
        var files = unzip(out.toByteArray());
        assertThat(files.keySet()).containsExactly("results/a.json", "results/c.json", "pending.csv", "summary.xlsx");
        assertThat(new String(files.get("pending.csv"), StandardCharsets.UTF_8)
                        .replace("fm-bulk-test/", "")
                        .split("\r\n", -1))
                .containsExactly(
                        "pair_id,image1_path,image2_path",
                        "\"b, the \"\"second\"\"\",\"b, the \"\"second\"\"_image1.jpeg\",\"b, the \"\"second\"\"_image2.jpeg\"",
                        "'=cmd,=cmd_image1.jpeg,=cmd_image2.jpeg",
                        "");
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(files.get("summary.xlsx")))) {
            var pairs = workbook.getSheet("Pairs");
            assertThat(pairs.getRow(2).getCell(4).getStringCellValue()).isEqualTo("Pending");
            assertThat(pairs.getRow(2).getCell(15).getStringCellValue()).isEmpty();
            assertThat(workbook.getSheet("Failures").getLastRowNum())
                    .as("waiting is no failure")
                    .isEqualTo(1);
            assertThat(workbook.getSheet("Summary").getRow(5).getCell(0).getStringCellValue())
                    .isEqualTo("Partial results as of (Z)");
        }
    }

    /** Also of a pair that waits: its name is taken. */
    @Test
    void givesFilesTheNamesThatTheyWillHaveAtTheEnd() throws IOException {
        var atTheEnd = unzip(write(List.of(compared(0, "a:b", 0.9), compared(1, "a%3Ab", 0.9))));
        var out = new ByteArrayOutputStream();
        ResultsArchive.partial(job(2, JobState.RUNNING), Instant.EPOCH, UTC)
                .write(
                        reader -> reader.read(List.of(neverCompared(0, "a:b"), compared(1, "a%3Ab", 0.9))
                                .iterator()),
                        () -> {},
                        out);

        var names = List.copyOf(atTheEnd.keySet());
        assertThat(names.get(1)).matches("results/a%3Ab~[0-9a-f]{16}\\.json");
        assertThat(unzip(out.toByteArray()).keySet().iterator().next()).isEqualTo(names.get(1));
    }

    /** The links of the workbook lead to files that are there, whatever the stems. */
    @Test
    void leadsFromEveryRowToItsFile() throws IOException {
        var stems = List.of(
                "plain",
                "José",
                "a b",
                "100%",
                "a#b",
                "a%23b",
                "a&b",
                "a:b",
                "a%3Ab",
                "王小明",
                "CON",
                "x".repeat(240),
                "x".repeat(300),
                "é".repeat(200),
                "'quoted'",
                "+1");
        var rows = IntStream.range(0, stems.size())
                .mapToObj(i -> compared(i, stems.get(i), 0.9))
                .toList();
        var files = unzip(write(rows));
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(files.get("summary.xlsx")))) {
            for (int i = 0; i < stems.size(); i++) {
                var cell = workbook.getSheet("Pairs").getRow(i + 1).getCell(15);
                assertThat(cell.getStringCellValue())
                        .isEqualTo(List.copyOf(files.keySet()).get(i));
                if (cell.getCellType() == CellType.FORMULA) {
                    var target = cell.getCellFormula().split("\"", -1)[1];
                    assertThat(target.length()).isLessThanOrEqualTo(255);
                    assertThat(target).doesNotContain("#");
                    assertThat(URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8))
                            .isEqualTo(cell.getStringCellValue());
                    assertThat(new String(files.get(cell.getStringCellValue()), StandardCharsets.UTF_8))
                            .contains("\"pair_id\": \"" + stems.get(i) + "\"");
                }
            }
        }
    }

    @Test
    void printsNoNames() {
        assertThat(compared(3, "Erika Mustermann", 0.9)).asString().doesNotContain("Mustermann");
        assertThat(job(1).toString()).doesNotContain("lonely");
    }

    private static String json(StoredOutcome row) throws IOException {
        byte[] json = unzip(write(List.of(row))).values().iterator().next();
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] write(List<StoredOutcome> rows) throws IOException {
        return write(job(rows.size()), rows);
    }

    private static byte[] write(JobView job, List<StoredOutcome> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(job, rows.iterator(), out);
        return out.toByteArray();
    }

    private static void write(JobView job, Iterator<StoredOutcome> rows, ByteArrayOutputStream out) throws IOException {
        ResultsArchive.of(job, UTC).write(reader -> reader.read(rows), () -> {}, out);
    }

    private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        return files;
    }
}
