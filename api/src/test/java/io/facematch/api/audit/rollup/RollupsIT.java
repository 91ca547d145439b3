package io.facematch.api.audit.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.api.audit.Settled;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.audit.rollup.Rollups.By;
import io.facematch.api.audit.rollup.Rollups.Group;
import io.facematch.api.audit.rollup.Rollups.Progress;
import io.facematch.api.audit.rollup.Rollups.Query;
import io.facematch.api.audit.rollup.histogram.Histogram;
import io.facematch.api.audit.rollup.histogram.Latencies;
import io.facematch.api.audit.rollup.histogram.Latencies.Measure;
import io.facematch.api.audit.rollup.histogram.Latencies.OutcomeClass;
import io.facematch.api.audit.rollup.histogram.LatencyBins;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.testing.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What the rollups say is what the rows of outcomes say. */
class RollupsIT {
    private static final TestJobs JOBS = new TestJobs();
    private static final JdbcTemplate JDBC = new JdbcTemplate(JOBS.dataSource);
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final int QUARTERS = 50 * 96;
    private static final int QUERIES = Boolean.getBoolean("facematch.slow-tests") ? 40 : 15;

    private final Random random = new Random(14);
    private final RandomOutcomes outcomes = new RandomOutcomes(JDBC, 14);
    private final OutcomeStream stream =
            new OutcomeStream(JDBC, new TransparencyLogs(JDBC), JOBS.transaction, InstantSource.fixed(TestJobs.NOW));
    private final Rollups rollups = new Rollups(
            JOBS.jdbc, new TenantReads(JOBS.jdbc, new JdbcTransactionManager(JOBS.dataSource), "facematch_auditor"));

    @AfterAll
    static void closePool() throws Exception {
        ((AutoCloseable) JOBS.dataSource).close();
    }

    @BeforeEach
    void empty() {
        JDBC.execute("truncate outcome, audit_entry, transparency_log, log_tile, outcome_rollup, rollup_position");
        outcomes.makePartitions(at(0), at(QUARTERS));
    }

    private void add(String tenant, int count) {
        outcomes.add(tenant, count, at(0), at(QUARTERS));
    }

    private void follow() {
        Settled.await(JOBS.jdbc);
        while (stream.follow()) {
            // There is more.
        }
    }

    /** The beginning of a quarter of an hour. */
    private static Instant at(int quarter) {
        return FROM.plus(Duration.ofMinutes(15L * quarter));
    }

    @Test
    void countsAreThoseOfTheRows() {
        add("acme", 1500);
        follow();
        add("globex", 500);
        add("acme", 1000);
        follow();

        var rows = Rows.of(JOBS.jdbc, "acme");
        for (int i = 0; i < QUERIES; i++) {
            assertAreThoseOfTheRows(query(), rows);
        }
        assertAreThoseOfTheRows(new Query("acme", List.of(new Span(at(0), at(QUARTERS))), null, null, null));
        assertAreThoseOfTheRows(new Query("nobody", List.of(new Span(at(0), at(QUARTERS))), null, null, null));
    }

    /** Many transactions, of which those that began first commit last. */
    @Test
    void addsWhatCommitsLate() {
        for (int i = 0; i < 5; i++) {
            JOBS.transaction.executeWithoutResult(late -> {
                add("acme", 20);
                inAnotherThread(() -> {
                    add("acme", 30);
                    stream.follow();
                });
            });
            follow();
        }

        assertAreThoseOfTheRows(all());
        assertThat(total(all())).isEqualTo(250);
    }

    /** As after an update from a version that had none. */
    @Test
    void addsWhatWasInTheLogsBeforeBesideWhatComes() {
        add("acme", 5300);
        add("globex", 300);
        follow();
        JDBC.execute("truncate outcome_rollup, rollup_position");
        assertThat(rollups.progress("acme")).isEqualTo(new Progress(0, 5300));

        var steps = 0;
        do {
            add("acme", 10);
            add("globex", 10);
            Settled.await(JOBS.jdbc);
            stream.follow();
            steps++;
            assertThat(total(all()))
                    .as("so many leaves are counted")
                    .isEqualTo(rollups.progress("acme").leaves());
        } while (rollups.progress("acme").leaves() < rollups.progress("acme").size());
        follow();

        assertThat(steps).isGreaterThan(1);
        assertAreThoseOfTheRows(all());
        assertAreThoseOfTheRows(new Query("globex", all().spans(), null, null, null));
        assertThat(total(all())).isEqualTo(5300 + 10L * steps);
    }

