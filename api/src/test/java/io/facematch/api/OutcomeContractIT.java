package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.testing.Form;
import io.facematch.testing.TestJobs;
import io.facematch.testing.Zip;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** What the vendors' routes make of every outcome, byte for byte, and what they put into the audit. */
class OutcomeContractIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "outcome-contract-" + UUID.randomUUID();

    @ParameterizedTest
    @MethodSource
    void everyOutcomeHasItsAnswer(
            VendorRoute route, Result result, int status, String sample, String reportedStatus, String reportedReason) {
        var answer = route.decided(tenant, result);

        route.assertAnswers(answer, status, sample);
        assertThat(answer.header("Facematch-Status")).contains(reportedStatus);
        assertThat(answer.header("Facematch-Reason").orElse("")).isEqualTo(reportedReason);
        assertAudited(route, answer, reportedStatus);
    }

    private void assertAudited(VendorRoute route, Answer answer, String status) {
        var row = API.sql
                .sql("select job_id, surface, status, http_status, tenant from outcome where tenant = ?")
                .param(tenant)
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("surface", route.vendor)
                .containsEntry("status", status)
                .containsEntry("http_status", answer.status());
        assertThat(answer.header("Facematch-Job")).contains(String.valueOf(row.get("job_id")));
    }

    /** The results of an archive are those of the vendor's bulk: the status of each pair is that of the vendor's route. */
    @ParameterizedTest
    @MethodSource
    void thePairsOfAnArchiveHaveTheStatusOfFacematch(Result result) throws IOException {
        var answered = VendorRoute.FACEMATCH.decided(tenant, result).status();
        var token = Tokens.of(tenant);
        var id = API.postZip(token, Zip.ofPairs("x")).id();
        API.decide(id, 0, 1, index -> result);

        var members = JobsIT.unzip(API.get(token, "/v1/jobs/" + id + "/results").body());

        assertThat(JsonMapper.shared()
                        .readTree(members.get("results/x.json"))
                        .get("http_status")
                        .asInt())
                .isEqualTo(answered);
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(members.get("summary.xlsx")))) {
            assertThat(workbook.getSheet("Pairs").getRow(1).getCell(14).getNumericCellValue())
                    .isEqualTo(answered);
        }
        var outcome = API.get(token, "/v1/jobs/" + id + "/outcomes")
                .json()
                .get("items")
                .get(0);
        assertThat(outcome.get("http_status").asInt()).isEqualTo(answered);
        var stored = API.sql
                .sql("select http_status from outcome where job_id = ?")
                .param(id)
                .query(Integer.class)
                .single();
        assertThat(stored).isEqualTo(answered);
    }

    static Stream<Result> thePairsOfAnArchiveHaveTheStatusOfFacematch() {
        return Stream.of(
                ApiServer.compared(0.83),
                new NotCompared(null, Reason.NO_FACE),
                new NotCompared(Reason.NO_LANDMARKS, null),
                new NotCompared(Reason.TOO_DARK, Reason.TOO_BLURRED),
                new NotCompared(null, Reason.DAMAGED_FILE),
                new NotCompared(Reason.NO_FACE, Reason.HEIC),
                new Fault(Reason.PROCESSING_CRASH));
    }

    static Stream<Arguments> everyOutcomeHasItsAnswer() {
        return Stream.of(VendorRoute.values()).flatMap(OutcomeContractIT::outcomes);
    }

    private static Stream<Arguments> outcomes(VendorRoute route) {
        var kwikid = route.vendor.equals("kwikid");
        var unreadable = kwikid ? HttpStatus.BAD_REQUEST : HttpStatus.OK;
        var failed = kwikid ? HttpStatus.INTERNAL_SERVER_ERROR : HttpStatus.OK;
        var probe = route.probe + "=";
        var reference = route.reference + "=";
        return Stream.of(
                outcome(route, ApiServer.compared(route.match), HttpStatus.OK, "match", "Success", ""),
                // A non-match never looks like its threshold.
                outcome(route, ApiServer.compared(0.699_99), HttpStatus.OK, "non-match", "Success", ""),
                outcome(
                        route,
                        new NotCompared(Reason.EMPTY_FILE, null),
                        unreadable,
                        "empty-image",
                        "EmptyImage",
                        probe + "empty_file"),
                outcome(
                        route,
                        new NotCompared(null, Reason.NO_FACE),
                        HttpStatus.OK,
                        "no-face-detected",
                        "NoFaceDetected",
                        reference + "no_face"),
                outcome(
                        route,
                        new NotCompared(Reason.NO_LANDMARKS, null),
                        HttpStatus.OK,
                        "landmarks-not-detected",
                        "LandmarksNotDetected",
                        probe + "no_landmarks"),
                outcome(
                        route,
                        new NotCompared(null, Reason.DAMAGED_FILE),
                        unreadable,
                        "invalid-image",
                        "InvalidImage",
                        reference + "damaged_file"),
                outcome(
                        route,
                        new NotCompared(Reason.NO_FACE, Reason.HEIC),
                        unreadable,
                        "no-face-and-invalid-image",
                        "InvalidImage",
                        probe + "no_face, " + reference + "unsupported_format"),
                outcome(
                        route,
                        new NotCompared(Reason.TOO_DARK, Reason.TOO_BLURRED),
                        HttpStatus.OK,
                        "low-quality",
                        "LowQuality",
                        probe + "too_dark, " + reference + "too_blurred"),
                outcome(route, new Fault(Reason.PROCESSING_ERROR), failed, "error", "Error", "pair=processing_error"));
    }

    private static Arguments outcome(
            VendorRoute route, Result result, HttpStatus status, String sample, String code, String reason) {
        return Arguments.of(route, result, status.value(), sample, code, reason);
    }

    @ParameterizedTest
    @MethodSource
    void theFacesOfEachPhotoAreCountedBesideTheAnswer(
            VendorRoute route, Result result, int status, String sample, @Nullable String counted) {
        var answer = route.decided(tenant, result);

        route.assertAnswers(answer, status, sample);
        assertThat(answer.headers().allValues("Facematch-Faces"))
                .isEqualTo(Stream.ofNullable(counted).toList());
    }

    static Stream<Arguments> theFacesOfEachPhotoAreCountedBesideTheAnswer() {
        return Stream.of(VendorRoute.values()).flatMap(OutcomeContractIT::counts);
    }

    private static Stream<Arguments> counts(VendorRoute route) {
        var unreadable = route.vendor.equals("kwikid") ? HttpStatus.BAD_REQUEST : HttpStatus.OK;
        var several = TestJobs.face(0.9, 2, 0);
        var one = TestJobs.face(0.9);
        return Stream.of(
                count(
                        route,
                        new Compared(route.match, 0.4, Decision.MATCH, several, one),
                        HttpStatus.OK,
                        "match",
                        "image1=2, image2=1"),
                count(
                        route,
                        new NotCompared(null, Reason.NO_FACE, several, null),
                        HttpStatus.OK,
                        "no-face-detected",
                        "image1=2, image2=0"),
                count(
                        route,
                        new NotCompared(null, Reason.DAMAGED_FILE, several, null),
                        unreadable,
                        "invalid-image",
                        "image1=2"),
                count(
                        route,
                        new NotCompared(Reason.NO_LANDMARKS, null, null, several),
                        HttpStatus.OK,
                        "landmarks-not-detected",
                        "image2=2"),
                count(route, new NotCompared(Reason.TOO_DARK, Reason.TOO_BLURRED), HttpStatus.OK, "low-quality", null));
    }

    private static Arguments count(
            VendorRoute route, Result result, HttpStatus status, String sample, @Nullable String counted) {
        return Arguments.of(route, result, status.value(), sample, counted);
    }

    /** A photo alone is compared with nothing: there is no job, and liveness is not performed either. */
    @Test
    void onePhotoIsNotCompared() {
        var route = VendorRoute.ADVANCED_FACEMATCH;

        var answer = route.post(Tokens.external(tenant), new Form().file("image1", VendorRoute.PROBE));

        route.assertAnswers(answer, 200, "one-photo");
        assertThat(answer.header("Facematch-Status")).isEmpty();
        assertThat(answer.header("Facematch-Faces")).isEmpty();
        assertThat(API.jobsOf(tenant)).isZero();
    }

    @Test
    void theUniqueIdIsKeptAsADigest() {
        var uniqueId = "person-" + UUID.randomUUID();
        var route = VendorRoute.FACEMATCH;
        var waiting = CompletableFuture.supplyAsync(
                () -> route.post(Tokens.external(tenant), route.form().field("unique_id", uniqueId)));
        var job = API.awaitRunning(tenant);
        API.complete(job);
        API.reply(API.takeMessages(job).getFirst());

        assertThat(waiting.join().status()).isEqualTo(200);
        assertThat(API.sql
                        .sql("select encode(subject_reference, 'hex') from outcome where job_id = ?")
                        .param(job)
                        .query(String.class)
                        .single())
                .hasSize(64);
        API.assertNotLogged(uniqueId);
    }
}
