package io.facematch.payload;

import java.util.UUID;

/**
 * Where sealed content belongs. It is bound into the seal: content that is moved to another tenant, job or pair does
 * not open.
 *
 * @param index of the pair, from 0
 */
public record SealContext(String tenant, UUID job, int index) {
    private static final int NO_PAIR = -1;

    /** For content that belongs to the job as a whole: with an index that no pair has. */
    public static SealContext ofJob(String tenant, UUID job) {
        return new SealContext(tenant, job, NO_PAIR);
    }
}
