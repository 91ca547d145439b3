package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.housekeeping.Sweeper;
import io.facematch.job.Outcome.Fault;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Pairs that an error of the server kept from an outcome, compared again without a new upload. */
class RetryIT {
    private static final ApiServer API = ApiServer.another(
            "--facematch.submission.accept-after=kept",
            "--facematch.submission.lease=12s",
            "--facematch.submission.retry-within=1h");

    private final String tenant = "retry-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);

    @AfterAll
    static void stop() {
        API.stop();
    }

    @Test
    void comparesOnlyTheFailedPairsUnderTheirNames() {
        var job = submit("a", "b", "c", "d");
        API.decide(job, 0, 4, index -> index % 2 == 0 ? ApiServer.compared(0.9) : new Fault(Reason.PROCESSING_ERROR));

        var answer = retry(token, job);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("retry_of").asString()).isEqualTo(job.toString());
        assertThat(answer.json().get("operating_point").asString()).isEqualTo("strict");
        assertThat(answer.json().get("total").asInt()).isEqualTo(2);
        var retried = answer.id();
        API.complete(retried);
        var items = API.get(token, "/v1/jobs/" + retried + "/outcomes").json().get("items");
        assertThat(items.get(0).toString()).contains("b_image1.jpg", "b_image2.jpg");
        assertThat(items.get(1).toString()).contains("d_image1.jpg", "d_image2.jpg");
        assertThat(API.get(token, "/v1/jobs/" + job).json().get("retry_of"))
                .as("that before is as it was")
                .isNull();
        assertThat(API.get(token, "/v1/jobs/" + job).json().at("/counts/Error").asInt())
                .isEqualTo(2);
    }

    @Test
    void publishesThePhotosThemselves() {
        var job = submit("a", "b");
        await().until(() -> API.takeMessages(job).size() >= 1);
        API.decide(job, 0, 2, index -> new Fault(Reason.PROCESSING_CRASH));

        var retried = retry(token, job).id();

        await().untilAsserted(() -> assertThat(API.sql
                        .sql("select next_pair from job_archive where job_id = ?")
                        .param(retried)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2));
        assertThat(API.sql
                        .sql("select payload_bytes from job where id = ?")
                        .param(retried)
                        .query(Long.class)
                        .single())
                .isEqualTo(API.sql
                        .sql("select payload_bytes from job where id = ?")
                        .param(job)
                        .query(Long.class)
                        .single());
    }

    @Test
    void includesPairsWithoutOutcomeOfAnExpiredJob() {
        var job = submit("a", "b", "c");
        API.decide(job, 0, 1, index -> ApiServer.compared(0.9));
        API.sql
                .sql("update job set expires_at = now() - interval '1 hour' where id = ?")
                .param(job)
                .update();
        API.bean(Sweeper.class).sweep();
        assertThat(API.state(job)).isEqualTo("EXPIRED");

        assertThat(retry(token, job).json().get("total").asInt()).isEqualTo(2);
    }

    @Test
    void isOneJobForOneKey() {
        var job = submit("a");
        API.decide(job, 0, 1, index -> new Fault(Reason.PROCESSING_ERROR));
        var key = "key-" + UUID.randomUUID();

        var first = retry(token, job, "Idempotency-Key", key);
        var again = retry(token, job, "Idempotency-Key", key);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.header("Idempotent-Replayed")).contains("true");
    }

    @Test
    void keepsWhatTheClientSaidAboutTheSubmission() {
        var job = API.post(token, "/v1/jobs?consent_ref=consent-7", "application/zip", Zip.ofPairs("a"))
                .id();
        API.decide(job, 0, 1, index -> new Fault(Reason.PROCESSING_ERROR));
        var retried = retry(token, job).id();
        API.complete(retried);

        var auditor = Tokens.of(tenant, "auditor", "facematch.audit facematch.audit.sensitive");
        assertThat(API.get(auditor, "/v1/outcomes/" + retried + ".0").text()).contains("consent-7");
    }

    @Test
    void saysWhyNothingCanBeComparedAgain() {
        var running = submit("a");
        var done = submit("a");
        API.complete(done);
        var unusable = submit("a");
        API.decide(unusable, 0, 1, index -> new Fault(Reason.PAYLOAD_LOST));
        var cancelled = submit("a");
        API.delete(token, "/v1/jobs/" + cancelled);
        var single =
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        API.complete(single);

        assertProblem(retry(token, running), 409, "job-not-over");
        for (var job : List.of(done, unusable, cancelled, single)) {
            assertProblem(retry(token, job), 409, "nothing-to-retry");
        }
        assertProblem(retry(Tokens.of("another-tenant"), done), 404, "unknown-job");
    }

    @Test
    void endsWithItsTime() {
        var job = submit("a");
        API.decide(job, 0, 1, index -> new Fault(Reason.PROCESSING_ERROR));
        assertThat(API.keysOf(job)).containsExactly("ARCHIVE", "LABELS");

        API.sql
                .sql("update job set finished_at = now() - interval '61 minutes' where id = ?")
                .param(job)
                .update();

        await().untilAsserted(() -> assertThat(API.keysOf(job)).containsExactly("LABELS"));
        assertProblem(retry(token, job), 410, "photos-gone");
    }

    @Test
    void keepsNoKeyOfAJobWithoutErrors() {
        var completed = submit("a");
        API.complete(completed);
        var cancelled = submit("b");
        API.delete(token, "/v1/jobs/" + cancelled);

        assertThat(API.keysOf(cancelled))
                .as("in the transaction that cancels it")
                .containsExactly("LABELS");
        assertThat(API.keysOf(completed))
                .as("in the transaction that completes it")
                .containsExactly("LABELS");
    }

    @Test
    void isOverWhenASubjectOfTheJobIsErased() {
        var job = submit("subject-of-" + tenant, "b");
        API.decide(job, 0, 2, index -> new Fault(Reason.PROCESSING_ERROR));
        API.follow(tenant);

        var erased = API.delete(Tokens.of(tenant, "admin", "facematch.admin"), "/v1/subjects/subject-of-" + tenant);

        assertThat(erased.status()).as(erased.text()).isLessThan(300);
        assertThat(API.keysOf(job)).doesNotContain("ARCHIVE");
        assertProblem(retry(token, job), 410, "photos-gone");
    }

    @Test
    void saysSoWhenTheFileIsGone() throws IOException {
        var job = submit("a");
        API.decide(job, 0, 1, index -> new Fault(Reason.PROCESSING_ERROR));
        var file = API.sql
                .sql("select file from job_archive where job_id = ?")
                .param(job)
                .query(String.class)
                .single();
        Files.delete(API.spool.resolve(file));

        assertProblem(retry(token, job), 410, "photos-gone");
    }

    @Test
    void leavesTheRetryToTheProcessThatHasTheArchive() {
        var job = submit("a");
        API.decide(job, 0, 1, index -> new Fault(Reason.PROCESSING_ERROR));
        API.sql
                .sql("update job_archive set folder = gen_random_uuid() where job_id = ?")
                .param(job)
                .update();

        var answer = retry(token, job);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
    }

    private UUID submit(String... stems) {
        var answer = API.post(token, "/v1/jobs?operating_point=strict", "application/zip", Zip.ofPairs(stems));
        assertThat(answer.status()).isEqualTo(202);
        return answer.id();
    }

    private static Answer retry(String token, UUID job, String... headers) {
        return API.send("/v1/jobs/" + job + "/retry", request -> {
            request.POST(BodyPublishers.noBody()).header("Authorization", "Bearer " + token);
            return headers.length == 0 ? request : request.headers(headers);
        });
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(60));
    }
}
