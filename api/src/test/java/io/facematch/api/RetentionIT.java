package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.housekeeping.KeyRetirement;
import io.facematch.api.housekeeping.Sweeper;
import io.facematch.epoch.EpochKeys;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

class RetentionIT {
    private static final ApiServer API = ApiServer.get();

    private final String tenant = "retention-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);

    @AfterEach
    void backToNow() {
        API.clock.reset();
    }

    @Test
    void failsAnInterruptedSubmission() {
        var id = API.postZip(token, Zip.ofPairs("a"), "Idempotency-Key", "k").id();
        API.sql.sql("update job set state = 'ENQUEUING' where id = ?").param(id).update();

        sweepAfter(Duration.ofSeconds(50));
        assertThat(API.state(id)).isEqualTo("ENQUEUING");
        assertProblem(API.delete(token, "/v1/jobs/" + id), 409, "job-not-accepted-yet");
        sweepAfter(Duration.ofSeconds(61));

        assertThat(API.state(id)).isEqualTo("FAILED");
        assertThat(API.keysOf(id)).isEmpty();
        var job = API.get(token, "/v1/jobs/" + id).json();
        assertThat(job.get("failure").asString()).isEqualTo("submission interrupted");
        assertProblem(API.get(token, "/v1/jobs/" + id + "/results"), 410, "results-purged");
        assertProblem(API.delete(token, "/v1/jobs/" + id), 409, "job-is-over");
        assertThat(API.get(token, "/v1/jobs/" + id + "/outcomes").status()).isEqualTo(200);
        assertThat(API.postZip(token, Zip.ofPairs("a"), "Idempotency-Key", "k").id())
                .isNotEqualTo(id);
    }

    @Test
    void expiresWhatIsOverdue() {
        var single =
                API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        var archive = API.postZip(token, Zip.ofPairs("a", "b")).id();
        API.decide(archive, 0, 1, index -> ApiServer.compared(0.9));

        sweepAfter(Duration.ofMinutes(9));
        assertThat(API.state(single)).isEqualTo("RUNNING");
        sweepAfter(Duration.ofMinutes(11));
        assertThat(API.state(single)).isEqualTo("EXPIRED");
        assertThat(API.keysOf(single)).containsExactly("LABELS");
        assertThat(API.state(archive)).isEqualTo("RUNNING");
        sweepAfter(Duration.ofHours(25));

        assertThat(API.state(archive)).isEqualTo("EXPIRED");
        assertThat(API.keysOf(archive)).containsExactly("LABELS");
        assertThat(API.get(token, "/v1/jobs/" + archive + "/results").status()).isEqualTo(200);
        assertProblem(API.delete(token, "/v1/jobs/" + archive), 409, "job-is-over");
        assertThat(API.get(token, "/v1/jobs/" + archive)
                        .json()
                        .get("counts")
                        .get("Pending")
                        .asInt())
                .isEqualTo(1);
    }

    /** While it runs, and not only when it stops. */
    @Test
    void destroysTheKeyOfAnEndedEpochWhenItsJobsAreOver() {
        var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        var epoch = API.sql
                .sql("select epoch from job_key where job_id = ? and purpose = 'PAYLOAD'")
                .param(id)
                .query(UUID.class)
                .single();
        var keys = API.bean(EpochKeys.class);
        var retirement = API.bean(KeyRetirement.class);

        // Other tests have looked into the future, and the epoch may have begun there.
        API.clock.ahead(Duration.between(
                Instant.now(),
                API.sql
                        .sql("select ends_at from key_epoch where id = ?")
                        .param(epoch)
                        .query(Instant.class)
                        .single()));
        retirement.retire();
        assertThat(keys.present()).as("a job needs it").contains(epoch);
        API.sql.sql("delete from job_key where epoch = ?").param(epoch).update();
        retirement.retire();

        assertThat(keys.present()).doesNotContain(epoch);
        assertThat(API.bean(ScheduledTaskHolder.class).getScheduledTasks())
                .extracting(ScheduledTask::toString)
                .as("what is done without anybody asking")
                .anyMatch(task -> task.contains("KeyRetirement.retire"))
                .anyMatch(task -> task.contains("Sweeper.sweep"));
    }

