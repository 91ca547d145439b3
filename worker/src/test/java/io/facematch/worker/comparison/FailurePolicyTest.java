package io.facematch.worker.comparison;

import static io.facematch.queue.Delivery.Origin.DEAD;
import static io.facematch.queue.Delivery.Origin.LANE;
import static io.facematch.queue.Delivery.Origin.SINGLE;
import static io.facematch.queue.Delivery.Origin.SUSPECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.PairId;
import io.facematch.queue.Delivery;
import io.facematch.queue.Delivery.Origin;
import io.facematch.queue.MessageHeaders;
import io.facematch.verification.Reason;
import io.facematch.worker.comparison.FailurePolicy.Attempt;
import io.facematch.worker.comparison.FailurePolicy.Compare;
import io.facematch.worker.comparison.FailurePolicy.Drop;
import io.facematch.worker.comparison.FailurePolicy.GiveUp;
import io.facematch.worker.comparison.FailurePolicy.SetAside;
import io.facematch.worker.comparison.FailurePolicy.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class FailurePolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final PairId PAIR = new PairId(UUID.randomUUID(), 3);

    private final FailurePolicy policy = new FailurePolicy(2, Duration.ofMinutes(10));

    @ParameterizedTest(name = "{0}, redelivered {1}, expired {2}, attempts {3}: {4}")
    @MethodSource
    void saysWhatHappensToAPair(
            Origin origin, boolean redelivered, boolean expired, @Nullable Integer attempts, Step step) {
        var delivery = delivery(origin, redelivered, expired);

        assertThat(policy.step(delivery, NOW, id -> Optional.ofNullable(attempts)))
                .isEqualTo(step);
    }

    static Stream<Arguments> saysWhatHappensToAPair() {
        return Stream.of(
                // origin, redelivered, expired, attempts before
                Arguments.of(LANE, false, false, null, new Compare()),
                Arguments.of(LANE, true, false, null, new SetAside()),
                Arguments.of(SINGLE, false, false, null, new Compare()),
                Arguments.of(SINGLE, true, false, null, new SetAside()),
                Arguments.of(SUSPECT, false, false, 0, new Attempt(1)),
                Arguments.of(SUSPECT, true, false, 1, new Attempt(2)),
                Arguments.of(SUSPECT, false, false, 2, new GiveUp(Reason.PROCESSING_CRASH)),
                Arguments.of(SUSPECT, true, false, 9, new GiveUp(Reason.PROCESSING_CRASH)),
                Arguments.of(SUSPECT, true, false, null, new Drop()),
                Arguments.of(DEAD, false, false, null, new SetAside()),
                Arguments.of(DEAD, true, false, null, new SetAside()),
                Arguments.of(DEAD, false, true, null, new GiveUp(Reason.DEADLINE_PASSED)));
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource
    void setsAsideWhatADefectOfOursMeets(Origin origin, RuntimeException failure, boolean aside) {
        var delivery = delivery(origin, false, false);

        assertThat(policy.setsAside(delivery, failure)).isEqualTo(aside);
    }

    static Stream<Arguments> setsAsideWhatADefectOfOursMeets() {
        var defect = new IllegalStateException("a spoiled key");
        var away = new DataAccessResourceFailureException("the database is away");
        var noTransaction = new CannotCreateTransactionException("the database is away");
        return Stream.of(
                Arguments.of(LANE, defect, true),
                Arguments.of(LANE, away, false),
                Arguments.of(LANE, noTransaction, false),
                Arguments.of(SINGLE, defect, true),
                Arguments.of(SINGLE, away, false),
                // Back to the broker, which counts: the next attempt, and in the end the pair is given up.
                Arguments.of(SUSPECT, defect, false),
                Arguments.of(SUSPECT, away, false),
                Arguments.of(DEAD, defect, false),
                Arguments.of(DEAD, away, false));
    }

    @Test
    void hasPatienceWithADatabaseThatIsAwayAndWithNothingElse() {
        var retry = policy.whileDatabaseIsAway();

        assertThat(retry.shouldRetry(new DataAccessResourceFailureException("away")))
                .isTrue();
        assertThat(retry.shouldRetry(new CannotCreateTransactionException("away")))
                .isTrue();
        assertThat(retry.shouldRetry(new IllegalStateException("a defect"))).isFalse();
        assertThat(retry.getTimeout()).isEqualTo(Duration.ofMinutes(10));
        var pauses = retry.getBackOff().start();
        assertThat(Stream.generate(pauses::nextBackOff).limit(7))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
    }

    private static Delivery delivery(Origin origin, boolean redelivered, boolean expired) {
        var headers = new MessageHeaders(0, NOW.toEpochMilli() + (expired ? 0 : 1), null);
        return new Delivery(origin, Optional.of(PAIR), new byte[0], headers, new byte[0], true, 1, redelivered);
    }
}
