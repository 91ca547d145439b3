package io.facematch.card;

/**
 * How pixels become the numbers that a network expects: {@code (value - mean) / divisor} with values 0 to 255, plane by
 * plane.
 */
public record PixelContract(ChannelOrder order, double mean, double divisor) {
    public PixelContract {
        if (divisor == 0 || !Double.isFinite(divisor) || !Double.isFinite(mean)) {
            throw new IllegalArgumentException("mean and divisor must be numbers, and the divisor not 0");
        }
    }
}
