package io.facematch.api.audit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facematch.api.audit.rollup.Span.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void aMonthOfKathmanduIsItsDaysAndAFewAtTheEnds() {
        var zone = ZoneId.of("Asia/Kathmandu");
        var span = new Span(
                LocalDate.of(2026, 3, 1).atStartOfDay(zone).toInstant(),
                LocalDate.of(2026, 4, 1).atStartOfDay(zone).toInstant());

        assertThat(span.runs())
                .containsExactly(
                        run(Tier.QUARTER_HOUR, "2026-02-28T18:15:00Z", "2026-02-28T19:00:00Z"),
                        run(Tier.HOUR, "2026-02-28T19:00:00Z", "2026-03-01T00:00:00Z"),
                        run(Tier.DAY, "2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z"),
                        run(Tier.SIX_HOURS, "2026-03-31T00:00:00Z", "2026-03-31T18:00:00Z"),
                        run(Tier.QUARTER_HOUR, "2026-03-31T18:00:00Z", "2026-03-31T18:15:00Z"));
    }

    /** Each moment is in one run, and no run could have been a longer tier's. */
    @Test
    void anySpanOfAnyZoneIsAFewRunsInARow() {
        var random = new Random(14);
        var zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (int i = 0; i < 20_000; i++) {
            var zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            var from = LocalDate.of(2026, 1, 1)
                    .plusDays(random.nextInt(400))
                    .atTime(random.nextInt(24), 15 * random.nextInt(4))
                    .atZone(zone);
            var to = random.nextBoolean()
                    ? from.plusDays(random.nextInt(400))
                    : from.plus(Duration.ofMinutes(15L * random.nextInt(500)));
            var span = new Span(from.toInstant(), to.toInstant());

            assertIsInARow(span, span.runs());
        }
    }

    private static void assertIsInARow(Span span, List<Run> runs) {
        assertThat(runs).hasSizeLessThanOrEqualTo(7);
        var at = span.from();
        for (var run : runs) {
            assertThat(run.from()).isEqualTo(at).isBefore(run.to());
            assertThat(run.tier().floor(run.from())).isEqualTo(run.from());
            assertThat(run.tier().floor(run.to())).isEqualTo(run.to());
            if (run.tier() != Tier.DAY) {
                var longer = Tier.ofCode(run.tier().code() + 1);
                assertThat(longer.floor(run.to()))
                        .as("none longer is in " + run)
                        .isBeforeOrEqualTo(longer.ceiling(run.from()));
            }
            at = run.to();
        }
        assertThat(at).isEqualTo(span.to());
    }

    @Test
    void whatIsNoQuarterHourIsWidened() {
        var around = Span.around(Instant.parse("2026-03-01T12:07:01Z"), Instant.parse("2026-03-01T12:15:00.000001Z"));

        assertThat(around)
                .isEqualTo(new Span(Instant.parse("2026-03-01T12:00:00Z"), Instant.parse("2026-03-01T12:30:00Z")));
        assertThat(Span.around(around.from(), around.to())).isEqualTo(around);
    }

    @Test
    void nothingHasNoRuns() {
        assertThat(new Span(MIDNIGHT, MIDNIGHT).runs()).isEmpty();
    }

    @Test
    void refusesWhatIsNoQuarterHour() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(MIDNIGHT.plusSeconds(60), MIDNIGHT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(MIDNIGHT, MIDNIGHT.minusSeconds(900)));
    }

    private static Run run(Tier tier, String from, String to) {
        return new Run(tier, Instant.parse(from), Instant.parse(to));
    }
}
