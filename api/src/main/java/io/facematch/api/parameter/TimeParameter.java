package io.facematch.api.parameter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times as they are written in addresses and bodies, on all routes alike. */
public final class TimeParameter {
    private TimeParameter() {}

    /**
     * The zone of dates.
     *
     * @param name UTC when null
     */
    public static ZoneId zone(@Nullable String name) {
        try {
            return ZoneId.of(name == null ? "UTC" : name);
        } catch (DateTimeException e) {
            throw UnknownParameter.invalid("zone must be the name of a time zone, such as Asia/Dubai.");
        }
    }

    /**
     * A time with its offset, or a date, which begins at midnight in {@code zone}.
     *
     * @param name of the parameter
     * @param text null gives null
     */
    public static @Nullable Instant instant(String name, @Nullable String text, ZoneId zone) {
        if (text == null) {
            return null;
        }
        try {
            var time = text.length() == "2026-03-01".length()
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            var year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year > 0 && year < 10_000) {
                return time;
            }
        } catch (DateTimeException e) {
            // Refused like a year that nobody means.
        }
        throw UnknownParameter.invalid(
                name + " must be a time such as 2026-03-01T08:00:00Z or 2026-03-01T12:00:00+04:00 (in an"
                        + " address, + is %2B), or a date such as 2026-03-01, which begins at midnight in zone.");
    }

    /** @throws io.facematch.api.problem.Problem when the two are the wrong way round */
    public static void requireOrder(String fromName, @Nullable Instant from, String toName, @Nullable Instant to) {
        if (from != null && to != null && from.isAfter(to)) {
            throw UnknownParameter.invalid(fromName + " must not be after " + toName + ".");
        }
    }
}
