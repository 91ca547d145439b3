package io.facematch.api.results;

import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import org.jspecify.annotations.Nullable;

/**
 * One pair and how it ended.
 *
 * @param status null when the job ended before the pair was compared
 * @param fault reason that belongs to the pair as a whole, not to one image
 * @param similarity calibrated, in [0, 1]; present, like the decision, for {@link Status#SUCCESS}
 * @param cosine raw, in [-1, 1]
 * @param embedder id of the model that decided
 * @param responseTimeMs from publishing the pair to its outcome; 0 when it was never compared
 * @param probeQuality quality of the face in image1, in [0, 1]
 * @param referenceQuality quality of the face in image2, in [0, 1]
 */
public record ResultsRow(
        int pairIndex,
        String stem,
        String image1Path,
        String image2Path,
        @Nullable Status status,
        @Nullable Reason probeReason,
        @Nullable Reason referenceReason,
        @Nullable Reason fault,
        @Nullable Decision decision,
        @Nullable Double similarity,
        @Nullable Double cosine,
        @Nullable String embedder,
        double responseTimeMs,
        @Nullable Double probeQuality,
        @Nullable Double referenceQuality) {

    public ResultsRow {
        if (status == Status.SUCCESS && (decision == null || similarity == null)) {
            throw new IllegalArgumentException("a compared pair has a decision and a similarity");
        }
    }

    boolean isCompared() {
        return status == Status.SUCCESS;
    }

    @Override
    public String toString() {
        return "ResultsRow[" + pairIndex + ", " + status + "]";
    }
}
