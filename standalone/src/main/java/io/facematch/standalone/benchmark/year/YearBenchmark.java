package io.facematch.standalone.benchmark.year;

import static java.util.Locale.ROOT;

import io.facematch.standalone.benchmark.measured.GeneratedPhotos;
import io.facematch.standalone.benchmark.measured.PairArchive;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.run.ApiClient;
import io.facematch.standalone.terminal.ChildProcess;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.ProgressLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Measures a running server with a year of outcomes, and prints each figure beside its goal. */
final class YearBenchmark {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LONGEST_PACK = Duration.ofHours(1);
    private static final int EXPORTED = 1_000_000;
    private static final int GOAL_OF_EXPORT = 60;
    private static final int VERIFIED = 10_000_000;
    private static final int GOAL_OF_VERIFICATION = 60;
    private static final int GOAL_OF_READER = 500;
    private static final int GOAL_OF_LAG = 10;
    private static final int PAIRS_OF_SUBJECTS = 3;
    private static final String SUBJECT = "pair-000001";

    private final Home home;
    private final ApiClient client;
    private final DataSource owner;
    private final JdbcClient sql;
    private final LocalDate until;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * A benchmark of the server that runs on a state folder.
     *
     * @param owner of its tables
     * @param until midnight after the last day of the year
     */
    YearBenchmark(Home home, ApiClient client, DataSource owner, LocalDate until, PrintWriter out, PrintWriter err) {
        this.home = home;
        this.client = client;
        this.owner = owner;
        this.sql = JdbcClient.create(owner);
        this.until = until;
        this.out = out;
        this.err = err;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Loads a year, and prints how fast it was entered into the log. */
    void load(int rows) throws InterruptedException {
        var outcomes = new MadeOutcomes(owner);
        var ofPart = rows / MadeOutcomes.PARTS / MadeOutcomes.PAIRS * MadeOutcomes.PAIRS;
        outcomes.makePartitions(until);
        for (int part = 0; part < MadeOutcomes.PARTS; part++) {
            say("storing part " + (part + 1) + " of " + MadeOutcomes.PARTS);
            outcomes.storePart(part, ofPart, until);
        }
        say("waiting until the reader has entered them into the log");
        var before = size();
        var started = System.nanoTime();
        follow(before, ofPart * MadeOutcomes.PARTS);
        var rate = (size() - before) / seconds(started);
        print("reader", "%,.0f outcomes/s", rate, rate >= GOAL_OF_READER, GOAL_OF_READER + " outcomes/s");
    }

    /** Waits until each outcome has its place in the log, and is counted. */
    private void follow(long before, int rows) throws InterruptedException {
        var progress = new ProgressLine(err, "outcomes");
        var started = System.nanoTime();
        while (isBehind()) {
            Thread.sleep(POLL);
            progress.show((int) Math.min(rows, size() - before), rows, Duration.ofNanos(System.nanoTime() - started));
        }
        progress.end();
    }

    private boolean isBehind() {
        return sql.sql("""
                        select exists (select from outcome where (xid, job_id, pair_index) >
                                (select xid, row_id, pair_index from audit_position where source = 'outcome'))
                            or exists (select from transparency_log l where size >
                                (select coalesce(max(leaves), 0) from rollup_position p where p.tenant = l.tenant))""").query(Boolean.class).single();
    }

    private long size() {
        return sql.sql("select coalesce(sum(size), 0) from transparency_log")
                .query(Long.class)
                .single();
    }

    /** As the database does by itself after a while. */
    void tidyUp() {
        say("analyzing the tables");
        for (var table : List.of("outcome", "audit_entry", "outcome_rollup", "attempted_digest", "job_rollup")) {
            sql.sql("vacuum analyze " + table).update();
            out.println(sql.sql("""
                            select rpad(cast(:table as text), 24) || ' ' || to_char(sum(reltuples), '999,999,999') || ' rows, '
                                || pg_size_pretty(sum(pg_total_relation_size(oid))) || ', of which indexes '
                                || pg_size_pretty(sum(pg_indexes_size(oid)))
                            from pg_class where relkind = 'r' and (oid = cast(:table as regclass)
                                or oid in (select relid from pg_partition_tree(cast(:table as regclass))))""")
                    .param("table", table)
                    .query((row, n) -> row.getString(1))
                    .single());
        }
        out.flush();
    }

    /** Compares some pairs, of which the subjects are known. */
    void compareKnownSubjects() throws IOException, InterruptedException {
        say("comparing pairs of known subjects");
        var archive = home.folder().resolve("subjects.zip");
        PairArchive.write(archive, photos(), PAIRS_OF_SUBJECTS);
        var job = client.submit(archive);
        while (ApiClient.isRunning(client.get(job.at("/links/self").asString())) || isBehind()) {
            Thread.sleep(POLL);
        }
    }

    /** The same ones each time. */
    private static List<byte[]> photos() throws IOException {
        return new GeneratedPhotos().ordinary(2 * PAIRS_OF_SUBJECTS);
    }

    void readReportsAndSearches(int rounds) throws IOException, InterruptedException {
        var readings = new Readings(client, until);
        try (var meanwhile = OutcomesMeanwhile.begin(owner)) {
            say("reading reports");
            for (var report : readings.reports()) {
                report.measure(rounds, out);
            }
            say("searching");
            for (var search : readings.searches(SUBJECT, photos().getFirst())) {
                search.measure(rounds, out);
            }
            out.printf(ROOT, "stored meanwhile          %.0f outcomes/s%n", meanwhile.rate());
            var lag = lagSeconds();
            print("lag of the reader", "%.1f s", lag, lag <= GOAL_OF_LAG, GOAL_OF_LAG + " s");
        }
    }

    private double lagSeconds() {
        var oldest = """
                select coalesce(extract(epoch from now() - min(decided_at)), 0) from outcome
                where (xid, job_id, pair_index) > (select xid, row_id, pair_index from audit_position where source = 'outcome')""";
        return Math.max(0, sql.sql(oldest).query(Double.class).single());
    }

    /** Fetches about a million outcomes in each format. */
    void export() throws IOException, InterruptedException {
        var period = "from=" + from() + "&to=" + until;
        var exported = 0L;
        for (var format : List.of("csv", "jsonl", "xlsx")) {
            say("exporting " + format);
            var file = new Counted();
            var started = System.nanoTime();
            client.read("/v1/outcomes/export?format=" + format + "&" + period, file);
            var took = seconds(started);
            // A workbook is packed: its lines can't be counted.
            exported = format.equals("xlsx") ? exported : file.lines - (format.equals("csv") ? 1 : 0);
            var million = took * EXPORTED / exported;
            print(
                    "export of a million, " + format,
                    String.format(ROOT, "%%.0f s (%,d outcomes, %,d MB in %.0f s)", exported, file.bytes >> 20, took),
                    million,
                    million <= GOAL_OF_EXPORT,
                    GOAL_OF_EXPORT + " s");
        }
    }

    /** Makes, fetches and verifies a pack of about a million outcomes. */
    void pack() throws IOException, InterruptedException {
        say("making an evidence pack");
        var started = System.nanoTime();
        var asked = client.post(
                "/v1/audit/exports", Map.of("kind", "pack", "from", from().toString(), "to", until.toString()));
        var path = "/v1/audit/exports/" + asked.path("id").asString();
        var state = asked;
        while (List.of("queued", "running").contains(state.path("state").asString())) {
            if (seconds(started) > LONGEST_PACK.toSeconds()) {
                throw new CommandFailed(
                        "the evidence pack is not ready after " + LONGEST_PACK.toMinutes() + " minutes");
            }
            Thread.sleep(POLL);
            state = client.get(path);
        }
        if (!state.path("state").asString().equals("completed")) {
            throw new CommandFailed("there is no evidence pack: " + state.path("problem"));
        }
        out.printf(ROOT, "evidence pack             %s in %.0f s%n", state.path("progress"), seconds(started));
        var pack = home.folder().resolve("pack.zip");
        try (var file = new BufferedOutputStream(Files.newOutputStream(pack))) {
            client.read(path + "/content", file);
        }
        say("verifying the evidence pack");
        started = System.nanoTime();
        var verdict = facematch("audit", "verify", pack.toString());
        out.printf(
                ROOT,
                "verification of the pack  %.0f s, %,d MB: %s%n",
                seconds(started),
                Files.size(pack) >> 20,
                verdict);
        out.flush();
    }

    void verify() throws IOException, InterruptedException {
        say("verifying the database");
        var started = System.nanoTime();
        var verdict = facematch("audit", "verify", "--read-only");
        var took = seconds(started);
        out.println(verdict);
        var like = took * VERIFIED / size();
        print(
                "verification of 10 M",
                String.format(ROOT, "%%.0f s (%,d rows in %.0f s)", size(), took),
                like,
                like <= GOAL_OF_VERIFICATION,
                GOAL_OF_VERIFICATION + " s");
    }

    /**
     * Runs a command on the state folder, and returns the last line that it printed.
     *
     * @throws CommandFailed if it fails: how long it took then is no figure
     */
    private String facematch(String... command) throws IOException, InterruptedException {
        var log = Files.createTempFile(home.folder(), "command", ".log");
        try (var process = ChildProcess.start(
                List.of(command),
                List.of(),
                Set.of(),
                Map.of("FACEMATCH_HOME", home.folder().toString()),
                Path.of("").toAbsolutePath(),
                log)) {
            while (!process.endsWithin(POLL)) {
                // It goes on.
            }
            if (!process.hasSucceeded()) {
                throw new CommandFailed("'facematch " + String.join(" ", command) + "' failed: " + process.lastLine());
            }
            return process.lastLine();
        } finally {
            Files.delete(log);
        }
    }

    /** The first day of those that have about a million outcomes together. */
    private LocalDate from() {
        var days = (long) Math.ceil(360.0 * EXPORTED / Math.max(EXPORTED, size()));
        return until.minusDays(days);
    }

    private void print(String name, String value, double measured, boolean isMet, String goal) {
        out.printf(ROOT, "%-25s " + value + ", goal %s%s%n", name, measured, goal, isMet ? "" : "  NOT MET");
        out.flush();
    }

    private void say(String what) {
        err.println("facematch: " + what);
        err.flush();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static final class Counted extends OutputStream {
        private long bytes;
        private long lines;

        @Override
        public void write(int value) {
            bytes++;
            lines += value == '\n' ? 1 : 0;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
            for (int i = offset; i < offset + length; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
        }
    }
}
