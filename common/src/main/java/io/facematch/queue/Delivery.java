package io.facematch.queue;

import io.facematch.job.PairId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * A sealed pair as a consumer gets it: what {@link PublishedPair} was sent as. Its headers are read only here.
 *
 * @param origin the queue it came from
 * @param pair empty when the headers name none: then no outcome waits for it and it can only be dropped
 * @param publishedAt null when unknown
 * @param replyTo queue to which the job's id is sent when its outcome is stored; null when no client waits
 * @param expired whether it is in the dead-letter queue because its time to live was over
 * @param tag by which it is acknowledged
 * @param redelivered whether a consumer had it before and did not acknowledge it
 */
public record Delivery(
        Origin origin,
        Optional<PairId> pair,
        byte[] sealed,
        @Nullable Instant publishedAt,
        @Nullable String replyTo,
        boolean expired,
        long tag,
        boolean redelivered) {

    /** The kinds of queues. */
    public enum Origin {
        /** One of those that bulk jobs share. */
        LANE,
        /** The queue of pairs that a client waits for. */
        SINGLE,
        /** The queue of pairs that may be what ended a worker. */
        SUSPECT,
        /** The queue of pairs that the broker gave up on. */
        DEAD;

        private static Origin of(@Nullable String queue) {
            if (queue == null) {
                return LANE;
            }
            return switch (queue) {
                case Topology.SINGLE -> SINGLE;
                case Topology.SUSPECT -> SUSPECT;
                case Topology.DEAD -> DEAD;
                default -> LANE;
            };
        }
    }

    /** No message waits for so long: then the header does not tell the time of publishing. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private static final String FIRST_DEATH_REASON = "x-first-death-reason";

    public static Delivery of(Message message) {
        var properties = message.getMessageProperties();
        return new Delivery(
                Origin.of(properties.getConsumerQueue()),
                pair(properties),
                message.getBody(),
                publishedAt(properties),
                properties.getReplyTo(),
                "expired".equals(properties.getHeader(FIRST_DEATH_REASON)),
                properties.getDeliveryTag(),
                Boolean.TRUE.equals(properties.getRedelivered()));
    }

    /** Time since publishing; zero when unknown or when the clocks of two machines disagree. */
    public Duration queued(Instant now) {
        if (publishedAt == null) {
            return Duration.ZERO;
        }
        var queued = Duration.between(publishedAt, now);
        return queued.isNegative() || queued.compareTo(LONGEST_WAIT) > 0 ? Duration.ZERO : queued;
    }

    private static Optional<PairId> pair(MessageProperties properties) {
        if (properties.getHeader(PublishedPair.JOB) instanceof String job
                && properties.getHeader(PublishedPair.PAIR) instanceof Integer index
                && index >= 0) {
            try {
                return Optional.of(new PairId(UUID.fromString(job), index));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static @Nullable Instant publishedAt(MessageProperties properties) {
        return properties.getHeader(PublishedPair.PUBLISHED) instanceof Number published
                ? Instant.ofEpochMilli(published.longValue())
                : null;
    }

    @Override
    public String toString() {
        return "Delivery[" + origin + ", " + pair.orElse(null) + ", " + sealed.length + " sealed bytes]";
    }
}
