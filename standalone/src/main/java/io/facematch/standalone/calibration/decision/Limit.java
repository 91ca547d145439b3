package io.facematch.standalone.calibration.decision;

import io.facematch.card.Calibration;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cosine from which on an operating point calls a pair a match.
 *
 * @param inUse whether by the calibration that the model has now, not by the one that is being measured
 */
public record Limit(OperatingPoint point, double cosine, boolean inUse) {

    /** Those of the decisions that the model makes now. */
    public static List<Limit> inUse(Calibration calibration) {
        return Stream.of(OperatingPoint.values())
                .map(point -> new Limit(point, lowestMatch(calibration, point), true))
                .toList();
    }

    /** Those that the points of a new calibration give. */
    public static List<Limit> measured(Calibration calibration) {
        return Stream.of(OperatingPoint.values())
                .flatMap(point -> calibration.at(point.falseMatchRate()).stream()
                        .map(measured -> new Limit(point, measured.cosine(), false)))
                .toList();
    }

    /**
     * To the last bit, by halving: a similarity never falls when the cosine rises, and cosine 1 is a match at every
     * operating point.
     */
    private static double lowestMatch(Calibration calibration, OperatingPoint point) {
        var below = -1.0;
        var match = 1.0;
        for (var middle = 0.0; below < middle && middle < match; middle = (below + match) / 2) {
            if (point.decide(calibration.similarity(middle)) == Decision.MATCH) {
                match = middle;
            } else {
                below = middle;
            }
        }
        return match;
    }

    public boolean isMatch(double cosine) {
        return cosine >= this.cosine;
    }
}
