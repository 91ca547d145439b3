package io.facematch.job;

import java.util.UUID;

/** @param index from 0, in the order of the archive's directory */
public record PairId(UUID job, int index) {}
