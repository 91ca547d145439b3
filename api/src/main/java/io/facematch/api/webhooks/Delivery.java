package io.facematch.api.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of an event at an endpoint, as it is stored and in JSON.
 *
 * @param id of the event, which is the {@code webhook-id} of each attempt
 * @param jobId null of a test
 * @param at when it happened
 * @param state {@code waiting}, {@code delivered} or {@code failed}
 * @param attempts since it began to wait
 * @param lastStatus what the receiver answered; null where it did not
 * @param lastReason why the last attempt failed, as a code; null where it did not
 * @param nextAttemptAt not before then; null of one that does not wait
 */
record Delivery(
        UUID id,
        EventType type,
        @Nullable UUID jobId,
        Instant at,
        String state,
        int attempts,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatus,
        @Nullable String lastReason,
        @Nullable Instant nextAttemptAt) {}
