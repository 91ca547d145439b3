package io.facematch.job;

import io.facematch.payload.DataKey;
import io.facematch.verification.OperatingPoint;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to compare a pair of a job and to account for it.
 *
 * @param surface which dialect the job came through
 * @param traceId of the request that brought it; null for jobs from before that was kept
 * @param payloadKey opens the images; null once the job is over
 */
public record OpenJob(
        UUID id,
        String tenant,
        String client,
        String surface,
        OperatingPoint operatingPoint,
        LocalDate acceptedOn,
        @Nullable TraceId traceId,
        @Nullable DataKey payloadKey) {

    /** A job whose trace is not known. */
    public OpenJob(
            UUID id,
            String tenant,
            String client,
            String surface,
            OperatingPoint operatingPoint,
            LocalDate acceptedOn,
            @Nullable DataKey payloadKey) {
        this(id, tenant, client, surface, operatingPoint, acceptedOn, null, payloadKey);
    }

    /** The same with a key of its own, to be closed by its new owner. */
    public OpenJob copy() {
        return new OpenJob(
                id,
                tenant,
                client,
                surface,
                operatingPoint,
                acceptedOn,
                traceId,
                payloadKey == null ? null : payloadKey.copy());
    }
}
