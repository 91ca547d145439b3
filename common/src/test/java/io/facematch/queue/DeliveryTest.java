package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import io.facematch.queue.Delivery.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

class DeliveryTest {
    private static final UUID JOB = UUID.fromString("0198d2a0-0000-7000-8000-000000000001");
    private static final PairId PAIR = new PairId(JOB, 41);
    private static final DataKey KEY = DataKey.random();
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void readsWhatWasPublished() {
        var properties = properties(published(NOON.plusSeconds(8)));
        properties.setDeliveryTag(7);
        properties.setRedelivered(true);

        var delivery = delivery(properties);

        assertThat(delivery.pair()).contains(PAIR);
        assertThat(delivery.sealed()).containsExactly(1, 2, 3);
        assertThat(delivery.queued(NOON.plusMillis(1500))).isEqualTo(Duration.ofMillis(1500));
        assertThat(delivery.replyTo()).isEqualTo("amq.reply");
        assertThat(delivery.tag()).isEqualTo(7);
        assertThat(delivery.redelivered()).isTrue();
        assertThat(delivery.isOverdue(NOON.plusMillis(7999))).isFalse();
        assertThat(delivery.isOverdue(NOON.plusSeconds(8))).isTrue();
        assertThat(delivery.handedOver()).isFalse();
    }

    @Test
    void believesWhatTheKeyOfItsJobProves() {
        var delivery = delivery(properties(published(null)));

        assertThat(delivery.isGenuine(KEY, "acme")).isTrue();
        assertThat(delivery.isGenuine(KEY, "other")).isFalse();
        assertThat(delivery.isGenuine(DataKey.random(), "acme")).isFalse();
    }

    @Test
    void believesItAgainInAnotherQueue() {
        var properties =
                properties(delivery(properties(published(NOON.plusSeconds(8)))).again());

        var delivery = delivery(properties);

        assertThat(delivery.isGenuine(KEY, "acme")).isTrue();
        assertThat(delivery.isOverdue(NOON.plusSeconds(8))).isTrue();
        assertThat(properties.getExpiration()).isNull();
    }

    @ParameterizedTest
    @MethodSource
    void believesNothingElse(Consumer<MessageProperties> change) {
        var properties = properties(published(NOON.plusSeconds(8)));
        change.accept(properties);

        assertThat(delivery(properties).isGenuine(KEY, "acme")).isFalse();
    }

    static Stream<Consumer<MessageProperties>> believesNothingElse() {
        return Stream.of(
                properties -> properties.setHeader("facematch-job", new UUID(1, 2).toString()),
                properties -> properties.setHeader("facematch-pair", 42),
                properties -> properties.setHeader("facematch-published", NOON.toEpochMilli() + 1),
                properties -> properties.setHeader("facematch-published", "now"),
                properties -> properties.setHeader("facematch-deadline", 1L),
                properties -> properties.setHeader("facematch-deadline", "now"),
                properties -> properties.getHeaders().remove("facematch-deadline"),
                properties -> properties.getHeaders().remove("facematch-published"),
                properties -> properties.getHeaders().remove("facematch-proof"),
                properties -> properties.setHeader("facematch-proof", new byte[32]),
                properties -> properties.setHeader("facematch-proof", new byte[0]),
                properties -> properties.setHeader("facematch-proof", "proof"),
                properties -> properties.setReplyTo("amq.elsewhere"),
                properties -> properties.setReplyTo(null));
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
    void knowsWhetherTheBrokerHandedItOver() {
        var properties = new MessageProperties();
        properties.setHeader("x-death", List.of(Map.of("reason", "expired")));
        var forged = new MessageProperties();
        forged.setHeader("x-death", List.of());
        forged.setHeader("x-first-death-reason", "expired");

        assertThat(delivery(properties).handedOver()).isTrue();
        assertThat(delivery(forged).handedOver()).isFalse();
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

    private static PublishedPair published(@Nullable Instant deadline) {
        return PublishedPair.of(KEY, "acme", PAIR, new byte[] {1, 2, 3}, NOON, "amq.reply", deadline);
    }

    private static MessageProperties properties(PublishedPair published) {
        var properties = new MessageProperties();
        published.properties().getHeaders().forEach(properties::setHeader);
        properties.setReplyTo(published.properties().getReplyTo());
        properties.setExpiration(published.properties().getExpiration());
        return properties;
    }

    private static Delivery delivery(MessageProperties properties) {
        return Delivery.of(new Message(new byte[] {1, 2, 3}, properties));
    }
}
