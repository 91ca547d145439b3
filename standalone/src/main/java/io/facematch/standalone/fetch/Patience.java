package io.facematch.standalone.fetch;

import java.time.Duration;

/**
 * How long a fetch waits for others.
 *
 * @param answer for the first byte of one address
 * @param answers for the first bytes of all addresses together
 * @param silence for the next bytes, once there were some
 */
public record Patience(Duration answer, Duration answers, Duration silence) {
    /** Of a person who asked for a model. */
    static final Patience OF_A_REQUEST =
            new Patience(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofSeconds(30));

    /** Of a person who asked for something else: without a network, the whole costs less than five seconds. */
    public static final Patience OF_A_START =
            new Patience(Duration.ofMillis(2_500), Duration.ofSeconds(4), Duration.ofSeconds(10));
}
