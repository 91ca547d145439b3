package io.facematch.api.submission.publishing;

import io.facematch.api.jobs.Job;
import io.facematch.job.OpenJob;
import io.facematch.payload.DataKey;
import io.facematch.queue.Topology;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the pairs of a job go, and under which key.
 *
 * @param job with the key
 * @param key of the payload; stays the caller's to close
 * @param replyTo the queue that is told of the outcome, or null
 */
public record Publishing(
        OpenJob job, DataKey key, String queue, @Nullable String replyTo, Instant deadline) {
    /** @param replyTo the queue that is told of the outcome, or null */
    public static Publishing of(Job job, String surface, DataKey key, @Nullable String replyTo) {
        var lane = job.lane();
        return new Publishing(
                new OpenJob(
                        job.getId(),
                        job.tenant(),
                        job.client(),
                        surface,
                        job.operatingPoint(),
                        job.acceptedOn(),
                        job.traceId(),
                        key),
                key,
                lane == null ? Topology.SINGLE : Topology.lane(lane),
                replyTo,
                job.expiresAt());
    }

    /** The same with a key of its own, to be closed by its new owner. */
    Publishing copy() {
        var copy = job.copy();
        return new Publishing(copy, Objects.requireNonNull(copy.payloadKey(), "is open"), queue, replyTo, deadline);
    }

    boolean isSingle() {
        return queue.equals(Topology.SINGLE);
    }
}
