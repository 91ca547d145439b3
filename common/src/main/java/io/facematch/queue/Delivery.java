package io.facematch.queue;

import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/**
 * A sealed pair as a consumer gets it: what {@link PublishedPair} was sent as. Its headers are read only here, and are to be
 * believed only when {@link #isGenuine} says so: everybody who has the broker's password can write some.
 *
 * @param origin the queue it came from
 * @param pair empty when the headers name none: then no outcome waits for it and it can only be dropped
 * @param headers null when they are not complete
 * @param proof of the headers; empty when there is none
 * @param handedOver whether it is in the dead-letter queue since the broker put it there
 * @param tag by which it is acknowledged
 * @param redelivered whether a consumer had it before and did not acknowledge it
 */
public record Delivery(
        Origin origin,
        Optional<PairId> pair,
        byte[] sealed,
        @Nullable MessageHeaders headers,
        byte[] proof,
        boolean handedOver,
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

    /** Written by the broker when it moves a message to another queue. */
    private static final String DEATHS = "x-death";

    private static final byte[] NO_PROOF = {};

    public static Delivery of(Message message) {
        var properties = message.getMessageProperties();
        return new Delivery(
                Origin.of(properties.getConsumerQueue()),
                pair(properties),
                message.getBody(),
                headers(properties),
                properties.getHeader(PublishedPair.PROOF) instanceof byte[] proof ? proof : NO_PROOF,
                properties.getHeader(DEATHS) instanceof List<?> deaths && !deaths.isEmpty(),
                properties.getDeliveryTag(),
                Boolean.TRUE.equals(properties.getRedelivered()));
    }

    /** Whether who published this has the job's key: then headers and body belong to each other, and to this pair. */
    public boolean isGenuine(DataKey key, String tenant) {
        return headers != null && pair.isPresent() && headers.areProvedBy(proof, key, tenant, pair.get(), sealed);
    }

    /** Time since publishing; zero when unknown or when the clocks of two machines disagree. */
    public Duration queued(Instant now) {
        if (headers == null) {
            return Duration.ZERO;
        }
        var queued = Duration.ofMillis(now.toEpochMilli()).minusMillis(headers.publishedAt());
        return queued.isNegative() || queued.compareTo(LONGEST_WAIT) > 0 ? Duration.ZERO : queued;
    }

    /** Whether nobody waits for the pair any more. */
    public boolean isOverdue(Instant now) {
        return headers != null && headers.deadline() != null && headers.deadline() <= now.toEpochMilli();
    }

    /** The queue to which the job's id is sent when its outcome is stored; null when no client waits. */
    public @Nullable String replyTo() {
        return headers == null ? null : headers.replyTo();
    }

    /** The same message for another queue. */
    public PublishedPair again() {
        return PublishedPair.again(pair.orElseThrow(), sealed, Objects.requireNonNull(headers), proof);
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

    private static @Nullable MessageHeaders headers(MessageProperties properties) {
        var deadline = properties.getHeader(PublishedPair.DEADLINE);
        return properties.getHeader(PublishedPair.PUBLISHED) instanceof Long published
                        && (deadline == null || deadline instanceof Long)
                ? new MessageHeaders(published, (Long) deadline, properties.getReplyTo())
                : null;
    }

    @Override
    public String toString() {
        return "Delivery[" + origin + ", " + pair.orElse(null) + ", " + sealed.length + " sealed bytes]";
    }
}
