package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.PairId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.MessageProperties;

class PairMessageTest {
    private static final UUID JOB = UUID.fromString("0198d2a0-0000-7000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void namesPairAndTimeInItsHeaders() {
        var properties = received(message("amq.reply", Duration.ofSeconds(8)));

        assertThat(PairMessage.idOf(properties)).contains(new PairId(JOB, 41));
        assertThat(PairMessage.queued(properties, NOON.plusMillis(1500))).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void isPersistentAndTellsWhoWaitsAndHowLong() {
        var properties = message("amq.reply", Duration.ofSeconds(8)).properties();

        assertThat(properties.getDeliveryMode()).isEqualTo(2);
        assertThat(properties.getReplyTo()).isEqualTo("amq.reply");
        assertThat(properties.getExpiration()).isEqualTo("8000");
        assertThat(properties.getHeaders()).containsOnlyKeys("facematch-job", "facematch-pair", "facematch-published");
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

    @ParameterizedTest
    @MethodSource("garbage")
    void findsNoPairInGarbage(Map<String, Object> headers) {
        var properties = new MessageProperties();
        properties.setHeaders(headers);

        assertThat(PairMessage.idOf(properties)).isEmpty();
    }

    static Stream<Map<String, Object>> garbage() {
        return Stream.of(
                Map.of(),
                Map.of("facematch-job", JOB.toString()),
                Map.of("facematch-pair", 1),
                Map.of("facematch-job", "", "facematch-pair", 1),
                Map.of("facematch-job", "no uuid", "facematch-pair", 1),
                Map.of("facematch-job", JOB, "facematch-pair", 1),
                Map.of("facematch-job", 5, "facematch-pair", 1),
                Map.of("facematch-job", JOB.toString(), "facematch-pair", "1"),
                Map.of("facematch-job", JOB.toString(), "facematch-pair", -1),
                Map.of("facematch-job", JOB.toString(), "facematch-pair", 0.5),
                Map.of("facematch-job", JOB.toString(), "facematch-pair", 1L << 32));
    }

    @Test
    void knowsNoWaitWhenTheTimeOfPublishingIsGarbage() {
        assertThat(Stream.<Object>of(
                                "yesterday",
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                NOON.plusSeconds(1).toEpochMilli())
                        .map(published -> {
                            var properties = new MessageProperties();
                            properties.setHeader("facematch-published", published);
                            return PairMessage.queued(properties, NOON);
                        }))
                .containsOnly(Duration.ZERO);
        assertThat(PairMessage.queued(new MessageProperties(), NOON)).isZero();
    }

    @Test
    void keepsItsBodyOutOfTexts() {
        assertThat(message(null, null)).hasToString("PairMessage[" + JOB + ", 41, 3 sealed bytes]");
    }

    private static PairMessage message(@Nullable String replyTo, @Nullable Duration timeToLive) {
        return new PairMessage(new PairId(JOB, 41), new byte[] {1, 2, 3}, NOON, replyTo, timeToLive);
    }

    private static MessageProperties received(PairMessage message) {
        var properties = new MessageProperties();
        properties.setHeaders(message.properties().getHeaders());
        return properties;
    }
}
