package io.facematch.api.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where clocks and calendars cut a period. */
class BucketTest {
    private static List<String> starts(Bucket bucket, String from, String to, String zone) {
        return bucket.starts(Instant.parse(from), Instant.parse(to), ZoneId.of(zone), 2000).stream()
                .map(Instant::toString)
                .toList();
    }

    @Test
    void daysAreThoseOfTheZone() {
        assertThat(starts(Bucket.DAY, "2026-03-01T18:30:00Z", "2026-03-03T18:30:00Z", "Asia/Kolkata"))
                .containsExactly("2026-03-01T18:30:00Z", "2026-03-02T18:30:00Z");
        assertThat(starts(Bucket.DAY, "2026-03-01T18:29:59Z", "2026-03-01T18:30:01Z", "Asia/Kolkata"))
                .as("the first has its beginning before the period")
                .containsExactly("2026-02-28T18:30:00Z", "2026-03-01T18:30:00Z");
    }

    @Test
    void aDayHas23Or25HoursWhenClocksAreChanged() {
        assertThat(starts(Bucket.DAY, "2026-03-28T23:00:00Z", "2026-03-30T22:00:00Z", "Europe/Berlin"))
                .containsExactly("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
        assertThat(starts(Bucket.HOUR, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "Europe/Berlin"))
                .hasSize(23);
        assertThat(starts(Bucket.DAY, "2026-10-24T22:00:00Z", "2026-10-26T23:00:00Z", "Europe/Berlin"))
                .containsExactly("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        assertThat(starts(Bucket.HOUR, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "Europe/Berlin"))
                .as("the hour that clocks show twice is two")
                .hasSize(25)
                .contains("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z");
    }

    /** Clocks are changed by half an hour there. */
    @Test
    void noHourIsLostWhereClocksAreChangedByLess() {
        assertThat(starts(Bucket.HOUR, "2026-04-04T13:00:00Z", "2026-04-04T17:30:00Z", "Australia/Lord_Howe"))
                .containsExactly(
                        "2026-04-04T13:00:00Z", "2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z", "2026-04-04T16:30:00Z");
        assertThat(starts(Bucket.HOUR, "2026-10-03T14:30:00Z", "2026-10-03T17:00:00Z", "Australia/Lord_Howe"))
                .containsExactly("2026-10-03T14:30:00Z", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z");
    }

    /** At the midnight after the 3rd of September 2022, clocks there showed one. */
    @Test
    void aDayBeginsLaterWhereMidnightIsSkipped() {
        assertThat(starts(Bucket.DAY, "2022-09-10T04:00:00Z", "2022-09-12T03:00:00Z", "America/Santiago"))
                .containsExactly("2022-09-10T04:00:00Z", "2022-09-11T04:00:00Z");
    }

    /** The 30th of December 2011 was left out there. */
    @Test
    void aDayThatWasLeftOutHasNoBucket() {
        assertThat(starts(Bucket.DAY, "2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", "Pacific/Apia"))
                .containsExactly("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z");
    }

    @Test
    void weeksBeginOnMondayAndMonthsOnTheirFirst() {
        assertThat(starts(Bucket.WEEK, "2026-03-01T00:00:00Z", "2026-03-10T00:00:00Z", "UTC"))
                .containsExactly("2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z");
        assertThat(starts(Bucket.MONTH, "2026-02-15T00:00:00Z", "2026-04-01T00:00:00Z", "Asia/Dubai"))
                .containsExactly("2026-01-31T20:00:00Z", "2026-02-28T20:00:00Z", "2026-03-31T20:00:00Z");
    }

    @Test
    void aPeriodWithoutTimeHasNoBucket() {
        assertThat(starts(Bucket.DAY, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", "UTC"))
                .containsExactly("2026-03-01T00:00:00Z");
        assertThat(starts(Bucket.DAY, "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "UTC"))
                .isEmpty();
    }

    @Test
    void stopsAfterOneMoreThanThereMayBe() {
        assertThat(Bucket.HOUR.starts(Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("UTC"), 2000))
                .hasSize(2001);
    }

    /** Any time belongs to just one bucket, which begins where that before it ended. */
    @ParameterizedTest
    @EnumSource
    void bucketsFollowEachOtherWithoutGap(Bucket bucket) {
        for (var name : List.of("UTC", "Australia/Lord_Howe", "America/Santiago", "Europe/Berlin", "Pacific/Apia")) {
            var zone = ZoneId.of(name);
            var time = Instant.parse("2026-01-01T00:17:00Z");
            while (time.isBefore(Instant.parse("2027-01-01T00:00:00Z"))) {
                var start = bucket.startOf(time, zone);
                var next = bucket.next(time, zone);
                assertThat(start).isBeforeOrEqualTo(time);
                assertThat(next).as(name).isAfter(time);
                assertThat(bucket.startOf(next.minusMillis(1), zone)).as(name).isEqualTo(start);
                assertThat(bucket.startOf(next, zone)).as(name).isEqualTo(next);
                time = next;
            }
        }
    }
}
