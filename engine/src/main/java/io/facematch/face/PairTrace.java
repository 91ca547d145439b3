package io.facematch.face;

import io.facematch.face.trace.PhotoTrace;
import java.util.List;
import java.util.Optional;

/**
 * How the answer about a pair came about.
 *
 * @param comparisons of each comparable face of the probe with each of the reference; none when one side was refused
 * @param verification the answer
 */
public record PairTrace(
        PhotoTrace probe, PhotoTrace reference, List<Comparison> comparisons, Verification verification) {
    public PairTrace {
        comparisons = List.copyOf(comparisons);
    }

    /**
     * Two faces, by their places among all that were found.
     *
     * @param cosine raw, in [-1, 1]
     * @param similarity calibrated, in [0, 1]
     */
    public record Comparison(int probeFace, int referenceFace, double cosine, double similarity) {}

    /** The two faces that decided. */
    public Optional<Comparison> best() {
        return verification instanceof Verification.Compared decided
                ? comparisons.stream()
                        .filter(comparison -> comparison.cosine() == decided.cosine())
                        .findFirst()
                : Optional.empty();
    }
}
