package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.RawBroker;
import io.facematch.testing.TestBroker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main job from end to end: submit the demo over HTTP, follow it, fetch its results; then what
 * is left of it in the database. Everything is real: broker, database, networks.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the one setup fills the fields
abstract class MainJobScenario {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** README.txt, two files that operating systems leave behind, and an entry for a folder. */
    private static final int IGNORED = 4;

    private TestServer server;
    private UUID id;
    private JsonNode accepted;
    private JsonNode finished;
    private List<Integer> progress;
    private Path saved;
    private Map<String, byte[]> results;

    /** @param home of a server that is started for this alone */
    abstract TestServer server(Path home) throws IOException;

    /** How many mated pairs of the demo these models may take for different persons. */
    abstract int mayMiss();

    @BeforeAll
    void runTheDemo(@TempDir Path folder) throws IOException, InterruptedException {
        server = server(folder.resolve("home"));
        try (var client = server.client()) {
            accepted = client.submit(Samples.demo());
            id = UUID.fromString(accepted.path("id").asString());
            progress = new ArrayList<>();
            finished = server.awaitJob(id, job -> {
                progress.add(job.path("done").asInt());
                return !job.path("state").asString().equals("RUNNING");
            });
            saved = client.saveResults(finished.at("/links/results").asString(), folder);
        }
        results = unzip(saved);
    }

