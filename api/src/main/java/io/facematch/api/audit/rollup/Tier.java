package io.facematch.api.audit.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** The lengths of time that outcomes are summed by. They begin with UTC's day. */
enum Tier {
    QUARTER_HOUR(0, Duration.ofMinutes(15)),
    HOUR(1, Duration.ofHours(1)),
    SIX_HOURS(2, Duration.ofHours(6)),
    DAY(3, Duration.ofDays(1));

    private final int code;
    private final long seconds;

    Tier(int code, Duration length) {
        this.code = code;
        this.seconds = length.toSeconds();
    }

    /** As in the database. */
    int code() {
        return code;
    }

    static Tier ofCode(int code) {
        return Arrays.stream(values())
                .filter(tier -> tier.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no tier has the code " + code));
    }

    /** The last beginning of one that is not after this time. */
    Instant floor(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The first beginning of one that is not before this time. */
    Instant ceiling(Instant time) {
        var floor = floor(time);
        return floor.equals(time) ? floor : floor.plusSeconds(seconds);
    }

    Tier finer() {
        return ofCode(code - 1);
    }
}
