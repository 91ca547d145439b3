package io.facematch.api.audit.search;

import java.time.LocalDate;
import java.util.UUID;

/** Where an outcome is stored: the day that names the partition, the job, and the pair of it. */
record OutcomeKey(LocalDate acceptedOn, UUID jobId, int pairIndex) {}
