package io.facematch.standalone.benchmark.scale;

import static java.util.Locale.ROOT;

import io.facematch.standalone.benchmark.measured.GeneratedPhotos;
import io.facematch.standalone.benchmark.measured.Latencies;
import io.facematch.standalone.benchmark.measured.MemoryCurve;
import io.facematch.standalone.benchmark.measured.PairArchive;
import io.facematch.standalone.benchmark.scale.Deployment.Serving;
import io.facematch.standalone.run.ApiClient;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;

/** Measures a deployment with the largest jobs, and prints each figure beside its goal. */
final class ScaleBenchmark {
    private static final String HEAP_OF_API = "256m";
    private static final String HEAP_OF_WORKER = "512m";
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration GOAL_OF_ANSWER = Duration.ofSeconds(30);
    private static final Duration GOAL_OF_RESULTS = Duration.ofSeconds(30);
    private static final int TIMES_IDLE = 3;
    private static final Duration BESIDE_IDLE = Duration.ofSeconds(5);

    private static final int SMALL_JOBS = 10;
    private static final int PAIRS_OF_SMALL_JOB = 10;
    private static final int COMPARES = 60;
    private static final int COSTLY_PAIRS = 60;
    private static final int WARM_UP_COMPARES = 40;
    private static final int PHOTOS = 64;

    private final Deployment deployment;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String token;
    private final List<byte[]> photos;

    ScaleBenchmark(Deployment deployment, PrintWriter out, PrintWriter err) throws IOException {
        this.deployment = deployment;
        this.out = out;
        this.err = err;
        this.token = deployment.token();
        this.photos = new GeneratedPhotos().small(PHOTOS);
    }

    /**
     * @param pairs of the archive that is taken in and given out
     * @param pairsBefore of the job behind which others wait
     */
    void run(int pairs, int pairsBefore) throws IOException, InterruptedException {
        var api = deployment.startApi(HEAP_OF_API);
        var job = takeIn(api, pairs);
        decide(job);
        giveOut(api, job, pairs);
        try (var client = new ApiClient(api.address(), token)) {
            var worker = deployment.startWorker(HEAP_OF_WORKER);
            decodeCostly(client, worker);
            try (var memory = memoryOf(worker)) {
                waitBehind(client, api, pairsBefore);
                print("memory of the worker, afterwards", "%s MiB, peak %d", curve(memory), memory.peak());
            }
        }
    }

    private String takeIn(Serving api, int pairs) throws IOException, InterruptedException {
        say("making an archive of " + pairs + " pairs");
        var archive = deployment.home().folder().resolve("pairs.zip");
        PairArchive.write(archive, photos, pairs);
        say("sending it to an API with a heap of " + HEAP_OF_API);
        try (var memory = memoryOf(api)) {
            var upload = TimedUpload.send(api.address(), token, archive);
            print(
                    "archive",
                    "%,d pairs, %,d MB, sent in %.1f s",
                    pairs,
                    Files.size(archive) / 1_000_000,
                    seconds(upload.upload()));
            goal("end of upload to 202", upload.answer(), GOAL_OF_ANSWER);
            var job = upload.job().path("id").asString();
            var accepted = System.nanoTime();
            while (!isPublished(UUID.fromString(job))) {
                Thread.sleep(POLL);
            }
            var published = seconds(Duration.ofNanos(System.nanoTime() - accepted));
            print("publishing, after the 202", "%,.0f pairs/s for %.1f s", pairs / published, published);
            print("memory of the API", "%s MiB, peak %d", curve(memory), memory.peak());
            Files.delete(archive);
            return job;
        }
    }

    private boolean isPublished(UUID job) throws IOException {
        return deployment
                .owner()
                .sql("select a.next_pair = j.total from job_archive a join job j on j.id = a.job_id where j.id = ?")
                .param(job)
                .query(Boolean.class)
                .single();
    }

    /** Stores outcomes for all pairs, as if they had been compared, which would take an hour. */
    private void decide(String job) throws IOException {
        say("storing their outcomes by SQL");
        for (var statement : statements()) {
            deployment.owner().sql(statement).param("job", UUID.fromString(job)).update();
        }
    }

    private void giveOut(Serving api, String job, int pairs) throws IOException, InterruptedException {
        say("downloading the results");
        var file = deployment.home().folder().resolve("results.zip");
        try (var memory = memoryOf(api);
                var client = new ApiClient(api.address(), token)) {
            var began = System.nanoTime();
            try (var target = Files.newOutputStream(file)) {
                client.read("/v1/jobs/" + job + "/results", target);
            }
            goal("results ZIP", Duration.ofNanos(System.nanoTime() - began), GOAL_OF_RESULTS);
            print("memory of the API", "%s MiB, peak %d", curve(memory), memory.peak());
        }
        try (var zip = new ZipFile(file.toFile())) {
            var results = zip.stream()
                    .filter(entry -> entry.getName().startsWith("results/") && !entry.isDirectory())
                    .count();
            print("results ZIP", "%,d kB, %,d files of pairs, %s", Files.size(file) / 1000, results, workbook(zip));
            if (results != pairs) {
                throw new CommandFailed("the results ZIP has " + results + " pairs instead of " + pairs);
            }
        }
        Files.delete(file);
    }

