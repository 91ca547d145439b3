package io.facematch.worker.face.model;

import java.util.List;

/**
 * Turns an embedder's cosine into a similarity whose meaning does not depend on the embedder: it is anchored to false
 * match rates (FMR) measured on pairs of different persons. An FMR of 1e-2 is 0.50, 1e-3 is 0.60 and so on to 1e-6 at
 * 0.90; linear between the points, cosine -1 is 0 and cosine 1 is 1.
 *
 * @param id names this calibration in every outcome that it decided
 * @param detectors ids of the detectors it was measured with
 * @param dataSet what it was measured on
 * @param genuinePassingAtFmr1e4 share of same-person pairs at or above 0.70, in [0, 1]; ranks the embedders
 * @param points from the most lenient FMR to the strictest
 */
public record Calibration(
        String id, List<String> detectors, String dataSet, double genuinePassingAtFmr1e4, List<Point> points) {

    /** The same file twice differs from cosine 1 only by rounding. */
    private static final double IDENTICAL = 1 - 1e-6;

    public Calibration {
        detectors = List.copyOf(detectors);
        points = List.copyOf(points);
        for (var i = 1; i < points.size(); i++) {
            var rising = points.get(i).cosine() > points.get(i - 1).cosine();
            var stricter = points.get(i).falseMatchRate() < points.get(i - 1).falseMatchRate();
            if (!rising || !stricter) {
                throw new IllegalArgumentException("calibration " + id + " is not monotone");
            }
        }
    }

    /**
     * A measured threshold.
     *
     * @param cosine reached by {@code falseMatchRate} of the pairs of different persons
     * @param extrapolated whether it was continued from its neighbours because the data set is too small to measure it
     */
    public record Point(double falseMatchRate, double cosine, boolean extrapolated) {
        public Point {
            if (falseMatchRate <= 0 || falseMatchRate > 0.1 || cosine <= -1 || cosine >= 1) {
                throw new IllegalArgumentException("no calibration point: " + falseMatchRate + " at " + cosine);
            }
        }

        /** The anchor in [0, 1]: 0.3 plus a tenth for each power of ten. */
        double similarity() {
            return 0.3 - Math.log10(falseMatchRate) / 10;
        }
    }

    /** The similarity in [0, 1] of a cosine in [-1, 1]; never falls when the cosine rises. */
    public double similarity(double cosine) {
        if (cosine >= IDENTICAL) {
            return 1;
        }
        var lowCosine = -1.0;
        var lowSimilarity = 0.0;
        for (var point : points) {
            if (cosine < point.cosine()) {
                return between(cosine, lowCosine, lowSimilarity, point.cosine(), point.similarity());
            }
            lowCosine = point.cosine();
            lowSimilarity = point.similarity();
        }
        return between(cosine, lowCosine, lowSimilarity, 1, 1);
    }

    private static double between(double cosine, double lowCosine, double low, double highCosine, double high) {
        var share = (cosine - lowCosine) / (highCosine - lowCosine);
        return Math.clamp(low + share * (high - low), 0, 1);
    }
}
