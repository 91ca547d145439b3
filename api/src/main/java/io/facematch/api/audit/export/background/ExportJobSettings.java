package io.facematch.api.audit.export.background;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What exports in the background may cost.
 *
 * @param maxRows outcomes in one of them; when more match, it fails
 * @param atOnce that one API process makes at once; with 0, it leaves them to others
 * @param openOfTenant of one tenant that wait or are made
 * @param keep how long a file can be fetched, then its key is destroyed; from 1m to 31d
 * @param maxDisk bytes of all their files in the spool folder of a process
 */
@Validated
@ConfigurationProperties(prefix = "facematch.export-jobs", ignoreUnknownFields = false)
record ExportJobSettings(
        @DefaultValue("100000000") @Min(1) @Max(1_000_000_000)
        long maxRows,

        @DefaultValue("1") @Min(0) @Max(16) int atOnce,
        @DefaultValue("5") @Min(1) @Max(1000) int openOfTenant,
        @DefaultValue("24h") Duration keep,
        @DefaultValue("50GB") DataSize maxDisk) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    @AssertTrue(message = "facematch.export-jobs.keep must be from 1m to 31d")
    boolean isKeepInRange() {
        return keep.compareTo(SHORTEST) >= 0 && keep.compareTo(LONGEST) <= 0;
    }

    @AssertTrue(message = "facematch.export-jobs.max-disk must be positive")
    boolean isDiskPositive() {
        return maxDisk.toBytes() > 0;
    }
}
