package io.facematch.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns an embedder's cosine into a similarity whose meaning does not depend on the embedder: it is anchored to false
 * match rates (FMR) measured on pairs of different persons. An FMR of 1e-2 is 0.50, 1e-3 is 0.60 and so on to 1e-6 at
 * 0.90; linear between the points, cosine -1 is 0 and cosine 1 is 1.
 *
 * <p>Rates count completed comparisons only; photos without a face are counted apart (ISO/IEC 19795-1).
 *
 * @param id names this calibration in every outcome that it decided
 * @param detectors ids of the detectors it was measured with
 * @param dataSet what it was measured on
 * @param images photos it was measured on, those that failed to enrol included
 * @param failuresToEnrol photos without a face good enough to compare
 * @param genuineComparisons completed comparisons of the same person
 * @param impostorComparisons completed comparisons of different persons
 * @param equalErrorRate where FMR and FNMR are equal, in [0, 1]
 * @param points from the most lenient FMR to the strictest
 * @param groups what the points mean for groups of people; empty where the data name none
 */
public record Calibration(
        String id,
        List<String> detectors,
        String dataSet,
        int images,
        int failuresToEnrol,
        long genuineComparisons,
        long impostorComparisons,
        double equalErrorRate,
        List<Point> points,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Group> groups) {

    /** The same file twice differs from cosine 1 only by rounding. */
    private static final double IDENTICAL = 1 - 1e-6;

    public Calibration {
        detectors = List.copyOf(detectors);
        points = List.copyOf(points);
        // A card that is older than the groups leaves them out.
        groups = groups == null ? List.of() : List.copyOf(groups);
        for (var i = 1; i < points.size(); i++) {
            var rising = points.get(i).cosine() > points.get(i - 1).cosine();
            var stricter = points.get(i).falseMatchRate() < points.get(i - 1).falseMatchRate();
            if (!rising || !stricter) {
                throw new IllegalArgumentException("calibration " + id + " is not monotone");
            }
        }
    }

    /** Without groups. */
    public Calibration(
            String id,
            List<String> detectors,
            String dataSet,
            int images,
            int failuresToEnrol,
            long genuineComparisons,
            long impostorComparisons,
            double equalErrorRate,
            List<Point> points) {
        this(
                id,
                detectors,
                dataSet,
                images,
                failuresToEnrol,
                genuineComparisons,
                impostorComparisons,
                equalErrorRate,
                points,
                List.of());
    }

    /** The same with what its points mean for groups. */
    public Calibration with(List<Group> groups) {
        return new Calibration(
                id,
                detectors,
                dataSet,
                images,
                failuresToEnrol,
                genuineComparisons,
                impostorComparisons,
                equalErrorRate,
                points,
                groups);
    }

    /**
     * A threshold.
     *
     * @param cosine reached by {@code falseMatchRate} of the impostor comparisons
     * @param extrapolated whether fewer than ten impostor comparisons reach the cosine, too few to call it measured
     * @param falseMatches impostor comparisons at or above the cosine
     * @param interval of the false match rate at this cosine
     * @param falseNonMatchRate share of genuine comparisons below the cosine, in [0, 1]
     */
    public record Point(
            double falseMatchRate,
            double cosine,
            boolean extrapolated,
            long falseMatches,
            Interval interval,
            double falseNonMatchRate) {
        public Point {
            if (falseMatchRate <= 0 || falseMatchRate > 0.1 || cosine <= -1 || cosine >= 1) {
                throw new IllegalArgumentException("no calibration point: " + falseMatchRate + " at " + cosine);
            }
        }

        /** The anchor in [0, 1]: 0.3 plus a tenth for each power of ten. */
        public double similarity() {
            // Not 0.3 plus the rest: 0.3 + 0.6 is less than 0.9.
            return (3 - Math.log10(falseMatchRate)) / 10;
        }
    }

    /**
     * Holds the true rate with 95 % confidence, both ends in [0, 1]. For a {@link Point} as if all comparisons were
     * independent; for a {@link GroupPoint} as wide as the differences between its people ask for.
     */
    public record Interval(double low, double high) {
        public Interval {
            if (!(low >= 0 && low <= high && high <= 1)) {
                throw new IllegalArgumentException("no interval of a rate: " + low + " to " + high);
            }
        }
    }

    /**
     * People who were compared among themselves.
     *
     * @param column what the people are grouped by, such as {@code gender}
     * @param name of the group
     * @param people null where the data do not say who is on a photo
     * @param genuineComparisons completed comparisons of the same person of the group
     * @param impostorComparisons completed comparisons of two different persons of the group
     * @param points at each of the calibration's points that is an operating point
     */
    public record Group(
            String column,
            String name,
            @Nullable Integer people,
            long genuineComparisons,
            long impostorComparisons,
            List<GroupPoint> points) {
        public Group {
            points = List.copyOf(points);
            for (var point : points) {
                if (point.falseMatches() > impostorComparisons || point.falseNonMatches() > genuineComparisons) {
                    throw new IllegalArgumentException("group " + name + " has more errors than comparisons");
                }
            }
        }
    }

    /**
     * What a threshold means for a group.
     *
     * @param falseMatchRate names the point of the calibration; what the group has is in the counts
     * @param falseMatches impostor comparisons of the group at or above the point's cosine
     * @param falseMatchInterval of the group's false match rate
     * @param falseNonMatches genuine comparisons of the group below the point's cosine
     * @param falseNonMatchInterval of the group's false non-match rate
     */
    public record GroupPoint(
            double falseMatchRate,
            long falseMatches,
            Interval falseMatchInterval,
            long falseNonMatches,
            Interval falseNonMatchInterval) {
        public GroupPoint {
            if (falseMatches < 0 || falseNonMatches < 0) {
                throw new IllegalArgumentException("errors can't be counted below zero");
            }
        }
    }

    /** Of its text in {@link CardJson}, which {@code calibration.json} has too; lower-case hex. */
    public String sha256() {
        return CardJson.sha256(CardJson.bytes(this));
    }

    /** The point measured at exactly this rate. */
    public Optional<Point> at(double falseMatchRate) {
        return points.stream()
                .filter(point -> point.falseMatchRate() == falseMatchRate)
                .findFirst();
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
