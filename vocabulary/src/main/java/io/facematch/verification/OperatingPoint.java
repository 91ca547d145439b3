package io.facematch.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A named threshold. Similarity is anchored to the false match rate (FMR) measured for each embedder, so an operating
 * point promises the same FMR with every model: one impostor pair in {@code 1 / falseMatchRate} reaches it.
 */
public enum OperatingPoint {
    STANDARD(0.70, 1e-4),
    STRICT(0.80, 1e-5),
    MAXIMUM(0.90, 1e-6);

    /** Used where none is asked for. */
    public static final OperatingPoint DEFAULT = STANDARD;

    private final double threshold;
    private final double falseMatchRate;

    OperatingPoint(double threshold, double falseMatchRate) {
        this.threshold = threshold;
        this.falseMatchRate = falseMatchRate;
    }

    /** The lowest similarity in [0, 1] that is a match. */
    public double threshold() {
        return threshold;
    }

    public double falseMatchRate() {
        return falseMatchRate;
    }

    /** @param similarity calibrated similarity in [0, 1] */
    public Decision decide(double similarity) {
        return similarity >= threshold ? Decision.MATCH : Decision.NON_MATCH;
    }

    /** The name on the wire: {@code standard}, {@code strict}, {@code maximum}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OperatingPoint> ofCode(String code) {
        return Arrays.stream(values())
                .filter(point -> point.code().equals(code))
                .findFirst();
    }

    /** The operating point that promises exactly this rate. */
    public static Optional<OperatingPoint> ofFalseMatchRate(double falseMatchRate) {
        return Arrays.stream(values())
                .filter(point -> point.falseMatchRate == falseMatchRate)
                .findFirst();
    }
}
