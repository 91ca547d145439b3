package io.facematch.api.audit;

import java.time.Instant;
import java.util.UUID;

/** Where an outcome stands in lists: by time, then by job and pair, so that no two stand at the same place. */
public record OutcomePlace(Instant decidedAt, UUID jobId, int pairIndex) {}
