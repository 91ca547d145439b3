package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.jobs.JobEndings;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdempotencyIT {
    private static final ApiServer API = ApiServer.get();
    private static final byte[] PROBE = {1, 2, 3};
    private static final byte[] REFERENCE = {4, 5, 6};

    private final String tenant = "idempotency-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);
    private final String key = "key of " + tenant;

    @Test
    void replaysTheFirstAnswer() {
        var first = submit(token, Form.pair(PROBE, REFERENCE));
        var second = submit(token, Form.pair(PROBE, REFERENCE));

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.header("Idempotent-Replayed")).contains("true");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(API.jobsOf(tenant)).isEqualTo(1);
        assertThat(API.takeMessages(first.id())).hasSize(1);
    }

    @Test
    void replaysArchivesHoweverTheyAreSent() {
        var zip = Zip.ofPairs("a", "b");

        var raw = API.postZip(token, zip, "Idempotency-Key", key);
        var again = API.postZip(token, zip, "Idempotency-Key", key);
        var part = submit(token, new Form().file("archive", zip));

        assertThat(again.id()).isEqualTo(raw.id());
        assertThat(part.id()).isEqualTo(raw.id());
        assertProblem(API.postZip(token, Zip.ofPairs("a", "c"), "Idempotency-Key", key), 422, "idempotency-key-reused");
    }

    @Test
    void refusesTheKeyForAnythingElse() {
        submit(token, Form.pair(PROBE, REFERENCE).field("unique_id", "a"));

        for (var other : new Form[] {
            Form.pair(REFERENCE, PROBE).field("unique_id", "a"),
            Form.pair(PROBE, REFERENCE).field("unique_id", "b"),
            Form.pair(PROBE, REFERENCE),
            Form.pair(PROBE, new byte[] {4, 5, 7}).field("unique_id", "a"),
            Form.pair(PROBE, REFERENCE).field("unique_id", "a").field("operating_point", "strict"),
            new Form().file("archive", Zip.ofPairs("a"))
        }) {
            assertProblem(submit(token, other), 422, "idempotency-key-reused");
        }
        assertThat(API.jobsOf(tenant)).isEqualTo(1);
    }

    @Test
    void replaysWhenTheJobIsOver() {
        var id = submit(token, Form.pair(PROBE, REFERENCE)).id();
        API.complete(id);

        var replay = submit(token, Form.pair(PROBE, REFERENCE));

        assertThat(replay.id()).isEqualTo(id);
        assertThat(replay.json().get("state").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void keepsTenantsApart() {
        var other = Tokens.of(tenant + "-other");

        var mine = submit(token, Form.pair(PROBE, REFERENCE));
        var theirs = submit(other, Form.pair(REFERENCE, PROBE));

        assertThat(theirs.status()).isEqualTo(202);
        assertThat(theirs.header("Idempotent-Replayed")).isEmpty();
        assertThat(theirs.id()).isNotEqualTo(mine.id());
    }

    @Test
    void makesOneJobOfManyRequests() {
        var answers = IntStream.range(0, 20)
                .mapToObj(n -> CompletableFuture.supplyAsync(
                        () -> submit(token, Form.pair(PROBE, REFERENCE)),
                        task -> Thread.ofVirtual().start(task)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.toString()).isIn(202, 409);
            if (answer.status() == 409) {
                assertProblem(answer, 409, "idempotency-key-in-use");
                assertThat(answer.header("Retry-After")).contains("1");
            }
        });
        var accepted = answers.stream().filter(answer -> answer.status() == 202).toList();
        assertThat(accepted.stream().map(Answer::id).distinct()).hasSize(1);
        assertThat(accepted.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(API.jobsOf(tenant)).isEqualTo(1);
        assertThat(API.takeMessages(accepted.getFirst().id())).hasSize(1);
        // Losing a race is no trouble to tell the operator about.
        assertThat(API.logged()).noneMatch(line -> line.contains("job_idempotency"));
    }

    @Test
    void saysThatTheFirstIsInFlight() {
        var id = submit(token, Form.pair(PROBE, REFERENCE)).id();
        API.sql.sql("update job set state = 'ENQUEUING' where id = ?").param(id).update();

        assertProblem(submit(token, Form.pair(PROBE, REFERENCE)), 409, "idempotency-key-in-use");
    }

    @Test
    void freesTheKeyOfAFailedSubmission() {
        var id = submit(token, Form.pair(PROBE, REFERENCE)).id();
        API.sql.sql("update job set state = 'ENQUEUING' where id = ?").param(id).update();
        API.bean(JobEndings.class).fail(id, "submission interrupted");

        var again = submit(token, Form.pair(REFERENCE, PROBE));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.id()).isNotEqualTo(id);
    }

    @Test
    void boundsTheKey() {
        assertProblem(
                API.postPair(token, Form.pair(PROBE, REFERENCE), "Idempotency-Key", "x".repeat(256)),
                400,
                "invalid-parameter");
        assertProblem(
                API.postPair(token, Form.pair(PROBE, REFERENCE), "Idempotency-Key", ""), 400, "invalid-parameter");
        assertThat(API.postPair(token, Form.pair(PROBE, REFERENCE), "Idempotency-Key", "x".repeat(255))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void storesNeitherKeyNorBodyInTheClear() {
        var id = submit(token, Form.pair(PROBE, REFERENCE)).id();

        assertThat(API.sql
                        .sql("select encode(idempotency_key, 'escape') from job where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .doesNotContain(tenant);
        assertThat(API.sql
                        .sql("select octet_length(idempotency_key) + octet_length(body_digest) from job where id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(64);
        API.assertNotLogged(key);
    }

    private Answer submit(String bearer, Form form) {
        return API.postPair(bearer, form, "Idempotency-Key", key);
    }
}
