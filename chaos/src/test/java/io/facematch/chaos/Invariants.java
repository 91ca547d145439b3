package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.testing.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/**
 * What must hold whatever was broken: I1 to I9 of {@code docs/reliability.md}. Attempted, acknowledged and indeterminate
 * submissions are the client's ({@link History}), the observed ones are the database's.
 */
final class Invariants {
    /** Within which all must be well again after a fault is over. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final double SAME_SIMILARITY = 1e-5;

    private final Installation installation;
    private final Map<String, String> committed = new TreeMap<>();

    private Invariants(Installation installation) {
        this.installation = installation;
    }

    static Invariants of(Installation installation) {
        return new Invariants(installation);
    }

    /** Notes the outcomes that are committed now, or as soon as the database answers: none of them may ever change. */
    Invariants remember() {
        committed.putAll(await("the database answers")
                .atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(this::rows, rows -> true));
        return this;
    }

    /** All of them, when every job is over. A failure names each one that does not hold. */
    void hold() throws IOException {
        var history = installation.history();
        awaitDrained();
        var all = new SoftAssertions();
        for (var job : history.acknowledged().entrySet()) {
            checkJob(all, job.getKey(), job.getValue(), history.expected(job.getKey()));
        }
        all.assertThat(unexpected())
                .as(
                        "I4: jobs that were accepted without anybody being told (indeterminate: %s)",
                        history.indeterminate())
                .hasSizeLessThanOrEqualTo(history.indeterminate().size());
        all.assertThat(
                        count(
                                "select count(*) from outcome o join job j on j.id = o.job_id where not j.purged"
                                        + " and not exists (select from pair p where p.job_id = o.job_id and p.pair_index = o.pair_index)"))
                .as("I4: outcomes of no pair")
                .isZero();
        all.assertThat(count("select count(*) from job j join job_key k on k.job_id = j.id"
                        + " where j.state not in ('ENQUEUING', 'RUNNING') and k.purpose = 'PAYLOAD'"))
                .as("I6: jobs that are over and whose photos could still be opened")
                .isZero();
        all.assertThat(changed())
                .as("I2: outcomes that changed after they were committed")
                .isEmpty();
        all.assertThat(history.dishonest())
                .as("I9: answers that are no honest refusal")
                .isEmpty();
        all.assertThat(installation
                        .photos()
                        .scan()
                        .hits(
                                installation.folder().resolve("rabbitmq"),
                                installation.folder().resolve("postgres"),
                                installation.folder().resolve("spool"),
                                installation.folder().resolve("tmp"),
                                installation.folder().resolve("logs")))
                .as("I5: files with a photo or a name in the clear")
                .isEmpty();
        all.assertAll();
    }

    private void checkJob(SoftAssertions all, UUID job, int total, Map<Integer, String> expectedFaults) {
        var database = installation.database();
        var ledger = new Ledger(database, job);
        var wanted = installation.history().cancelled().contains(job)
                ? List.of("CANCELLED", "COMPLETED")
                : List.of("COMPLETED");
        all.assertThat(ledger.state()).as("I1: state of job %s", job).isIn(wanted);
        if (ledger.state().equals("COMPLETED")) {
            all.check(() -> ledger.assertCompletedExactlyOnce(total));
            all.assertThat(new Transitions(database).count(job, "COMPLETED"))
                    .as("I3: how often job %s completed", job)
                    .isEqualTo(1);
        } else {
            all.check(ledger::assertCountersAgree);
        }
        var answers = ledger.answers();
        var indices = ledger.indices();
        all.assertThat(IntStream.range(0, total).boxed().filter(pair -> !indices.contains(pair)))
                .as("I1: pairs of job %s without an outcome", job)
                .hasSize(ledger.state().equals("COMPLETED") ? 0 : total - indices.size());
        var wrong = new TreeMap<Integer, String>();
        for (int n = 0; n < answers.size(); n++) {
            var expected = expectedFaults.getOrDefault(indices.get(n), "Success");
            if (!expected.equals(answers.get(n))) {
                wrong.put(indices.get(n), answers.get(n));
            }
        }
        all.assertThat(wrong)
                .as("I7: pairs of job %s with another answer than without the fault", job)
                .isEmpty();
        all.assertThat(database.sql("""
                        select count(*) from (select max(similarity) - min(similarity) as spread from outcome
                        where job_id in (:jobs) and similarity is not null group by pair_index % :kinds) s where spread > :most""")
                        .param("jobs", job)
                        .param("kinds", Photos.KINDS)
                        .param("most", SAME_SIMILARITY)
                        .query(Long.class)
                        .single())
                .as("I7: kinds of pairs of job %s whose similarities differ", job)
                .isZero();
    }

    private List<UUID> unexpected() {
        var observed = new HashSet<>(installation
                .database()
                .sql("select id from job where state in ('RUNNING', 'COMPLETED', 'EXPIRED')")
                .query(UUID.class)
                .list());
        observed.removeAll(installation.history().acknowledged().keySet());
        observed.removeAll(installation.history().forgotten());
        return List.copyOf(observed);
    }

    private Map<String, String> changed() {
        var now = rows();
        var changed = new TreeMap<String, String>();
        committed.forEach((pair, row) -> {
            if (!row.equals(now.get(pair))) {
                changed.put(pair, row + " became " + now.get(pair));
            }
        });
        return changed;
    }

    private Map<String, String> rows() {
        var rows = new TreeMap<String, String>();
        installation
                .database()
                .sql("select job_id || '/' || pair_index as pair, md5(o::text) as row from outcome o")
                .query((row, n) -> Map.entry(row.getString("pair"), row.getString("row")))
                .list()
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
        return rows;
    }

    private long count(String sql) {
        return installation.database().sql(sql).query(Long.class).single();
    }

    /** I8: no queue keeps anything, waiting or held by a consumer; the spool is empty. */
    private void awaitDrained() throws IOException {
        await("I8: all queues are empty")
                .atMost(RECOVERY)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(installation.broker().messages().values()).allMatch(messages -> messages == 0));
        await("I8: the spool is empty").atMost(RECOVERY).untilAsserted(() -> {
            try (var files = Files.list(installation.folder().resolve("spool"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("upload-"));
            }
        });
    }
}