    @Test
    void forgetsNamesButNoOutcome() {
        var archive = API.postZip(
                        token,
                        new Zip()
                                .pair("a")
                                .pair("b")
                                .pair("c")
                                .add("lost_image1.jpg", "x")
                                .build())
                .id();
        API.decide(archive, 0, 3, index -> ApiServer.compared(0.9));
        var single = API.postPair(
                        token, Form.pair(new byte[] {1}, new byte[] {2}).field("unique_id", "u"))
                .id();
        API.complete(single);

        sweepAfter(Duration.ofDays(6));
        assertThat(API.get(token, "/v1/jobs/" + archive + "/results").status()).isEqualTo(200);
        sweepAfter(Duration.ofDays(8));

        assertThat(API.keysOf(archive)).isEmpty();
        assertThat(API.sql
                        .sql("select count(*) from pair where job_id in (?, ?)")
                        .params(archive, single)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertProblem(API.get(token, "/v1/jobs/" + archive + "/results"), 410, "results-purged");
        var job = API.get(token, "/v1/jobs/" + archive).json();
        assertThat(job.get("state").asString()).isEqualTo("COMPLETED");
        assertThat(job.get("counts").get("Success").asInt()).isEqualTo(3);
        assertThat(job.get("unpaired").size()).isZero();
        var first = API.get(token, "/v1/jobs/" + archive + "/outcomes?limit=2").json();
        assertThat(first.get("items").size()).isEqualTo(2);
        assertThat(first.get("items").get(0).get("similarity").asDouble()).isEqualTo(0.9);
        assertThat(first.get("items").get(0).has("pair_id")).isFalse();
        assertThat(first.get("items").get(0).has("image1_path")).isFalse();
        var second = API.get(
                        token,
                        "/v1/jobs/" + archive + "/outcomes?limit=2&cursor="
                                + first.get("next_cursor").asString())
                .json();
        assertThat(second.get("items").size()).isEqualTo(1);
        assertThat(API.get(token, "/v1/jobs/" + archive + "/outcomes?status=Success")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(3);
        assertThat(API.get(token, "/v1/jobs/" + single)
                        .json()
                        .get("outcome")
                        .get("match")
                        .asBoolean())
                .isTrue();
        assertThat(API.sql
                        .sql("select count(subject_reference) from outcome where job_id in (?, ?)")
                        .params(archive, single)
                        .query(Integer.class)
                        .single())
                .isEqualTo(4);
        assertThat(API.get(token, "/v1/jobs").json().get("items").size()).isEqualTo(2);
    }

    @Test
    void neverPurgesWhatIsNotOver() {
        var id = API.postZip(token, Zip.ofPairs("a")).id();
        API.sql
                .sql("update job set expires_at = created_at + interval '100 days' where id = ?")
                .param(id)
                .update();

        sweepAfter(Duration.ofDays(8));

        assertThat(API.state(id)).isEqualTo("RUNNING");
        assertThat(API.keysOf(id)).containsExactly("LABELS", "PAYLOAD");
    }

    @Test
    void makesThePartitionsOfTheComingMonths() {
        var later = Duration.ofDays(400);
        API.clock.ahead(later);
        var today = LocalDate.ofInstant(API.clock.instant(), ZoneOffset.UTC);

        API.bean(Sweeper.class).makePartitions();
        API.bean(Sweeper.class).makePartitions();

        for (int month = 0; month <= 3; month++) {
            var name = "outcome_"
                    + DateTimeFormatter.ofPattern("yyyy_MM")
                            .format(today.minusDays(1).plusMonths(month));
            assertThat(API.sql
                            .sql("select count(*) from pg_class where relname = ?")
                            .param(name)
                            .query(Integer.class)
                            .single())
                    .as(name)
                    .isEqualTo(1);
        }
        var id = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        API.complete(id);
        assertThat(API.get(token, "/v1/jobs/" + id).json().has("outcome")).isTrue();
    }

    private static void sweepAfter(Duration time) {
        API.clock.ahead(time);
        API.bean(Sweeper.class).sweep();
    }
}
