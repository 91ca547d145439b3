package io.facematch.queue;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.facematch.job.PairId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sealed pair on the wire. Headers name job and pair, nothing else; they are no more trusted than the body, whose
 * seal is bound to them.
 *
 * @param replyTo queue to which the job's id is sent when its outcome is stored
 * @param timeToLive after which the broker hands the message to the dead-letter queue
 */
public record PublishedPair(
        PairId id,
        byte[] sealed,
        Instant publishedAt,
        @Nullable String replyTo,
        @Nullable Duration timeToLive) {
    static final String JOB = "facematch-job";
    static final String PAIR = "facematch-pair";
    /** Milliseconds; AMQP's own timestamp counts seconds. */
    static final String PUBLISHED = "facematch-published";

    private static final int PERSISTENT = 2;

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

    @Override
    public String toString() {
        return "PublishedPair[" + id.job() + ", " + id.index() + ", " + sealed.length + " sealed bytes]";
    }
}
