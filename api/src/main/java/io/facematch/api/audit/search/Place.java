package io.facematch.api.audit.search;

import java.time.Instant;
import java.util.UUID;

/** Where an outcome stands in the order of a search: by time, then by job and pair, so that no two stand at the same. */
record Place(Instant decidedAt, UUID jobId, int pairIndex) {}
