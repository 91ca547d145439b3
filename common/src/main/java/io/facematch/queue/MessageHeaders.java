package io.facematch.queue;

import io.facematch.job.PairId;
import io.facematch.payload.DataKey;
import io.facematch.payload.MessageProof;
import io.facematch.payload.SealContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of itself beside its job and pair, as it was when its proof was made.
 *
 * @param publishedAt milliseconds since 1970
 * @param deadline the same; null when the message does not expire
 * @param replyTo queue to which the job's id is sent when its outcome is stored; null when no client waits
 */
public record MessageHeaders(
        long publishedAt, @Nullable Long deadline, @Nullable String replyTo) {

    byte[] proof(DataKey key, String tenant, PairId id, byte[] sealed) {
        return MessageProof.of(key, context(tenant, id), bytes(), sealed);
    }

    boolean areProvedBy(byte[] proof, DataKey key, String tenant, PairId id, byte[] sealed) {
        return MessageProof.holds(key, context(tenant, id), bytes(), sealed, proof);
    }

    private static SealContext context(String tenant, PairId id) {
        return new SealContext(tenant, id.job(), id.index());
    }

    private byte[] bytes() {
        return (publishedAt + "\n" + deadline + "\n" + replyTo).getBytes(StandardCharsets.UTF_8);
    }
}
