package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.PairId;
import io.facematch.queue.Delivery.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

class DeliveryTest {
    private static final UUID JOB = UUID.fromString("0198d2a0-0000-7000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void readsWhatWasPublished() {
        var published = new PublishedPair(new PairId(JOB, 41), new byte[] {1, 2, 3}, NOON, "amq.reply", null);
        var properties = new MessageProperties();
        properties.setHeaders(published.properties().getHeaders());
        properties.setReplyTo(published.properties().getReplyTo());
        properties.setDeliveryTag(7);
        properties.setRedelivered(true);

        var delivery = Delivery.of(new Message(published.sealed(), properties));

        assertThat(delivery.pair()).contains(new PairId(JOB, 41));
        assertThat(delivery.sealed()).containsExactly(1, 2, 3);
        assertThat(delivery.queued(NOON.plusMillis(1500))).isEqualTo(Duration.ofMillis(1500));
        assertThat(delivery.replyTo()).isEqualTo("amq.reply");
        assertThat(delivery.tag()).isEqualTo(7);
        assertThat(delivery.redelivered()).isTrue();
        assertThat(delivery.expired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "facematch.bulk.0, LANE",
        "facematch.bulk.7, LANE",
        "facematch.single, SINGLE",
        "facematch.suspect, SUSPECT",
        "facematch.dead, DEAD",
        "'', LANE"
    })
    void knowsTheKindOfItsQueue(String queue, Origin origin) {
        var properties = new MessageProperties();
        properties.setConsumerQueue(queue);

        assertThat(delivery(properties).origin()).isEqualTo(origin);
    }

    @Test
    void knowsWhyItIsDead() {
        var expired = new MessageProperties();
        expired.setHeader("x-first-death-reason", "expired");
        var givenUp = new MessageProperties();
        givenUp.setHeader("x-first-death-reason", "delivery_limit");

        assertThat(delivery(expired).expired()).isTrue();
        assertThat(delivery(givenUp).expired()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void findsNoPairInGarbage(Map<String, Object> headers) {
        var properties = new MessageProperties();
        properties.setHeaders(headers);

        assertThat(delivery(properties).pair()).isEmpty();
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
                            return delivery(properties).queued(NOON);
                        }))
                .containsOnly(Duration.ZERO);
        assertThat(delivery(new MessageProperties()).queued(NOON)).isZero();
    }

    @Test
    void keepsItsBodyOutOfTexts() {
        assertThat(delivery(new MessageProperties())).hasToString("Delivery[LANE, null, 3 sealed bytes]");
    }

    private static Delivery delivery(MessageProperties properties) {
        return Delivery.of(new Message(new byte[] {1, 2, 3}, properties));
    }
}
