package io.facematch.standalone.benchmark;

import io.facematch.standalone.benchmark.measured.Latencies;
import io.facematch.standalone.benchmark.measured.MemoryCurve;
import io.facematch.standalone.benchmark.measured.PairArchive;
import io.facematch.standalone.benchmark.measured.ProductProcess;
import io.facematch.standalone.run.ApiClient;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Measures the whole product as its clients see it: through HTTP, RabbitMQ and PostgreSQL. */
final class ProductBenchmark implements AutoCloseable {
    private static final int WARM_UP_PAIRS = 400;
    private static final int WARM_UP_COMPARES = 100;
    private static final int COMPARES = 200;
    private static final int PAIRS_BESIDE_COMPARES = 600;

    /** Larger jobs are submitted in parts, so that no archive comes near the limit on uploads. */
    private static final int PAIRS_PER_JOB = 5000;

    /** As often as the API asks its clients to poll: more often would slow the server down. */
    private static final Duration POLL = Duration.ofSeconds(1);

    private static final Duration BETWEEN_COMPARES = Duration.ofMillis(100);

    private final ProductProcess product;
    private final ApiClient client;
    private final Path folder;
    private final List<byte[]> photos;

    private ProductBenchmark(ProductProcess product, Path folder, List<byte[]> photos) {
        this.product = product;
        this.client = new ApiClient(product.address(), product.token());
        this.folder = folder;
        this.photos = photos;
    }

    /** Starts the product and lets it warm up. */
    static ProductBenchmark start(Path folder, String broker, List<byte[]> photos)
            throws IOException, InterruptedException {
        var product = ProductProcess.start(folder, broker);
        var benchmark = new ProductBenchmark(product, folder, photos);
        try {
            benchmark.bulk(WARM_UP_PAIRS);
            benchmark.compareOften(WARM_UP_COMPARES);
            return benchmark;
        } catch (RuntimeException | IOException | InterruptedException failed) {
            benchmark.close();
            throw failed;
        }
    }

    /** Pairs per second from the first byte of the first upload to the last outcome. */
    double bulk(int pairs) throws IOException, InterruptedException {
        var part = Math.min(pairs, PAIRS_PER_JOB);
        var archive = folder.resolve("pairs.zip");
        PairArchive.write(archive, photos, part);
        var jobs = new ArrayList<JsonNode>();
        var started = Instant.now();
        for (var left = pairs; left > 0; left -= part) {
            if (left < part) {
                PairArchive.write(archive, photos, left);
            }
            jobs.add(client.submit(archive));
        }
        var finished = started;
        for (var job : jobs) {
            finished = later(finished, finish(job));
        }
        return pairs / (Duration.between(started, finished).toNanos() / 1e9);
    }

    /** One pair after the other, with nothing else to do. */
    Latencies compareWhileIdle() throws IOException, InterruptedException {
        return Latencies.of(compareOften(COMPARES));
    }

    /** A pair after each pause while a job runs. */
    Latencies compareBesideBulk() throws IOException, InterruptedException {
        var archive = folder.resolve("pairs.zip");
        PairArchive.write(archive, photos, PAIRS_BESIDE_COMPARES);
        var job = client.submit(archive);
        var nanos = new ArrayList<Long>();
        while (ApiClient.isRunning(client.get(job.at("/links/self").asString()))) {
            nanos.add(compare(nanos.size()));
            Thread.sleep(BETWEEN_COMPARES);
        }
        return Latencies.of(nanos);
    }

    MemoryCurve watchMemory() {
        return MemoryCurve.of(product::processes);
    }

    private List<Long> compareOften(int count) throws IOException, InterruptedException {
        var nanos = new ArrayList<Long>();
        for (var i = 0; i < count; i++) {
            nanos.add(compare(i));
        }
        return nanos;
    }

    private long compare(int pair) throws IOException, InterruptedException {
        var started = System.nanoTime();
        var probe = photos.get(2 * pair % photos.size());
        var reference = photos.get((2 * pair + 1) % photos.size());
        client.compare(probe, reference);
        return System.nanoTime() - started;
    }

    /** When the last outcome was stored. */
    private Instant finish(JsonNode accepted) throws IOException, InterruptedException {
        var job = accepted;
        while (ApiClient.isRunning(job)) {
            Thread.sleep(POLL);
            job = client.get(accepted.at("/links/self").asString());
        }
        // A job whose pairs fail would be fast.
        if (!job.path("state").asString().equals("COMPLETED")
                || job.at("/counts/Error").asInt() > 0) {
            throw new CommandFailed(
                    "the job was not completed without errors: " + job.path("state") + job.path("counts"));
        }
        return Instant.parse(job.path("finished_at").asString());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public void close() throws IOException {
        client.close();
        product.close();
    }
}
