package io.facematch.api.outcome;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.verification.Decision;
import io.facematch.verification.Face;
import io.facematch.verification.FileFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pair with its outcome, in JSON.
 *
 * @param names of a pair of an archive
 * @param status one of the seven codes, or {@code Pending}
 * @param details once there is an outcome
 */
public record OutcomeView(
        int pairIndex,
        @JsonUnwrapped @Nullable Names names,
        String status,
        @JsonUnwrapped @Nullable Details details) {

    /**
     * What is known of an outcome.
     *
     * @param comparison absent unless the status is {@code Success}
     * @param cardSha256 of the text of the model's card
     * @param calibration id of what turned the cosine into the similarity
     * @param calibrationSha256 of its text
     * @param calibratedWithThisDetector whether the similarity is anchored to faces that this detector found
     * @param failures why no decision was possible, per image
     * @param faces that were compared; of a pair that was not, the one that could have been
     * @param traceId of the request that brought the job
     * @param httpStatus what tells this outcome on the surface it came through
     */
    public record Details(
            @JsonUnwrapped @Nullable Comparison comparison,
            double threshold,
            String operatingPoint,
            @Nullable String model,
            @Nullable String cardSha256,
            @Nullable String calibration,
            @Nullable String calibrationSha256,
            @Nullable Boolean calibratedWithThisDetector,
            @Nullable List<Failure> failures,
            @Nullable Quality quality,
            @Nullable Faces faces,
            @Nullable TimingsMs timingsMs,
            Instant decidedAt,
            @Nullable Photos photos,
            @Nullable String traceId,
            int httpStatus) {

        static Details of(Outcome outcome) {
            var result = outcome.result();
            var point = outcome.job().operatingPoint();
            var models = outcome.models();
            var trace = outcome.job().traceId();
            return new Details(
                    Comparison.of(result, outcome.threshold()),
                    outcome.threshold(),
                    point.code(),
                    models == null ? null : models.embedder(),
                    models == null ? null : models.cardSha256(),
                    models == null ? null : models.calibration(),
                    models == null ? null : models.calibrationSha256(),
                    models == null ? null : models.calibratedWithThisDetector(),
                    Failure.of(Reasons.of(outcome)),
                    Quality.of(result),
                    Faces.of(result),
                    outcome.timings() == null ? null : TimingsMs.of(outcome.timings()),
                    outcome.decidedAt(),
                    Photos.of(outcome.photos()),
                    trace == null ? null : trace.hex(),
                    outcome.httpStatus());
        }
    }

    /**
     * @param similarity calibrated, in [0, 1], four decimals; null, like the cosine, when the subject was erased
     * @param erased true when it was
     */
    public record Comparison(
            boolean match,
            @Nullable Double similarity,
            @Nullable Double cosine,
            @Nullable Boolean erased) {
        static @Nullable Comparison of(Result result, double threshold) {
            return switch (result) {
                case Compared compared ->
                    new Comparison(
                            compared.decision() == Decision.MATCH,
                            PublishedSimilarity.of(compared, threshold).doubleValue(),
                            Math.round(compared.cosine() * 1e4) / 1e4,
                            null);
                case Erased erased -> new Comparison(erased.decision() == Decision.MATCH, null, null, true);
                case NotCompared ignored -> null;
                case Fault ignored -> null;
            };
        }
    }

    /**
     * Why an image, or the pair as a whole, could not be compared.
     *
     * @param side {@code image1}, {@code image2} or {@code pair}
     * @param found what the file is instead of a photo that can be read
     */
    public record Failure(
            String side, String reason, @Nullable String found, String message) {
        static @Nullable List<Failure> of(Reasons reasons) {
            var failures = reasons.entries().stream().map(Failure::of).toList();
            return failures.isEmpty() ? null : failures;
        }

        private static Failure of(Reasons.Entry entry) {
            var reason = entry.reason();
            return new Failure(entry.side(), entry.code(), reason.found(), reason.message());
        }
    }

    /** Of each image, in [0, 1]. */
    public record Quality(@Nullable Double image1, @Nullable Double image2) {
        static @Nullable Quality of(Result result) {
            return result.probeFace() == null && result.referenceFace() == null
                    ? null
                    : new Quality(overall(result.probeFace()), overall(result.referenceFace()));
        }

        private static @Nullable Double overall(@Nullable Face face) {
            return face == null ? null : face.quality().overall();
        }
    }

    public record Faces(@Nullable Face image1, @Nullable Face image2) {
        static @Nullable Faces of(Result result) {
            return result.probeFace() == null && result.referenceFace() == null
                    ? null
                    : new Faces(result.probeFace(), result.referenceFace());
        }
    }

    /** What the client sent, as far as it is known. */
    public record Photos(@Nullable Photo image1, @Nullable Photo image2) {
        static @Nullable Photos of(Outcome.Photos photos) {
            return photos.probe() == null && photos.reference() == null
                    ? null
                    : new Photos(Photo.of(photos.probe()), Photo.of(photos.reference()));
        }
    }

    /**
     * A photo as a file.
     *
     * @param format what its first bytes say
     * @param bytes as it was sent
     * @param width in pixels, of the upright photo; null, like the height, where it could not be read
     */
    public record Photo(
            @Nullable FileFormat format,
            int bytes,
            @Nullable Integer width,
            @Nullable Integer height) {
        static @Nullable Photo of(Outcome.@Nullable Photo photo) {
            return photo == null ? null : new Photo(photo.format(), photo.bytes(), photo.width(), photo.height());
        }
    }

    /** Milliseconds; total is the worker's own time. */
    public record TimingsMs(double queue, double decode, double detect, double embed, double total) {
        static TimingsMs of(Outcome.Timings timings) {
            return new TimingsMs(
                    millis(timings.queue()),
                    millis(timings.decode()),
                    millis(timings.detect()),
                    millis(timings.embed()),
                    millis(timings.total()));
        }

        /** To a tenth. */
        private static double millis(Duration duration) {
            return Math.round(duration.toNanos() / 1e5) / 10.0;
        }
    }

    public static OutcomeView of(StoredOutcome stored) {
        return new OutcomeView(
                stored.index(),
                stored.names(),
                stored.outcome()
                        .map(outcome -> outcome.result().status().code())
                        .orElse("Pending"),
                stored.outcome().map(Details::of).orElse(null));
    }

    @Override
    public String toString() {
        return "OutcomeView[" + pairIndex + ", " + status + "]";
    }
}