    private static Map<String, byte[]> unzip(Path file) throws IOException {
        var members = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                try (InputStream content = zip.getInputStream(entry)) {
                    assertThat(members.put(entry.getName(), content.readAllBytes()))
                            .isNull();
                }
            }
        }
        return members;
    }

    private Map<String, DemoPair> expectations() {
        return DemoPair.all().stream().collect(Collectors.toMap(DemoPair::stem, Function.identity()));
    }

    @Test
    void acceptsTheArchiveAsARunningJob() {
        assertThat(accepted.path("kind").asString()).isEqualTo("bulk");
        assertThat(accepted.path("state").asString()).isIn("RUNNING", "COMPLETED");
        assertThat(accepted.path("total").asInt()).isEqualTo(DemoPair.all().size());
        assertThat(accepted.path("operating_point").asString()).isEqualTo("standard");
        assertThat(accepted.path("threshold").asDouble()).isEqualTo(0.7);
        assertThat(accepted.path("unpaired").values()).map(JsonNode::asString).containsExactly("unpaired_image1.jpg");
        assertThat(accepted.path("ignored").asInt()).isEqualTo(IGNORED);
    }

    @Test
    void showsProgressThatNeverGoesBack() {
        assertThat(progress).isSorted().last().isEqualTo(DemoPair.all().size());
    }

    @Test
    void completesWithCountsThatSumToItsTotal() {
        assertThat(finished.path("state").asString()).isEqualTo("COMPLETED");
        var counts = new HashMap<String, Integer>();
        finished.path("counts")
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
        assertThat(counts)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Success",
                                (int) expectations().values().stream()
                                        .filter(DemoPair::compared)
                                        .count(),
                        "EmptyImage", 1,
                        "NoFaceDetected", count("NoFaceDetected"),
                        "LandmarksNotDetected", 0,
                        "InvalidImage", 2,
                        "LowQuality", 2,
                        "Error", 0,
                        "Pending", 0));
        assertThat(finished.path("matches").asInt()
                        + finished.path("non_matches").asInt())
                .isEqualTo(counts.get("Success"));
    }

    private int count(String status) {
        return (int) expectations().values().stream()
                .filter(pair -> pair.status().equals(status))
                .count();
    }

    @Test
    void savesResultsUnderTheNameOfTheVendorsPlayground() {
        assertThat(saved.getFileName().toString()).matches("facematch-bulk-\\d{13}\\.zip");
        var files = DemoPair.all().stream()
                .map(pair -> "results/" + pair.stem() + ".json")
                .collect(Collectors.toSet());
        files.add("summary.xlsx");
        assertThat(results.keySet()).isEqualTo(files);
    }

    @Test
    void tellsOfEachPairInTheVendorsJson() {
        for (var expected : expectations().values()) {
            var pair = result(expected.stem());
            assertThat(pair.propertyNames())
                    .as(expected.stem())
                    .containsExactly(
                            "pair_id",
                            "image1_path",
                            "image2_path",
                            "success",
                            "http_status",
                            "response_time_ms",
                            expected.compared() ? "body" : "error");
            assertThat(pair.path("pair_id").asString()).isEqualTo(expected.stem());
            assertThat(pair.path("image1_path").asString()).isEqualTo(expected.image1());
            assertThat(pair.path("image2_path").asString()).isEqualTo(expected.image2());
            assertThat(pair.path("success").asBoolean()).isEqualTo(expected.compared());
            assertThat(pair.path("response_time_ms").isNumber()).isTrue();
            if (expected.compared()) {
                assertCompared(pair, expected);
            } else {
                assertNotCompared(pair, expected);
            }
        }
    }

    private static void assertCompared(JsonNode pair, DemoPair expected) {
        assertThat(pair.path("http_status").asInt()).isEqualTo(200);
        assertThat(pair.path("response_time_ms").asDouble()).isPositive();
        var body = pair.path("body");
        assertThat(body.propertyNames()).containsExactly("confidence_score", "facematch_result", "credits_consumed");
        assertThat(body.path("confidence_score").asDouble()).isBetween(0.0, 1.0);
        assertThat(body.path("facematch_result").isString()).isTrue();
        assertThat(body.path("facematch_result").asString())
                .as(expected.stem())
                .isEqualTo(body.path("confidence_score").asDouble() >= 0.7 ? "True" : "False");
        assertThat(body.path("credits_consumed").asInt()).isEqualTo(2);
    }

    /** A weak model may miss a mated pair; none may take two persons for one. */
    @Test
    void tellsOnePersonFromTwo() {
        var decided = DemoPair.all().stream().filter(DemoPair::compared).toList();
        assertThat(decided)
                .filteredOn(pair -> Boolean.FALSE.equals(pair.match()))
                .hasSize(4)
                .allSatisfy(pair -> assertThat(decision(pair.stem())).isEqualTo("False"));
        assertThat(decided)
                .filteredOn(pair -> Boolean.TRUE.equals(pair.match()))
                .filteredOn(pair -> decision(pair.stem()).equals("False"))
                .hasSizeLessThanOrEqualTo(mayMiss());
    }

    private String decision(String stem) {
        return result(stem).at("/body/facematch_result").asString();
    }

    /** As the vendor's route answers: a photo that can be read has an answer. */
    private static int httpStatus(DemoPair pair) {
        return Set.of("InvalidImage", "EmptyImage").contains(pair.status()) ? 400 : 200;
    }

    private static void assertNotCompared(JsonNode pair, DemoPair expected) {
        assertThat(pair.path("http_status").asInt()).isEqualTo(httpStatus(expected));
        var error = pair.path("error");
        assertThat(error.propertyNames()).containsExactly("code", "side", "message");
        assertThat(error.path("code").asString()).as(expected.stem()).isEqualTo(expected.status());
        assertThat(error.path("side").asString()).as(expected.stem()).isEqualTo(expected.side());
        assertThat(error.path("message").asString()).isNotBlank();
    }

    @Test
    void summarisesTheJobInTheWorkbook() throws IOException {
        try (var workbook = workbook()) {
            assertThat(IntStream.range(0, workbook.getNumberOfSheets()).mapToObj(workbook::getSheetName))
                    .containsExactly("Summary", "Pairs", "Failures");
            var summary = labelled(workbook.getSheet("Summary"));
            assertThat(summary).containsEntry("Job", id.toString());
            assertThat(summary).containsEntry("State", "COMPLETED");
            assertThat(summary).containsEntry("All pairs", "22");
            for (var count : finished.path("counts").properties()) {
                if (!count.getKey().equals("Pending")) {
                    assertThat(summary)
                            .containsEntry(count.getKey(), count.getValue().asString());
                }
            }
            assertThat(summary).containsEntry("Never compared", "0");
            assertThat(summary)
                    .containsEntry("Matches", finished.path("matches").asString());
            assertThat(summary)
                    .containsEntry("Non-matches", finished.path("non_matches").asString());
            assertThat(summary).containsEntry("Operating point", "standard");
            assertThat(Double.parseDouble(Objects.requireNonNull(summary.get("Threshold of similarity"))))
                    .isEqualTo(0.7);
            assertThat(summary.get("False match rate")).contains("1 in 10,000");
            assertThat(summary).containsEntry("Embedder", server.models().embedder());
            assertThat(summary).containsEntry("Other members, ignored", Integer.toString(IGNORED));
            assertThat(summary).containsEntry("Images in no pair", "1");
            assertThat(summary).containsEntry("", "unpaired_image1.jpg");
        }
    }

    @Test
    void listsPairsAndFailuresInTheWorkbook() throws IOException {
        try (var workbook = workbook()) {
            var pairs = byStem(workbook.getSheet("Pairs"));
            assertThat(pairs.keySet()).isEqualTo(expectations().keySet());
            for (var expected : expectations().values()) {
                var row = Objects.requireNonNull(pairs.get(expected.stem()));
                assertThat(row)
                        .containsEntry("Image 1", expected.image1())
                        .containsEntry("Image 2", expected.image2())
                        .containsEntry("Status", expected.status())
                        .containsEntry("Result file", "results/" + expected.stem() + ".json")
                        .containsEntry("HTTP status", Integer.toString(httpStatus(expected)));
                if (expected.compared()) {
                    assertThat(row)
                            .containsEntry("Decision", decision(expected.stem()).equals("True") ? "match" : "non-match")
                            .containsEntry("Embedder", server.models().embedder());
                    assertThat(Double.parseDouble(Objects.requireNonNull(row.get("Similarity"))))
                            .isEqualTo(result(expected.stem())
                                    .at("/body/confidence_score")
                                    .asDouble());
                } else {
                    assertThat(row).containsEntry("Decision", "").containsEntry("Similarity", "");
                }
            }
            var failures = byStem(workbook.getSheet("Failures"));
            assertThat(failures.keySet())
                    .isEqualTo(expectations().values().stream()
                            .filter(pair -> !pair.compared())
                            .map(DemoPair::stem)
                            .collect(Collectors.toSet()));
            failures.forEach((stem, row) -> assertThat(row)
                    .containsEntry("Side", "image1")
                    .containsEntry("Reason", result(stem).at("/error/message").asString()));
        }
    }

    @Test
    void pagesThroughTheSameOutcomes() throws IOException, InterruptedException {
        var path = "/v1/jobs/" + id + "/outcomes?limit=5";
        var cursor = "";
        var seen = new ArrayList<JsonNode>();
        do {
            var page = server.json(server.request(path + cursor), 200);
            page.path("items").forEach(seen::add);
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").asString()
                    : "";
        } while (!cursor.isEmpty());

        assertThat(seen)
                .map(pair -> pair.path("pair_index").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 22).boxed().toList());
        for (var outcome : seen) {
            var inArchive = result(outcome.path("pair_id").asString());
            assertThat(outcome.path("image1_path")).isEqualTo(inArchive.path("image1_path"));
            assertThat(outcome.path("image2_path")).isEqualTo(inArchive.path("image2_path"));
            if (outcome.path("status").asString().equals("Success")) {
                assertThat(outcome.path("similarity").asDouble())
                        .isEqualTo(inArchive.at("/body/confidence_score").asDouble());
                assertThat(outcome.path("match").asBoolean() ? "True" : "False")
                        .isEqualTo(inArchive.at("/body/facematch_result").asString());
                var models = server.models();
                assertThat(outcome.path("model").asString()).isEqualTo(models.embedder());
                assertThat(outcome.path("card_sha256").asString())
                        .isEqualTo(models.embedderModel().cardSha256());
                assertThat(outcome.path("calibration").asString()).isEqualTo(models.calibration());
                assertThat(outcome.path("calibration_sha256").asString())
                        .isEqualTo(models.deciding().sha256());
            } else {
                assertThat(outcome.path("status")).isEqualTo(inArchive.at("/error/code"));
                assertThat(outcome.at("/failures/0/side")).isEqualTo(inArchive.at("/error/side"));
                assertThat(outcome.at("/failures/0/message")).isEqualTo(inArchive.at("/error/message"));
            }
        }
    }

    @Test
    void saysWhatIsKnownOfTheModelThatDecided() throws IOException, InterruptedException {
        var models = server.models();
        var model = server.json(server.request("/v1/models/" + models.embedder()), 200);

        assertThat(model.path("sha256").asString()).isEqualTo(models.embedderSha256());
        assertThat(model.path("card_sha256").asString())
                .isEqualTo(models.embedderModel().cardSha256());
        assertThat(model.at("/uses/0/embedder_card_sha256")).isEqualTo(model.path("card_sha256"));
        assertThat(model.path("in_use").asBoolean()).isTrue();
        assertThat(model.at("/uses/0/calibration").asString()).isEqualTo(models.calibration());
        assertThat(model.at("/uses/0/detector_sha256").asString()).isEqualTo(models.detectorSha256());
        assertThat(Instant.parse(model.at("/uses/0/first_used_at").asString()))
                .isBefore(Instant.parse(finished.path("created_at").asString()));
    }

    @Test
    void leavesOneOutcomePerPairAndNoKeyToTheImages() throws IOException, InterruptedException {
        var ledger = server.ledger(id);
        ledger.assertCompletedExactlyOnce(DemoPair.all().size());
        try (var broker = new RawBroker(TestBroker.uri())) {
            server.pauseWorker();
            broker.awaitEmptyQueues();
        } finally {
            server.resumeWorker();
        }
    }

    /** More often than it takes the database's driver to change to its binary way of reading. */
    @RepeatedTest(7)
    void sendsTheSameResultsToTheByteEachTime(@TempDir Path folder) throws IOException, InterruptedException {
        try (var client = server.client()) {
            var again = client.saveResults(finished.at("/links/results").asString(), folder);
            assertThat(again.getFileName()).isEqualTo(saved.getFileName());
            assertThat(again).hasSameBinaryContentAs(saved);
        }
    }

    @Test
    void answersASinglePairAtOnce() throws IOException, InterruptedException {
        var job = single(Samples.portrait("person06_selfie"), Samples.portrait("person06_id"));
        assertThat(job.path("kind").asString()).isEqualTo("single");
        assertThat(job.path("state").asString()).isEqualTo("COMPLETED");
        assertThat(job.at("/outcome/status").asString()).isEqualTo("Success");
        assertThat(job.at("/outcome/similarity").asDouble()).isBetween(0.0, 1.0);
        assertThat(job.at("/outcome/match").isBoolean()).isTrue();
        assertThat(job.at("/outcome/model").asString())
                .isEqualTo(server.models().embedder());
        server.ledger(UUID.fromString(job.path("id").asString())).assertCompletedExactlyOnce(1);
    }

    @Test
    void findsTheSameSimilarityWhicheverImageIsFirst() throws IOException, InterruptedException {
        var portraits = List.of("person06_selfie", "person06_id", "fixture_two_persons", "person01_turned");
        for (var left : portraits) {
            for (var right : portraits.subList(portraits.indexOf(left) + 1, portraits.size())) {
                var forth = storedSimilarity(single(Samples.portrait(left), Samples.portrait(right)));
                var back = storedSimilarity(single(Samples.portrait(right), Samples.portrait(left)));
                assertThat(back).as("%s and %s", left, right).isEqualTo(forth);
            }
        }
    }

    private JsonNode single(byte[] probe, byte[] reference) throws IOException, InterruptedException {
        return server.json(
                Form.pair(probe, reference).postTo(server.request("/v1/jobs").header("Prefer", "wait=10")), 200);
    }

    private long storedSimilarity(JsonNode job) {
        return Double.doubleToRawLongBits(server.database()
                .sql("select similarity from outcome where job_id = ?")
                .param(UUID.fromString(job.path("id").asString()))
                .query(Double.class)
                .single());
    }

    @Test
    void hidesAJobFromAnotherTenant() throws IOException, InterruptedException {
        for (var path : List.of("", "/outcomes", "/results")) {
            var foreign = server.send(server.requestAs("another", "/v1/jobs/" + id + path));
            var unknown = server.send(server.request("/v1/jobs/" + UUID.randomUUID() + path));
            assertThat(foreign.statusCode()).isEqualTo(404);
            assertThat(withoutIds(foreign.body())).isEqualTo(withoutIds(unknown.body()));
        }
        var cancel = server.send(server.requestAs("another", "/v1/jobs/" + id).DELETE());
        assertThat(cancel.statusCode()).isEqualTo(404);
    }

    private static String withoutIds(String body) {
        return body.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
    }

    private JsonNode result(String stem) {
        return JSON.readTree(
                new String(results.getOrDefault("results/" + stem + ".json", new byte[0]), StandardCharsets.UTF_8));
    }

    private XSSFWorkbook workbook() throws IOException {
        return new XSSFWorkbook(new ByteArrayInputStream(Objects.requireNonNull(results.get("summary.xlsx"))));
    }

    /** First column to second column. */
    private static Map<String, String> labelled(Sheet sheet) {
        var values = new HashMap<String, String>();
        sheet.forEach(row -> values.put(text(row, 0), text(row, 1)));
        return values;
    }

    /** The rows of a table: stem to title to cell. */
    private static Map<String, Map<String, String>> byStem(Sheet sheet) {
        var titles = IntStream.range(0, sheet.getRow(0).getLastCellNum())
                .mapToObj(column -> text(sheet.getRow(0), column))
                .toList();
        return IntStream.rangeClosed(1, sheet.getLastRowNum())
                .mapToObj(sheet::getRow)
                .map(row -> IntStream.range(0, titles.size())
                        .boxed()
                        .collect(Collectors.toMap(titles::get, column -> text(row, column))))
                .collect(Collectors.toMap(row -> Objects.requireNonNull(row.get("Pair")), Function.identity()));
    }

    /** A number as it is stored, not as it is shown. */
    private static String text(Row row, int column) {
        var cell = row.getCell(column);
        if (cell == null) {
            return "";
        }
        return switch (cell.getCellType()) {
            case NUMERIC -> {
                var number = cell.getNumericCellValue();
                yield number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
            }
            case STRING -> cell.getStringCellValue();
            case BLANK -> "";
            // The link to a pair's file; what it shows is stored beside it.
            case FORMULA -> cell.getStringCellValue();
            case BOOLEAN, ERROR, _NONE -> new DataFormatter().formatCellValue(cell);
        };
    }
}
