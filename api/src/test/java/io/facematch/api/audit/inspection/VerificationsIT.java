package io.facematch.api.audit.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.inspection.Verifications.By;
import io.facematch.api.audit.inspection.Verifications.Verification;
import io.facematch.api.audit.integrity.Finding;
import io.facematch.api.audit.integrity.Verdict;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a verification has told is kept, and it is done once a day by one process. */
class VerificationsIT {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    private final TestDatabase database = TestDatabase.create();
    private final TestJobs jobs = new TestJobs(database.pool(2));
    private final AtomicReference<Instant> now = new AtomicReference<>(TestJobs.NOW);
    private final Verifications verifications =
            new Verifications(jobs.jdbc, new AccessLog(jobs.jdbc, now::get), jobs.transaction, now::get);
    private final VerificationTurn turn = new VerificationTurn(jobs.jdbc, now::get);

    @AfterEach
    void closePool() throws Exception {
        ((AutoCloseable) jobs.dataSource).close();
    }

    private static Verdict verdict(String tenant, long findings) {
        var finding = new Finding(
                Finding.Kind.CHANGED,
                731,
                1,
                new OutcomeId(UUID.fromString("0195f3a2-0000-7000-8000-000000000000"), 4),
                TestJobs.NOW,
                "");
        return new Verdict(tenant, 1000, 990, true, 2, TestJobs.NOW, findings == 0 ? null : finding, findings);
    }

    @Test
    void keepsTheLastOneOfEachTenant() {
        verifications.record(List.of(verdict("acme", 0), verdict("globex", 3)), By.SCHEDULE);
        now.set(TestJobs.NOW.plus(Duration.ofDays(1)));
        verifications.record(List.of(verdict("acme", 0)), By.COMMAND);

        assertThat(verifications.latest("acme"))
                .contains(new Verification(now.get(), TestJobs.NOW, 1000, 990, "intact", null, "command"));
        assertThat(verifications.latest("globex").orElseThrow().finding())
                .isEqualTo(
                        "row 731 (outcome 0195f3a2-0000-7000-8000-000000000000.4, decided 2026-03-01T12:00:00Z) was changed");
        assertThat(verifications.latest("nobody")).isEmpty();
        assertThat(verifications.altered()).isEqualTo(1);

        verifications.record(List.of(verdict("globex", 0)), By.COMMAND);
        assertThat(verifications.altered()).isZero();
    }

    @Test
    void isTakenDownAsALookAtAllOfIt() {
        verifications.record(List.of(verdict("acme", 0)), By.COMMAND);

        assertThat(jobs.jdbc
                        .sql(
                                "select what || ' ' || actor_client || ' ' || rows || ' ' || (filter ->> 'result') from access_log where tenant = 'acme'")
                        .query((row, n) -> row.getString(1))
                        .list())
                .containsExactly("verification audit verify 1000 intact");
    }

    @Test
    void oneProcessVerifiesOnADayAndAnotherWhereThatDied() {
        assertThat(turn.take(DAY)).isTrue();
        assertThat(turn.take(DAY)).isFalse();

        now.set(now.get().plus(Duration.ofMinutes(50)));
        turn.renew(DAY);
        now.set(now.get().plus(Duration.ofMinutes(50)));
        assertThat(turn.take(DAY)).as("it still works").isFalse();
        now.set(now.get().plus(Duration.ofMinutes(11)));
        assertThat(turn.take(DAY)).as("it died").isTrue();

        turn.end(DAY);
        now.set(now.get().plus(Duration.ofHours(5)));
        assertThat(turn.take(DAY)).as("it is done").isFalse();
        assertThat(turn.take(DAY.plusDays(1))).isTrue();
    }

    @Test
    void theTimeIsOneOfTheDayOrNone() {
        assertThat(new VerificationSettings("03:30").time()).contains(LocalTime.of(3, 30));
        assertThat(new VerificationSettings("off").time()).isEmpty();
        assertThatThrownBy(() -> new VerificationSettings("daily"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("03:30, or off");
    }
}
