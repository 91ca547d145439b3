package io.facematch.api.audit.rollup;

import java.time.Duration;
import java.time.Instant;

/** The lengths of time that outcomes are summed by. They begin with UTC's day. */
enum Tier {
    QUARTER_HOUR(Duration.ofMinutes(15)),
    HOUR(Duration.ofHours(1)),
    SIX_HOURS(Duration.ofHours(6)),
    DAY(Duration.ofDays(1));

    private final long seconds;

    Tier(Duration length) {
        this.seconds = length.toSeconds();
    }

    /** As in the database. */
    int code() {
        return ordinal();
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
        return values()[ordinal() - 1];
    }
}
