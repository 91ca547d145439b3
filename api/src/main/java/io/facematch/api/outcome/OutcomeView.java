package io.facematch.api.outcome;

import io.facematch.api.outcome.StoredOutcome.Decided;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.verification.Decision;
import io.facematch.verification.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pair with its outcome, in JSON.
 *
 * @param pairId the stem for pairs of an archive; absent for a single pair
 * @param status one of the seven codes, or {@code Pending}
 * @param match the decision; absent unless the status is {@code Success}
 * @param similarity calibrated, in [0, 1], four decimals
 * @param faces that were compared; of a pair that was not, the one that could have been
 * @param failures why no decision was possible, per image
 */
public record OutcomeView(
        int pairIndex,
        @Nullable String pairId,
        @Nullable String image1Path,
        @Nullable String image2Path,
        String status,
        @Nullable Boolean match,
        @Nullable Double similarity,
        @Nullable Double cosine,
        @Nullable Double threshold,
        @Nullable String operatingPoint,
        @Nullable String model,
        @Nullable List<Failure> failures,
        @Nullable Quality quality,
        @Nullable Faces faces,
        @Nullable TimingsMs timingsMs,
        @Nullable Instant decidedAt) {

    /** @param side {@code image1}, {@code image2} or {@code pair} */
    public record Failure(String side, String reason, String message) {}

    /** Of each image, in [0, 1]. */
    public record Quality(@Nullable Double image1, @Nullable Double image2) {}

    public record Faces(@Nullable FaceView image1, @Nullable FaceView image2) {}

    /** Milliseconds; total is the worker's own time. */
    public record TimingsMs(
            @Nullable Double queue,
            @Nullable Double decode,
            @Nullable Double detect,
            @Nullable Double embed,
            @Nullable Double total) {}

    public static OutcomeView of(StoredOutcome stored) {
        var names = stored.names();
        var decided = stored.decided();
        if (decided == null) {
            return new OutcomeView(
                    stored.index(),
                    stem(names),
                    path1(names),
                    path2(names),
                    "Pending",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        return new OutcomeView(
                stored.index(),
                stem(names),
                path1(names),
                path2(names),
                decided.status().code(),
                decided.decision() == null ? null : decided.decision() == Decision.MATCH,
                similarity(decided),
                rounded(decided.cosine()),
                decided.operatingPoint().threshold(),
                decided.operatingPoint().code(),
                decided.embedder(),
                failures(decided),
                quality(decided),
                faces(decided),
                decided.totalMs() == null ? null : timings(decided),
                decided.decidedAt());
    }

    private static @Nullable Double similarity(Decided decided) {
        var similarity = decided.similarity();
        return similarity == null
                ? null
                : OutwardSimilarity.of(similarity, decided.decision(), decided.operatingPoint())
                        .doubleValue();
    }

    private static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : Math.round(value * 1e4) / 1e4;
    }

    private static @Nullable List<Failure> failures(Decided decided) {
        var failures = new ArrayList<Failure>();
        add(failures, "image1", decided.probeReason());
        add(failures, "image2", decided.referenceReason());
        add(failures, "pair", decided.fault());
        return failures.isEmpty() ? null : failures;
    }

    private static void add(List<Failure> failures, String side, @Nullable Reason reason) {
        if (reason != null) {
            failures.add(new Failure(side, reason.name().toLowerCase(Locale.ROOT), reason.message()));
        }
    }

    private static @Nullable Quality quality(Decided decided) {
        var image1 = rounded(decided.probeQuality());
        var image2 = rounded(decided.referenceQuality());
        return image1 == null && image2 == null ? null : new Quality(image1, image2);
    }

    private static @Nullable Faces faces(Decided decided) {
        var image1 = FaceView.of(decided.probeFace());
        var image2 = FaceView.of(decided.referenceFace());
        return image1 == null && image2 == null ? null : new Faces(image1, image2);
    }

    private static TimingsMs timings(Decided decided) {
        return new TimingsMs(
                tenth(decided.queueMs()),
                tenth(decided.decodeMs()),
                tenth(decided.detectMs()),
                tenth(decided.embedMs()),
                tenth(decided.totalMs()));
    }

    private static @Nullable Double tenth(@Nullable Double millis) {
        return millis == null ? null : Math.round(millis * 10) / 10.0;
    }

    private static @Nullable String stem(@Nullable Names names) {
        return names == null ? null : names.stem();
    }

    private static @Nullable String path1(@Nullable Names names) {
        return names == null ? null : names.image1Path();
    }

    private static @Nullable String path2(@Nullable Names names) {
        return names == null ? null : names.image2Path();
    }

    @Override
    public String toString() {
        return "OutcomeView[" + pairIndex + ", " + status + "]";
    }
}
