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
        List<Point> points) {

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
                    OperatingPoint.ofFalseMatchRate(point.falseMatchRate())
                            .map(OperatingPoint::code)
                            .orElse(null),
                    point.falseMatches(),
                    Interval.of(point.interval()),
                    point.falseNonMatchRate(),
                    point.extrapolated());
        }
    }

    /** Of the false match rate. */
    public record Interval(double low, double high, double confidence) {
        private static final double CONFIDENCE = 0.95;

        static Interval of(Calibration.Interval interval) {
            return new Interval(interval.low(), interval.high(), CONFIDENCE);
        }
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
                calibration.points().stream().map(Point::of).toList());
    }
}
