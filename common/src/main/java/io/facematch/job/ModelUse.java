package io.facematch.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A combination of networks that workers of this installation compare, or compared, with.
 *
 * @param embedderSha256 of its file, lower-case hex
 * @param detectorSha256 of its file, lower-case hex
 * @param calibration what turned its cosines into similarities
 * @param calibratedWithThisDetector whether that was measured with faces that this detector found; null while only
 *     workers used them that did not say
 * @param lastUsedAt while a worker runs at most {@link #RENEWED_EVERY} ago
 */
public record ModelUse(
        String embedder,
        String embedderSha256,
        String detector,
        String detectorSha256,
        String calibration,
        @Nullable Boolean calibratedWithThisDetector,
        Instant firstUsedAt,
        Instant lastUsedAt) {

    /** How often, in seconds, a running worker records that it still compares with them. */
    public static final int RENEWED_EVERY_SECONDS = 60;

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(RENEWED_EVERY_SECONDS);

    /** After so many missed renewals a worker counts as gone. */
    private static final int RENEWALS_MISSED = 3;

    public boolean isCurrent(Instant now) {
        return lastUsedAt.plus(RENEWED_EVERY.multipliedBy(RENEWALS_MISSED)).isAfter(now);
    }
}
