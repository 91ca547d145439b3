package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublishedPairTest {
    private static final UUID JOB = UUID.fromString("0198d2a0-0000-7000-8000-000000000001");
    private static final DataKey KEY = DataKey.random();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void isPersistentAndTellsWhoWaitsAndHowLong() {
        var properties = message("amq.reply", Duration.ofSeconds(8)).properties();

        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getReplyTo()).isEqualTo("amq.reply");
        assertThat(properties.getExpiration()).isEqualTo("8000");
        assertThat(properties.getHeaders())
                .containsOnlyKeys(
                        "facematch-job",
                        "facematch-pair",
                        "facematch-published",
                        "facematch-deadline",
                        "facematch-proof");
    }

    @Test
    void neverExpiresWithoutTimeToLive() {
        var properties = message(null, null).properties();

        assertThat(properties.getExpiration()).isNull();
        assertThat(properties.getReplyTo()).isNull();
    }

    @Test
    void expiresAtOnceWhenItsTimeIsOver() {
        // A negative expiration would have the broker close the channel.
        assertThat(message(null, Duration.ofMillis(-1)).properties().getExpiration())
                .isEqualTo("0");
    }

    @Test
    void keepsItsBodyOutOfTexts() {
        assertThat(message(null, null)).hasToString("PublishedPair[" + JOB + ", 41, 3 sealed bytes]");
    }

    private static PublishedPair message(@Nullable String replyTo, @Nullable Duration timeToLive) {
        return PublishedPair.of(
                KEY,
                "acme",
                new PairId(JOB, 41),
                new byte[] {1, 2, 3},
                NOON,
                replyTo,
                timeToLive == null ? null : NOON.plus(timeToLive));
    }
}
