package io.facematch.worker.comparison;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How a worker takes work.
 *
 * @param threads threads that compare pairs of archives; 0 means one per core
 * @param singleThreads threads that compare single pairs; each has a second one for the reference
 * @param batch outcomes of an archive that share a transaction
 * @param prefetch small pairs (up to 512 KiB) that may wait per thread and lane; fewer when the heap is small
 * @param largestMessage largest message that the broker may hold, as `FACEMATCH_SUBMISSION_MAX_MESSAGE_SIZE` at the API
 */
@Validated
@ConfigurationProperties(prefix = "facematch.worker", ignoreUnknownFields = false)
record WorkerSettings(
        @DefaultValue("0") @Min(0) @Max(256) int threads,
        @DefaultValue("1") @Min(1) @Max(64) int singleThreads,
        @DefaultValue("4") @Min(1) @Max(256) int batch,
        @DefaultValue("4") @Min(1) @Max(256) int prefetch,
        @DefaultValue("16MB") DataSize largestMessage) {

    int bulkThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