    /** What LibreOffice says to the workbook, where it is installed. */
    private String workbook(ZipFile zip) throws IOException, InterruptedException {
        var folder = Files.createDirectories(deployment.home().folder().resolve("workbook"));
        var workbook = folder.resolve("summary.xlsx");
        try (var content = zip.getInputStream(zip.getEntry("summary.xlsx"))) {
            Files.copy(content, workbook);
        }
        Process office;
        try {
            office = new ProcessBuilder(
                            "soffice",
                            "--headless",
                            "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                            "--convert-to",
                            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
                            "--outdir",
                            folder.toString(),
                            workbook.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return "summary.xlsx of %,d kB (LibreOffice is not here to open it)".formatted(Files.size(workbook) / 1000);
        }
        try (var output = office.getInputStream()) {
            output.readAllBytes();
        }
        if (office.waitFor() != 0) {
            throw new CommandFailed("LibreOffice does not open summary.xlsx");
        }
        try (var sheets = Files.list(folder)) {
            return "summary.xlsx opened by LibreOffice, lines of its sheets: "
                    + sheets.filter(file -> file.toString().endsWith(".csv"))
                            .map(ScaleBenchmark::lines)
                            .collect(Collectors.joining(", "));
        }
    }

    private static String lines(Path file) {
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return "%,d".formatted(lines.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitBehind(ApiClient client, Serving api, int pairsBefore) throws IOException, InterruptedException {
        var small = deployment.home().folder().resolve("small.zip");
        PairArchive.write(small, photos, PAIRS_OF_SMALL_JOB);
        say("comparing with nothing else to do");
        compare(client, WARM_UP_COMPARES);
        submitSmall(client, small);
        var compares = Latencies.of(compare(client, COMPARES));
        var idle = submitSmall(client, small);

        say("comparing beside a job of " + pairsBefore + " pairs");
        var large = deployment.home().folder().resolve("large.zip");
        PairArchive.write(large, photos, pairsBefore);
        var before = TimedUpload.send(api.address(), token, large).job();
        var self = before.at("/links/self").asString();
        while (client.get(self).path("done").asInt() < SMALL_JOBS * PAIRS_OF_SMALL_JOB) {
            Thread.sleep(POLL);
        }
        var behind = submitSmall(client, small);
        var comparesBeside = Latencies.of(compare(client, COMPARES));
        if (!ApiClient.isRunning(client.get(self))) {
            throw new CommandFailed("the large job was over too soon: nothing was measured beside it");
        }
        print("ten jobs of ten pairs, idle", "%.1f s", seconds(idle));
        goal(
                "the same behind " + pairsBefore + " pairs",
                behind,
                idle.multipliedBy(TIMES_IDLE).plus(BESIDE_IDLE));
        print("single pair, idle", "%s", compares.inWords());
        goalOfMillis(
                "the same beside " + pairsBefore + " pairs, p95", comparesBeside.p95(), TIMES_IDLE * compares.p95());
    }

    /** What photos that are made to cost memory can take. */
    private void decodeCostly(ApiClient client, Serving worker) throws IOException, InterruptedException {
        say("comparing photos of up to 100 megapixels");
        var archive = deployment.home().folder().resolve("costly.zip");
        PairArchive.write(archive, new GeneratedPhotos().costly(), COSTLY_PAIRS);
        try (var memory = memoryOf(worker)) {
            var job = client.submit(archive);
            while (ApiClient.isRunning(job)) {
                Thread.sleep(POLL);
                job = client.get(job.at("/links/self").asString());
            }
            print("photos of up to 100 megapixels", "%d pairs: %s", COSTLY_PAIRS, job.path("counts"));
            print("memory of the worker", "%s MiB, peak %d", curve(memory), memory.peak());
        }
    }

    /** From the first byte of the first to the last outcome of the last. */
    private static Duration submitSmall(ApiClient client, Path archive) throws IOException, InterruptedException {
        var began = Instant.now();
        var jobs = new ArrayList<JsonNode>();
        for (int job = 0; job < SMALL_JOBS; job++) {
            jobs.add(client.submit(archive));
        }
        var last = began;
        for (var accepted : jobs) {
            var job = accepted;
            while (ApiClient.isRunning(job)) {
                Thread.sleep(POLL);
                job = client.get(accepted.at("/links/self").asString());
            }
            var finished = Instant.parse(job.path("finished_at").asString());
            last = finished.isAfter(last) ? finished : last;
        }
        return Duration.between(began, last);
    }

    private List<Long> compare(ApiClient client, int count) throws IOException, InterruptedException {
        var nanos = new ArrayList<Long>();
        for (int pair = 0; pair < count; pair++) {
            var began = System.nanoTime();
            client.compare(photos.get(2 * pair % photos.size()), photos.get((2 * pair + 1) % photos.size()));
            nanos.add(System.nanoTime() - began);
        }
        return nanos;
    }

    private static List<String> statements() {
        try (InputStream file = ScaleBenchmark.class.getResourceAsStream("decide.sql")) {
            if (file == null) {
                throw new IllegalStateException("this build lacks decide.sql");
            }
            return Stream.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\\n"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MemoryCurve memoryOf(Serving api) {
        return MemoryCurve.of(() -> Stream.of(api.process()));
    }

    private static String curve(MemoryCurve memory) {
        return memory.points().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private void goal(String what, Duration measured, Duration goal) {
        print(
                what,
                "%.1f s   goal %.1f s%s",
                seconds(measured),
                seconds(goal),
                measured.compareTo(goal) <= 0 ? "" : "   NOT MET");
    }

    private void goalOfMillis(String what, double measured, double goal) {
        print(what, "%.0f ms   goal %.0f ms%s", measured, goal, measured <= goal ? "" : "   NOT MET");
    }

    private void print(String what, String format, Object... values) {
        out.printf(
                ROOT,
                "%-40s " + format + "%n",
                Stream.concat(Stream.of(what), Stream.of(values)).toArray());
        out.flush();
    }

    private void say(String what) {
        err.println("facematch: " + what);
        err.flush();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
