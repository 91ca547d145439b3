package io.facematch.api.audit.report;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A calendar unit into which a report cuts its period, as clocks and calendars of a zone show it: a day is 23 or 25 hours
 * long when clocks are changed, and an hour that they show twice is two.
 */
public enum Bucket {
    HOUR(Duration.ofMinutes(30)),
    DAY(Duration.ofHours(23)),
    /** After ISO 8601: from Monday on. */
    WEEK(Duration.ofDays(6)),
    MONTH(Duration.ofDays(27));

    private final Duration shortest;

    Bucket(Duration shortest) {
        this.shortest = shortest;
    }

    /** The name in an address. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(Bucket::code).toList();
    }

    static Optional<Bucket> ofCode(String code) {
        return Arrays.stream(values())
                .filter(bucket -> bucket.code().equals(code))
                .findFirst();
    }

    /** When the bucket begins that has this time in it. */
    public Instant startOf(Instant time, ZoneId zone) {
        var local = time.atZone(zone);
        return switch (this) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS).toInstant();
            case DAY -> startOfDay(local);
            case WEEK -> startOfDay(local.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
            case MONTH -> startOfDay(local.withDayOfMonth(1));
        };
    }

    /** Midnight, or what clocks show first on a day on which they skip it. */
    private static Instant startOfDay(ZonedDateTime local) {
        return local.toLocalDate().atStartOfDay(local.getZone()).toInstant();
    }

    /** When the bucket after that of this time begins. */
    public Instant next(Instant time, ZoneId zone) {
        var start = startOf(time, zone);
        var next = start;
        for (var later = start.plus(shortest); !next.isAfter(start); later = later.plus(shortest)) {
            next = startOf(later, zone);
        }
        return next;
    }

    /**
     * When each bucket begins that has a part of the period in it, in order. The first one may begin before the period.
     *
     * @param most after so many and one more, it is no use to go on
     */
    List<Instant> starts(Instant from, Instant to, ZoneId zone, int most) {
        var starts = new ArrayList<Instant>();
        for (var start = startOf(from, zone); start.isBefore(to) && starts.size() <= most; start = next(start, zone)) {
            starts.add(start);
        }
        return starts;
    }
}
