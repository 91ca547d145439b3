package io.facematch.api.catalogue;

import io.facematch.card.Calibration;
import io.facematch.verification.OperatingPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a calibration measured, in JSON.
 *
 * @param origin {@code built_in}, or {@code folder} when the operator measured it
 * @param sha256 of its text, which outcomes have too
 */
public record CalibrationView(
        String id,
        String origin,
        String sha256,
        List<String> detectors,
        String dataSet,
        int images,
        int failuresToEnrol,
        long genuineComparisons,
        long impostorComparisons,
        double equalErrorRate,
        List<Point> points,
        List<Group> groups) {

    /**
     * @param operatingPoint that promises this rate; null when none does
     * @param similarity four decimals, as in every answer of the API
     */
    public record Point(
            double falseMatchRate,
            double cosine,
            double similarity,
            @Nullable String operatingPoint,
            long falseMatches,
            Interval interval,
            double falseNonMatchRate,
            boolean extrapolated) {

        static Point of(Calibration.Point point) {
            return new Point(
                    point.falseMatchRate(),
                    point.cosine(),
                    Math.round(point.similarity() * 1e4) / 1e4,
                    named(point.falseMatchRate()),
                    point.falseMatches(),
                    Interval.of(point.interval()),
                    point.falseNonMatchRate(),
                    point.extrapolated());
        }
    }

    /** @param people null where the data do not say who is on a photo */
    public record Group(
            String column,
            String name,
            @Nullable Integer people,
            long genuineComparisons,
            long impostorComparisons,
            List<GroupPoint> points) {

        static Group of(Calibration.Group group) {
            return new Group(
                    group.column(),
                    group.name(),
                    group.people(),
                    group.genuineComparisons(),
                    group.impostorComparisons(),
                    group.points().stream().map(GroupPoint::of).toList());
        }
    }

    /** @param operatingPoint that promises this rate; null when none does */
    public record GroupPoint(
            double falseMatchRate,
            @Nullable String operatingPoint,
            long falseMatches,
            Interval falseMatchInterval,
            long falseNonMatches,
            Interval falseNonMatchInterval) {

        static GroupPoint of(Calibration.GroupPoint point) {
            return new GroupPoint(
                    point.falseMatchRate(),
                    named(point.falseMatchRate()),
                    point.falseMatches(),
                    Interval.of(point.falseMatchInterval()),
                    point.falseNonMatches(),
                    Interval.of(point.falseNonMatchInterval()));
        }
    }

    /** Of a rate. */
    public record Interval(double low, double high, double confidence) {
        private static final double CONFIDENCE = 0.95;

        static Interval of(Calibration.Interval interval) {
            return new Interval(interval.low(), interval.high(), CONFIDENCE);
        }
    }

    private static @Nullable String named(double falseMatchRate) {
        return OperatingPoint.ofFalseMatchRate(falseMatchRate)
                .map(OperatingPoint::code)
                .orElse(null);
    }

    static CalibrationView of(Calibration calibration, String origin) {
        return new CalibrationView(
                calibration.id(),
                origin,
                calibration.sha256(),
                calibration.detectors(),
                calibration.dataSet(),
                calibration.images(),
                calibration.failuresToEnrol(),
                calibration.genuineComparisons(),
                calibration.impostorComparisons(),
                calibration.equalErrorRate(),
                calibration.points().stream().map(Point::of).toList(),
                calibration.groups().stream().map(Group::of).toList());
    }
}
