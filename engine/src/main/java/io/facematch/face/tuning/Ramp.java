package io.facematch.face.tuning;

/**
 * How a measured value becomes a part of a quality: 0 up to the useless end, {@link Tuning#QUALITY_FLOOR} where faces
 * become too poor to compare, 1 from where a better value makes no difference. Linear in between.
 */
public record Ramp(double useless, double floor, double good) {
    public Ramp {
        if (!(useless < floor && floor < good)) {
            throw new IllegalArgumentException("a ramp rises");
        }
    }

    public double of(double value) {
        if (value < floor) {
            return Math.clamp((value - useless) / (floor - useless), 0, 1) * Tuning.QUALITY_FLOOR;
        }
        return Tuning.QUALITY_FLOOR + Math.clamp((value - floor) / (good - floor), 0, 1) * (1 - Tuning.QUALITY_FLOOR);
    }
}
