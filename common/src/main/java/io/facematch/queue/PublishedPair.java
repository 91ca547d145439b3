package io.facematch.queue;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sealed pair on the wire. Headers name job and pair, tell when it was published and until when it is waited for, and
 * prove that all of it was said by who has the job's key.
 */
public final class PublishedPair {
    static final String JOB = "facematch-job";
    static final String PAIR = "facematch-pair";
    /** Milliseconds; AMQP's own timestamp counts seconds. */
    static final String PUBLISHED = "facematch-published";
    /** Milliseconds, not there when nobody waits. */
    static final String DEADLINE = "facematch-deadline";

    static final String PROOF = "facematch-proof";

    private static final int PERSISTENT = 2;

    private final PairId id;
    private final byte[] sealed;
    private final MessageHeaders headers;
    private final byte[] proof;
    private final @Nullable Duration timeToLive;

    private PublishedPair(
            PairId id, byte[] sealed, MessageHeaders headers, byte[] proof, @Nullable Duration timeToLive) {
        this.id = id;
        this.sealed = sealed;
        this.headers = headers;
        this.proof = proof;
        this.timeToLive = timeToLive;
    }

    /**
     * A pair that is published for the first time.
     *
     * @param key of the job's payload
     * @param replyTo queue to which the job's id is sent when its outcome is stored
     * @param deadline after which the broker hands the message to the dead-letter queue
     */
    public static PublishedPair of(
            DataKey key,
            String tenant,
            PairId id,
            byte[] sealed,
            Instant publishedAt,
            @Nullable String replyTo,
            @Nullable Instant deadline) {
        var headers = new MessageHeaders(
                publishedAt.toEpochMilli(), deadline == null ? null : deadline.toEpochMilli(), replyTo);
        return new PublishedPair(
                id,
                sealed,
                headers,
                headers.proof(key, tenant, id, sealed),
                deadline == null ? null : Duration.between(publishedAt, deadline));
    }

    /** The same message for another queue, where it does not expire. */
    static PublishedPair again(PairId id, byte[] sealed, MessageHeaders headers, byte[] proof) {
        return new PublishedPair(id, sealed, headers, proof, null);
    }

    public PairId id() {
        return id;
    }

    public byte[] sealed() {
        return sealed;
    }

    public BasicProperties properties() {
        Map<String, Object> named = new HashMap<>();
        named.put(JOB, id.job().toString());
        named.put(PAIR, id.index());
        named.put(PUBLISHED, headers.publishedAt());
        if (headers.deadline() != null) {
            named.put(DEADLINE, headers.deadline());
        }
        named.put(PROOF, proof);
        return new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .contentType("application/octet-stream")
                .headers(named)
                .replyTo(headers.replyTo())
                .expiration(timeToLive == null ? null : Long.toString(Math.max(0, timeToLive.toMillis())))
                .build();
    }

    @Override
    public String toString() {
        return "PublishedPair[" + id.job() + ", " + id.index() + ", " + sealed.length + " sealed bytes]";
    }
}
