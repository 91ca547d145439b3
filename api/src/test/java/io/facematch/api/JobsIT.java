package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.jobs.JobIds;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.outcome.StoredOutcomes;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.testing.Form;
import io.facematch.testing.TestJobs;
import io.facematch.testing.Zip;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JobsIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "jobs-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);

    @Test
    void aForeignJobIsAsUnknownAsNone() {
        var foreign = API.postPair(Tokens.of(tenant + "-other"), Form.pair(new byte[] {1}, new byte[] {2}))
                .id();
        var expected = API.get(token, "/v1/jobs/" + UUID.randomUUID());
        assertProblem(expected, 404, "unknown-job");

        for (var id : List.of(foreign.toString(), "x", "1-1-1-1-1", "a".repeat(500), "%20", foreign + "0", "null")) {
            for (var path : List.of("", "/outcomes", "/results")) {
                var answer = API.get(token, "/v1/jobs/" + id + path);
                assertThat(answer.status()).as(id + path).isEqualTo(404);
                assertThat(answer.body()).isEqualTo(expected.body());
                assertThat(headerNames(answer)).isEqualTo(headerNames(expected));
            }
            var cancel = API.delete(token, "/v1/jobs/" + id);
            assertThat(cancel.status()).isEqualTo(404);
            assertThat(cancel.body()).isEqualTo(expected.body());
        }
        assertThat(API.state(foreign)).isEqualTo("RUNNING");
    }

    private static Set<String> headerNames(Answer answer) {
        var names = new TreeSet<>(answer.headers().map().keySet());
        names.remove("connection"); // closed every hundred requests
        return names;
    }

    @Test
    void followsAJobToItsEnd() {
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c", "d")).id();
        API.decide(id, 0, 3, JobsIT::mixed);

        var running = API.get(token, "/v1/jobs/" + id);
        assertThat(running.header("Retry-After")).contains("1");
        assertThat(running.json().get("state").asString()).isEqualTo("RUNNING");
        assertThat(running.json().get("done").asInt()).isEqualTo(3);
        assertThat(running.json().get("counts").get("Pending").asInt()).isEqualTo(1);
        assertThat(running.json().has("finished_at")).isFalse();
        var early = API.get(token, "/v1/jobs/" + id + "/results");
        assertProblem(early, 409, "results-not-ready");
        assertThat(early.header("Retry-After")).isPresent();
        assertThat(early.json().get("detail").asString()).contains("3 of 4");

        API.decide(id, 3, 4, JobsIT::mixed);

        var over = API.get(token, "/v1/jobs/" + id);
        assertThat(over.header("Retry-After")).isEmpty();
        assertThat(over.json().get("state").asString()).isEqualTo("COMPLETED");
        assertThat(over.json().has("finished_at")).isTrue();
        assertThat(over.json()
                        .get("counts")
                        .valueStream()
                        .mapToInt(node -> node.asInt())
                        .sum())
                .isEqualTo(4);
        assertThat(over.json().get("matches").asInt()).isEqualTo(1);
        assertThat(over.json().get("non_matches").asInt()).isEqualTo(1);
        assertThat(API.keysOf(id)).containsExactly("LABELS");
        assertProblem(API.delete(token, "/v1/jobs/" + id), 409, "job-is-over");
        assertThat(API.state(id)).isEqualTo("COMPLETED");
    }

    /** Match, non-match next to the threshold, no face, fault; and again. */
    private static Result mixed(int index) {
        return switch (index % 4) {
            case 0 -> ApiServer.compared(0.83);
            case 1 -> ApiServer.compared(0.699_96);
            case 2 -> new NotCompared(null, Reason.NO_FACE);
            default -> new Fault(Reason.PROCESSING_CRASH);
        };
    }

    @Test
    void pagesThroughJobsNewestFirst() {
        var ids = IntStream.range(0, 7)
                .mapToObj(n -> API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}))
                        .id())
                .toList();
        API.postPair(Tokens.of(tenant + "-other"), Form.pair(new byte[] {1}, new byte[] {2}));

        var seen = new ArrayList<UUID>();
        var pages = 0;
        var path = "/v1/jobs?limit=3";
        for (var next = ""; pages == 0 || !next.isEmpty(); pages++) {
            var page = API.get(token, next.isEmpty() ? path : path + "&cursor=" + next)
                    .json();
            page.get("items")
                    .forEach(job -> seen.add(UUID.fromString(job.get("id").asString())));
            next = page.has("next_cursor") ? page.get("next_cursor").asString() : "";
        }

        assertThat(pages).isEqualTo(3);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids).isSortedAccordingTo(Collections.reverseOrder());
        var whole = API.get(token, "/v1/jobs?limit=7").json();
        assertThat(whole.get("items").size()).isEqualTo(7);
        assertThat(whole.has("next_cursor")).isFalse();
        assertThat(API.get(token, "/v1/jobs?limit=1000").status()).isEqualTo(200);
    }

    @Test
    void listsJobsOfSomeStates() {
        var completed = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(completed);
        var cancelled = API.postZip(token, Zip.ofPairs("a")).id();
        API.delete(token, "/v1/jobs/" + cancelled);
        var running =
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        var foreign =
                API.postZip(Tokens.of(tenant + "-other"), Zip.ofPairs("a")).id();
        API.complete(foreign);

        assertThat(listed("state=COMPLETED")).containsExactly(completed);
        assertThat(listed("state=RUNNING,CANCELLED")).containsExactly(running, cancelled);
        assertThat(listed("state=FAILED")).isEmpty();
        assertThat(listed("kind=single")).containsExactly(running);
        assertThat(listed("kind=bulk")).containsExactly(cancelled, completed);
        assertThat(listed("kind=bulk&state=RUNNING,COMPLETED")).containsExactly(completed);
        var page = API.get(token, "/v1/jobs?kind=bulk&limit=1").json();
        assertThat(listed("kind=bulk&limit=1&cursor=" + page.get("next_cursor").asString()))
                .containsExactly(completed);
    }

    @Test
    void listsJobsOfATime() {
        var template =
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        var before = copy(template, "2026-03-01T19:59:59.999Z");
        var at = copy(template, "2026-03-01T20:00:00Z");
        var after = copy(template, "2026-03-01T21:00:00Z");

        assertThat(listed("from=2026-03-01T20:00:00Z")).containsExactly(template, after, at);
        assertThat(listed("to=2026-03-01T20:00:00Z")).containsExactly(before);
        assertThat(listed("from=2026-03-01T20:00:00Z&to=2026-03-01T21:00:00Z")).containsExactly(at);
        assertThat(listed("from=2026-03-02&to=2026-03-03&zone=Asia/Dubai")).containsExactly(after, at);
        assertThat(listed("from=2026-03-02&to=2026-03-03")).isEmpty();
        assertThat(listed("from=1066-10-14")).containsExactly(template, after, at, before);
        assertThat(listed("from=9000-01-01&to=9999-12-31")).isEmpty();
    }

    /** As if it had been accepted at another time; ids are made a moment before. */
    private static UUID copy(UUID job, String acceptedAt) {
        var time = Instant.parse(acceptedAt);
        var id = JobIds.next(time.minusMillis(3));
        var columns =
                "tenant, client, surface, kind, state, operating_point, total, payload_bytes, accepted_on, finished_at,"
                        + " lease_until, expires_at, purge_at";
        API.sql
                .sql("insert into job (id, created_at, " + columns + ") select ?, ?, " + columns
                        + " from job where id = ?")
                .params(id, time.atOffset(ZoneOffset.UTC), job)
                .update();
        return id;
    }

    @Test
    void findsTheJobOfAKey() {
        var key = "nightly run 7/8";
        var job = API.postZip(token, Zip.ofPairs("a"), "Idempotency-Key", key).id();
        API.postZip(token, Zip.ofPairs("b"));
        var other = Tokens.of(tenant + "-other");
        var theirs =
                API.postZip(other, Zip.ofPairs("a"), "Idempotency-Key", key).id();

        assertThat(listed("idempotency_key=nightly+run%207/8")).containsExactly(job);
        assertThat(listed("idempotency_key=nightly+run%207/8&state=FAILED")).isEmpty();
        assertThat(listed("idempotency_key=nightly")).isEmpty();
        assertThat(items(API.get(other, "/v1/jobs?idempotency_key=nightly+run+7%2F8")))
                .containsExactly(theirs);
    }

    private List<UUID> listed(String query) {
        return items(API.get(token, "/v1/jobs?" + query));
    }

    private static List<UUID> items(Answer page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        return page.json()
                .get("items")
                .valueStream()
                .map(job -> UUID.fromString(job.get("id").asString()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state=running|RUNNING, COMPLETED, CANCELLED, EXPIRED, FAILED",
                "state=RUNNING,|or several of them",
                "state=|state must be one of",
                "kind=SINGLE|kind must be single or bulk",
                "from=yesterday|from must be a time such as",
                "to=2026-13-01|to must be a time such as",
                "from=2026-03-02&to=2026-03-01|from must not be after to",
                "zone=Mars|zone must be the name of a time zone",
                "idempotency_key=|idempotency_key must have 1 to 255 characters of ASCII",
                "idempotency_key=%C3%A9|idempotency_key must have 1 to 255 characters of ASCII",
            })
    void saysWhatAListCanBeAskedFor(String query, String detail) {
        var answer = API.get(token, "/v1/jobs?" + query);

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(detail);
    }

    @Test
    void pagesThroughOutcomes() {
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c", "d", "e", "f", "g"))
                .id();
        API.decide(id, 0, 6, JobsIT::mixed);
        var path = "/v1/jobs/" + id + "/outcomes";

        var seen = new LinkedHashMap<Integer, String>();
        var next = "";
        do {
            var page = API.get(token, path + "?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next))
                    .json();
            assertThat(page.get("items").size()).isLessThanOrEqualTo(2);
            page.get("items")
                    .forEach(pair -> seen.put(
                            pair.get("pair_index").asInt(), pair.get("status").asString()));
            next = page.has("next_cursor") ? page.get("next_cursor").asString() : "";
        } while (!next.isEmpty());

        assertThat(seen)
                .containsExactly(
                        Map.entry(0, "Success"),
                        Map.entry(1, "Success"),
                        Map.entry(2, "NoFaceDetected"),
                        Map.entry(3, "Error"),
                        Map.entry(4, "Success"),
                        Map.entry(5, "Success"),
                        Map.entry(6, "Pending"));
        var successes = API.get(token, path + "?status=Success&limit=3").json();
        assertThat(successes
                        .get("items")
                        .valueStream()
                        .map(pair -> pair.get("pair_index").asInt()))
                .containsExactly(0, 1, 4);
        var rest = API.get(
                        token,
                        path + "?status=Success&limit=3&cursor="
                                + successes.get("next_cursor").asString())
                .json();
        assertThat(rest.get("items")
                        .valueStream()
                        .map(pair -> pair.get("pair_index").asInt()))
                .containsExactly(5);
        assertThat(rest.has("next_cursor")).isFalse();
        var noFace = API.get(token, path + "?status=NoFaceDetected")
                .json()
                .get("items")
                .get(0);
        assertThat(noFace.get("pair_id").asString()).isEqualTo("c");
        assertThat(noFace.get("image2_path").asString()).isEqualTo("c_image2.jpg");
        assertThat(noFace.get("failures").get(0).get("side").asString()).isEqualTo("image2");
        assertThat(noFace.has("match")).isFalse();
        assertThat(noFace.has("similarity")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=Pending",
                "status=success",
                "status=x",
                "limit=0",
                "limit=1001",
                "cursor=AAAA%3D%3D",
                "cursor=zzz",
                "cursor=AAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesMalformedQueriesForOutcomes(String query) {
        var id = API.postZip(token, Zip.ofPairs("a")).id();

        assertProblem(API.get(token, "/v1/jobs/" + id + "/outcomes?" + query), 400, "invalid-parameter");
    }

    @Test
    void aSingleHasNoResultsArchive() {
        var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        assertProblem(API.get(token, "/v1/jobs/" + id + "/results"), 409, "no-results-archive");

        API.complete(id);

        assertProblem(API.get(token, "/v1/jobs/" + id + "/results"), 409, "no-results-archive");
        var outcome = API.get(token, "/v1/jobs/" + id).json().get("outcome");
        assertThat(outcome.get("match").asBoolean()).isTrue();
        assertThat(outcome.get("similarity").asDouble()).isEqualTo(0.83);
    }

    @Test
    void saysWhatAFileIsInsteadOfAPhoto() {
        var id = API.postZip(token, Zip.ofPairs("a", "b")).id();
        API.decide(
                id,
                0,
                2,
                index -> index == 0
                        ? new NotCompared(Reason.PDF, Reason.TIFF_LAB)
                        : new NotCompared(Reason.UNSUPPORTED_FORMAT, null));

        var items = API.get(token, "/v1/jobs/" + id + "/outcomes").json().get("items");

        assertThat(items.get(0).get("failures").toString()).isEqualTo("""
                [{"side":"image1","reason":"unsupported_format","found":"PDF",\
                "message":"this is a PDF: send the photo itself as JPEG"},\
                {"side":"image2","reason":"unsupported_variant","found":"TIFF (Lab)",\
                "message":"this kind of TIFF (Lab) can't be read: save it as JPEG"}]""");
        assertThat(items.get(1).get("failures").get(0).has("found")).isFalse();
    }

    @Test
    void showsTheFacesThatDecided() {
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c")).id();
        API.decide(
                id,
                0,
                2,
                index -> index == 0
                        ? ApiServer.compared(0.83)
                        : new NotCompared(Reason.NO_FACE, null, null, TestJobs.face(0.7, 3, 90)));

        var items = API.get(token, "/v1/jobs/" + id + "/outcomes").json().get("items");

        var faces = items.get(0).get("faces");
        assertThat(faces.get("image1").toString()).isEqualTo("""
                {"width":480,"height":640,"box":{"x":120.3,"y":80.0,"width":240.0,"height":300.0},\
                "landmarks":[[180.0,200.5],[300.0,201.0],[240.1,260.0],[190.0,310.0],[290.0,311.0]],\
                "confidence":0.9877,"faces_found":1,"rotation_applied":0,"padding_applied":0.0,\
                "quality":{"overall":0.9,"size":1.0,"sharpness":0.9,"exposure":0.9123,"pose":0.95}}""");
        assertThat(faces.get("image2").get("quality").get("overall").asDouble()).isEqualTo(0.8);
        var oneSided = items.get(1);
        assertThat(oneSided.get("status").asString()).isEqualTo("NoFaceDetected");
        assertThat(oneSided.get("quality").has("image1")).isFalse();
        assertThat(oneSided.get("faces").has("image1")).isFalse();
        assertThat(oneSided.get("faces").get("image2").get("rotation_applied").asInt())
                .isEqualTo(90);
        assertThat(oneSided.get("faces").get("image2").get("faces_found").asInt())
                .isEqualTo(3);
        assertThat(items.get(2).has("faces")).isFalse();
    }

    @Test
    void cancelsWhatRunsAndForgetsItsKey() {
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c")).id();
        API.decide(id, 0, 1, JobsIT::mixed);

        var first = API.delete(token, "/v1/jobs/" + id);
        var second = API.delete(token, "/v1/jobs/" + id);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().get("state").asString()).isEqualTo("CANCELLED");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(API.keysOf(id)).containsExactly("LABELS");
    }

    @Test
    void theResultsOfACancelledJobListWhatWasNeverCompared() throws IOException {
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c")).id();
        API.decide(id, 0, 1, JobsIT::mixed);
        API.delete(token, "/v1/jobs/" + id);

        var results = API.get(token, "/v1/jobs/" + id + "/results");

        assertThat(results.status()).isEqualTo(200);
        assertThat(results.header("Content-Type")).contains("application/zip");
        assertThat(results.header("Content-Disposition").orElse(""))
                .matches("attachment;.*facematch-bulk-\\d+\\.zip.*");
        assertThat(results.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(results.header("X-Content-Type-Options")).contains("nosniff");
        var members = unzip(results.body());
        assertThat(members.keySet())
                .containsExactly("results/a.json", "results/b.json", "results/c.json", "summary.xlsx");
        var json = JsonMapper.shared();
        assertThat(json.readTree(members.get("results/a.json")).get("success").asBoolean())
                .isTrue();
        assertThat(json.readTree(members.get("results/b.json")).get("success").asBoolean())
                .isFalse();
        assertThat(new String(members.get("results/c.json"), StandardCharsets.UTF_8))
                .containsIgnoringCase("cancelled");
        assertThat(API.get(token, "/v1/jobs/" + id + "/results").body()).isEqualTo(results.body());
    }

    @Test
    void outcomesAndResultsShowTheSameSimilarity() throws IOException {
        var similarities = new double[] {0.83, 0.699_96, 0.7, 0.123_45, 0.999_99};
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c", "d", "e")).id();
        API.decide(id, 0, 5, index -> ApiServer.compared(similarities[index]));

        var items = API.get(token, "/v1/jobs/" + id + "/outcomes").json().get("items");
        var members = unzip(API.get(token, "/v1/jobs/" + id + "/results").body());

        for (var item : items) {
            var stem = item.get("pair_id").asString();
            var file = new String(members.get("results/" + stem + ".json"), StandardCharsets.UTF_8);
            var shown =
                    String.format(Locale.ROOT, "%.4f", item.get("similarity").asDouble());
            assertThat(file).containsPattern("[: ]" + shown.replaceFirst("0+$", "") + "0*[,\\s]");
        }
        assertThat(items.get(1).get("similarity").asDouble()).isEqualTo(0.6999);
        assertThat(items.get(1).get("match").asBoolean()).isFalse();
        assertThat(items.get(2).get("match").asBoolean()).isTrue();
    }

    @Test
    void theResultsShowTimesInTheZoneThatIsAskedFor() throws IOException {
        var id = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(id);

        assertThat(summaryOf(API.get(token, "/v1/jobs/" + id + "/results"))).contains("Finished at (UTC)");
        assertThat(summaryOf(API.get(token, "/v1/jobs/" + id + "/results?zone=Asia/Dubai")))
                .contains("Finished at (Asia/Dubai)");
        assertProblem(API.get(token, "/v1/jobs/" + id + "/results?zone=Asia/Atlantis"), 400, "invalid-parameter");
    }

    private static List<String> summaryOf(Answer results) throws IOException {
        var summary = unzip(results.body()).get("summary.xlsx");
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(summary))) {
            var labels = new ArrayList<String>();
            workbook.getSheet("Summary")
                    .forEach(row -> labels.add(row.getCell(0).getStringCellValue()));
            return labels;
        }
    }

    @Test
    void headOfResultsSendsNoArchive() {
        var id = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(id);

        var head = API.send(
                "/v1/jobs/" + id + "/results", request -> request.HEAD().header("Authorization", "Bearer " + token));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).contains("application/zip");
        assertThat(head.body()).isEmpty();
    }

    /** Half a job must never look like a whole one. */
    @Test
    void aDownloadThatFailsHalfWayBreaksOff() throws IOException {
        var zip = new Zip();
        for (int i = 0; i < 2500; i++) {
            zip.pair("pair-" + UUID.randomUUID());
        }
        var id = API.postZip(token, zip.build()).id();
        API.complete(id);
        assertThat(unzip(API.get(token, "/v1/jobs/" + id + "/results").body())).hasSize(2501);

        var before = API.logged().size();
        API.sql
                .sql("update pair set sealed_labels = null where job_id = ? and pair_index = 2400")
                .param(id)
                .update();
        try (var http = new RawHttp(API)) {
            var received = http.send(RawHttp.head("GET /v1/jobs/" + id + "/results HTTP/1.1", token))
                    .receive();
            assertThat(received).startsWith("HTTP/1.1 200 ").contains("results/pair-");
            assertThat(received).doesNotEndWith("0\r\n\r\n");
            assertThat(API.logged()).anyMatch(line -> line.startsWith("ERROR") && line.contains(id.toString()));
            assertThat(API.logged().stream().skip(before)).noneMatch(line -> line.contains("Servlet.service()"));
        }
        API.sql
                .sql("update pair set sealed_labels = null where job_id = ? and pair_index = 0")
                .param(id)
                .update();
        var early = API.get(token, "/v1/jobs/" + id + "/results");
        assertProblem(early, 410, "results-purged");
        assertThat(early.header("Content-Disposition")).isEmpty();
    }

    @Test
    void leavesOutNamesThatWereChangedInTheDatabase() throws IOException {
        var id = API.postZip(
                        token,
                        new Zip()
                                .pair("a")
                                .pair("b")
                                .add("lonely_image1.jpg", "x")
                                .build())
                .id();
        API.complete(id);
        API.sql
                .sql("update pair set sealed_labels = sealed_labels || '\\x00' where job_id = ? and pair_index = 1")
                .param(id)
                .update();
        API.sql
                .sql("update job set sealed_unpaired = sealed_unpaired || '\\x00' where id = ?")
                .param(id)
                .update();

        var members = unzip(API.get(token, "/v1/jobs/" + id + "/results").body());
        assertThat(members.keySet())
                .containsExactly("results/a.json", "results/(name not readable 2).json", "summary.xlsx");
        assertThat(API.get(token, "/v1/jobs/" + id + "/outcomes")
                        .json()
                        .get("items")
                        .get(1)
                        .get("pair_id")
                        .asString())
                .isEqualTo("(name not readable 2)");
        assertThat(API.get(token, "/v1/jobs/" + id).json().get("unpaired").toString())
                .isEqualTo("[\"(names not readable)\"]");
    }

    @Test
    void givesWhatThereIsWhileAJobRuns() throws IOException {
        var id = API.postZip(token, Zip.ofPairs("a", "b", "c")).id();
        API.decide(id, 1, 2, JobsIT::mixed);
        var path = "/v1/jobs/" + id + "/results";

        var early = API.get(token, path);
        assertProblem(early, 409, "results-not-ready");
        assertThat(early.json().get("detail").asString()).contains("1 of 3", "partial=true");
        assertProblem(API.get(token, path + "?partial=some"), 400, "invalid-parameter");
        var partial = API.get(token, path + "?partial=true");
        assertThat(partial.header("Content-Disposition").orElse("")).matches(".*facematch-bulk-\\d+-partial\\.zip.*");
        var members = unzip(partial.body());
        assertThat(members.keySet()).containsExactly("results/b.json", "pending.csv", "summary.xlsx");
        assertThat(new String(members.get("pending.csv"), StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "pair_id,image1_path,image2_path",
                        "a,a_image1.jpg,a_image2.jpg",
                        "c,c_image1.jpg,c_image2.jpg");
        assertThat(summaryOf(partial)).contains("Partial results as of (UTC)", "Pending");

        API.decide(id, 0, 1, JobsIT::mixed);
        API.decide(id, 2, 3, JobsIT::mixed);
        var whole = API.get(token, path + "?partial=true");
        assertThat(whole.header("Content-Disposition").orElse("")).doesNotContain("partial");
        assertThat(whole.body()).isEqualTo(API.get(token, path).body());
    }

    /** An outcome that comes in while the pairs are read does not belong to the moment that is shown. */
    @Test
    void aMomentOfAJobStaysAsItWas() {
        var zip = new Zip();
        for (int i = 0; i < 1200; i++) {
            zip.pair("p" + i);
        }
        var id = API.postZip(token, zip.build()).id();
        API.decide(id, 0, 1, JobsIT::mixed);
        API.decide(id, 1100, 1101, JobsIT::mixed);
        var outcomes = API.bean(StoredOutcomes.class);
        var source =
                API.bean(Jobs.class).findByTenantAndId(tenant, id).orElseThrow().source();

        try (var pairs = outcomes.all(source, outcomes.now())) {
            assertThat(pairs.next().outcome()).isPresent();
            API.decide(id, 1, 1100, JobsIT::mixed);
            var decided = new ArrayList<Integer>();
            pairs.forEachRemaining(pair -> pair.outcome().ifPresent(outcome -> decided.add(pair.index())));
            assertThat(decided).containsExactly(1100);
        }
    }

    @Test
    void showsTheThresholdThatDecided() {
        var id = API.postZip(token, Zip.ofPairs("a", "b")).id();
        assertThat(threshold(id)).isEqualTo(0.7);

        API.decide(API.open(id), 0, 1, index -> ApiServer.compared(0.83), 0.6543);

        assertThat(threshold(id)).isEqualTo(0.6543);
    }

    private double threshold(UUID job) {
        return API.get(token, "/v1/jobs/" + job).json().get("threshold").asDouble();
    }

    @Test
    void cancelAndLastOutcomeLeaveExactlyOneEnd() {
        for (int round = 0; round < 25; round++) {
            var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}))
                    .id();
            var decided = CompletableFuture.runAsync(() -> API.complete(id));
            var cancelled = API.delete(token, "/v1/jobs/" + id);
            decided.exceptionally(e -> null).join(); // a cancelled job has no key to open

            var state = API.state(id);
            assertThat(cancelled.status()).isEqualTo(state.equals("CANCELLED") ? 200 : 409);
            assertThat(state).isIn("CANCELLED", "COMPLETED");
            assertThat(API.keysOf(id)).containsExactly("LABELS");
        }
    }

    static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var members = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                members.put(entry.getName(), zip.readAllBytes());
            }
        }
        return members;
    }
}