    @Test
    void staysWhenAMonthIsDropped() {
        add("acme", 100);
        follow();
        JDBC.execute("drop table audit_entry_2026_01, outcome_2026_01");
        try {
            follow();
            assertThat(total(all())).isEqualTo(100);
        } finally {
            JDBC.execute("select create_outcome_partitions('2026-01-01', 1)");
        }
    }

    @Test
    void knowsTheClientsThatHadOutcomes() {
        add("acme", 100);
        follow();

        assertThat(rollups.clients("acme")).containsExactlyElementsOf(RandomOutcomes.CLIENTS);
        assertThat(rollups.clients("globex")).isEmpty();
    }

    private static Query all() {
        return new Query("acme", List.of(new Span(at(0), at(QUARTERS))), null, null, null);
    }

    private long total(Query query) {
        return rollups.counts(query, By.SPAN).values().stream()
                .mapToLong(Counts::outcomes)
                .sum();
    }

    /** Of some spans in a row, and perhaps of one client, surface or model. */
    private Query query() {
        var borders =
                random.ints(random.nextInt(2, 6), 0, QUARTERS + 1).sorted().toArray();
        return new Query(
                "acme",
                IntStream.range(1, borders.length)
                        .mapToObj(i -> new Span(at(borders[i - 1]), at(borders[i])))
                        .toList(),
                perhaps(RandomOutcomes.CLIENTS),
                perhaps(RandomOutcomes.SURFACES),
                perhaps(Stream.concat(RandomOutcomes.MODELS.stream(), Stream.of(""))
                        .toList()));
    }

    private @Nullable String perhaps(List<String> names) {
        return random.nextBoolean() ? null : names.get(random.nextInt(names.size()));
    }

    private static void inAnotherThread(Runnable task) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void assertAreThoseOfTheRows(Query query) {
        assertAreThoseOfTheRows(query, Rows.of(JOBS.jdbc, query.tenant()));
    }

    private void assertAreThoseOfTheRows(Query query, Rows rows) {
        for (var by : By.values()) {
            var groups = new HashMap<Group, Rows>();
            for (var span = 0; span < query.spans().size(); span++) {
                var found = rows.in(query, span);
                for (var name : found.names(by)) {
                    groups.put(new Group(span, name), found.named(by, name));
                }
            }
            var as = query + " by " + by;
            assertThat(transformed(rollups.counts(query, by), RollupsIT::asMap))
                    .as(as)
                    .isEqualTo(transformed(groups, Rows::counts));
            assertThat(rollups.failures(query, by))
                    .as(as)
                    .isEqualTo(without(transformed(groups, Rows::failures), Map.of()));
            assertThat(transformed(
                            rollups.similarities(query, by),
                            found -> List.of(bins(found.matches()), bins(found.nonMatches()))))
                    .as(as)
                    .isEqualTo(without(transformed(groups, Rows::similarities), List.of(Map.of(), Map.of())));
            assertLatencies(rollups.latencies(query, by), groups);
        }
    }

    private static void assertLatencies(Map<Group, Latencies> latencies, Map<Group, Rows> groups) {
        groups.forEach((group, rows) -> {
            for (var measure : Measure.values()) {
                for (var outcomes : OutcomeClass.values()) {
                    var exact = rows.latencies(outcomes, measure);
                    var found = latencies.getOrDefault(group, new Latencies()).of(outcomes, measure);
                    assertThat(found.total()).isEqualTo(exact.length);
                    for (var part : new double[] {0.5, 0.9, 0.99}) {
                        if (exact.length > 0) {
                            var nearestRank = exact[(int) Math.ceil(part * exact.length) - 1];
                            assertThat(LatencyBins.milliseconds(found.quantile(part)))
                                    .isCloseTo(nearestRank, within(0.02001 * nearestRank + 0.01));
                        }
                    }
                }
            }
        });
    }

    private static Map<Counter, Long> asMap(Counts counts) {
        return Arrays.stream(Counter.values()).collect(Collectors.toMap(Function.identity(), counts::get));
    }

    static Map<Integer, Long> bins(Histogram histogram) {
        var bins = new TreeMap<Integer, Long>();
        histogram.forEach((bin, count) -> bins.put(bin, count));
        return bins;
    }

    private static <T, U> Map<Group, U> transformed(Map<Group, T> groups, Function<T, U> of) {
        return groups.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, group -> of.apply(group.getValue())));
    }

    /** A group that has nothing is not there. */
    private static <T> Map<Group, T> without(Map<Group, T> groups, T nothing) {
        groups.values().removeIf(nothing::equals);
        return groups;
    }
}
