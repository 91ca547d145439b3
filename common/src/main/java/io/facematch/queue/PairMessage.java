package io.facematch.queue;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.facematch.job.PairId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageProperties;

/**
 * A sealed pair on the wire. Headers name job and pair, nothing else; they are no more trusted than the body, whose
 * seal is bound to them.
 *
 * @param replyTo queue to which the job's id is sent when its outcome is stored
 * @param timeToLive after which the broker hands the message to the dead-letter queue
 */
public record PairMessage(
        PairId id,
        byte[] sealed,
        Instant publishedAt,
        @Nullable String replyTo,
        @Nullable Duration timeToLive) {
    private static final String JOB = "facematch-job";
    private static final String PAIR = "facematch-pair";
    /** Milliseconds; AMQP's own timestamp counts seconds. */
    private static final String PUBLISHED = "facematch-published";

    private static final int PERSISTENT = 2;

    /** No message waits for so long; who says so wrote something else into the header. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    public BasicProperties properties() {
        Map<String, Object> headers = new HashMap<>();
        headers.put(JOB, id.job().toString());
        headers.put(PAIR, id.index());
        headers.put(PUBLISHED, publishedAt.toEpochMilli());
        return new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .contentType("application/octet-stream")
                .headers(headers)
                .replyTo(replyTo)
                .expiration(timeToLive == null ? null : Long.toString(Math.max(0, timeToLive.toMillis())))
                .build();
    }

    /** Empty when the headers name no pair: then nobody waits for it and it can only be dropped. */
    public static Optional<PairId> idOf(MessageProperties properties) {
        try {
            if (properties.getHeader(JOB) instanceof String job
                    && properties.getHeader(PAIR) instanceof Integer index
                    && index >= 0) {
                return Optional.of(new PairId(UUID.fromString(job), index));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Time since publishing; zero when unknown or when the clocks of two machines disagree. */
    public static Duration queued(MessageProperties properties, Instant now) {
        if (properties.getHeader(PUBLISHED) instanceof Number published) {
            var queued = Duration.between(Instant.ofEpochMilli(published.longValue()), now);
            return queued.isNegative() || queued.compareTo(LONGEST_WAIT) > 0 ? Duration.ZERO : queued;
        }
        return Duration.ZERO;
    }

    @Override
    public String toString() {
        return "PairMessage[" + id.job() + ", " + id.index() + ", " + sealed.length + " sealed bytes]";
    }
}
