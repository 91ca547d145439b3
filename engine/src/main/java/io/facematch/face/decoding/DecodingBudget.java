package io.facematch.face.decoding;

import java.time.Duration;

/**
 * What decoding one photo may cost. The limits on its size bound the cost of honest files; this bounds the others.
 *
 * @param time of the processor, so that a busy machine refuses nothing
 * @param bytes that are unpacked; about twice what the largest photo needs
 */
public record DecodingBudget(Duration time, long bytes) {
    public static final DecodingBudget DEFAULT = new DecodingBudget(Duration.ofSeconds(20), 1L << 30);

    public DecodingBudget {
        if (!time.isPositive() || bytes < 1) {
            throw new IllegalArgumentException("the time and the bytes to decode one photo are positive");
        }
    }
}
