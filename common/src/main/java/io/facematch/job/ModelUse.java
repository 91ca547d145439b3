package io.facematch.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A combination of networks that workers of this installation compare, or compared, with. Hashes are in lower-case hex;
 * those of texts are null while only workers used them that did not say.
 *
 * @param embedderSha256 of its file
 * @param embedderCardSha256 of the text of its card
 * @param detectorSha256 of its file
 * @param detectorCardSha256 of the text of its card
 * @param calibration what turned its cosines into similarities
 * @param calibrationSha256 of the text of the calibration
 * @param calibratedWithThisDetector whether that was measured with faces that this detector found; null while only
 *     workers used them that did not say
 * @param lastUsedAt while a worker runs at most {@link #RENEWED_EVERY} ago
 */
public record ModelUse(
        String embedder,
        String embedderSha256,
        @Nullable String embedderCardSha256,
        String detector,
        String detectorSha256,
        @Nullable String detectorCardSha256,
        String calibration,
        @Nullable String calibrationSha256,
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
