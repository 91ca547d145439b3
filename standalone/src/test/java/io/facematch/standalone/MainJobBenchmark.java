package io.facematch.standalone;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.facematch.job.JobKeys;
import io.facematch.job.JobKeys.Purpose;
import io.facematch.payload.DataKey;
import io.facematch.payload.MasterKey;
import io.facematch.payload.PayloadCipher;
import io.facematch.payload.PayloadCipher.Place;
import io.facematch.worker.face.model.ModelCatalog;
import io.facematch.worker.face.model.ModelChoice;
import io.facematch.worker.face.model.OnnxModel;
import io.facematch.worker.face.model.PixelTensor;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * How fast the main job is beside what the networks alone allow, what memory it takes, and how long the results of 10,000
 * pairs take. Wants an idle machine; on a busy one only the processor times per pair can be compared. From the project's
 * folder:
 *
 * <pre>{@code
 * mvn -q -ntp -pl standalone -am test-compile dependency:build-classpath \
 *   -Dmdep.includeScope=test -Dmdep.outputFile=target/classpath
 * cd standalone
 * java --enable-native-access=ALL-UNNAMED -cp "target/test-classes:target/classes:$(cat target/classpath)" \
 *   io.facematch.standalone.MainJobBenchmark [pairs]
 * }</pre>
 */
final class MainJobBenchmark {
    private static final int THREADS = 2;
    private static final double RATIO_GOAL = 0.60;
    private static final long MEMORY_GOAL_MIB = 900;
    private static final int OUTCOMES = 10_000;
    private static final Duration RESULTS_GOAL = Duration.ofSeconds(5);
    /** As the launcher starts it. */
    private static final List<String> LAUNCHER_FLAGS = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-HeapDumpOnOutOfMemoryError",
            "-XX:+DisableAttachMechanism");

    private MainJobBenchmark() {}

    public static void main(String... arguments) throws Exception {
        var pairs = arguments.length == 0 ? 1000 : Integer.parseInt(arguments[0]);
        var folder = Files.createTempDirectory("facematch-benchmark");
        try {
            var archive = Files.write(folder.resolve("pairs.zip"), archive(pairs));
            System.out.printf(Locale.ROOT, "%d pairs, %.1f MB%n", pairs, Files.size(archive) / 1e6);
            // Before and after, as other work on the machine comes and goes.
            var before = networksAlone(2 * pairs);
            var product = wholeProduct(folder, archive);
            var networks = (before + networksAlone(2 * pairs)) / 2;
            printRatio("first job", product.getFirst() / networks);
            printRatio("next job", product.getLast() / networks);
            results(folder);
        } finally {
            delete(folder);
        }
        // The broker's hook stops it.
        System.exit(0);
    }

    // ---- the archive

    private static byte[] archive(int pairs) throws Exception {
        ImageIO.setUseCache(false);
        var random = new Random(42);
        var archive = new TestArchive();
        for (int i = 0; i < pairs; i++) {
            var probe = "person%02d_%s".formatted(1 + random.nextInt(12), random.nextBoolean() ? "selfie" : "turned");
            var reference = random.nextInt(4) == 0
                    ? "person%02d_id".formatted(1 + random.nextInt(12))
                    : probe.replaceFirst("_.*", "_id");
            archive.pair("pair-%05d".formatted(i), variant(probe, random), variant(reference, random));
        }
        return archive.toBytes();
    }

    /** The longer side has 250 to 640 pixels; no two are alike. */
    private static byte[] variant(String portrait, Random random) throws IOException {
        var photo = ImageIO.read(new ByteArrayInputStream(Samples.portrait(portrait)));
        var height = 250 + random.nextInt(391);
        var width = photo.getWidth() * height / photo.getHeight();
        var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var canvas = scaled.createGraphics();
        canvas.drawImage(photo.getScaledInstance(width, height, Image.SCALE_FAST), 0, 0, null);
        canvas.dispose();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(0.70f + 0.25f * random.nextFloat());
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(scaled, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    // ---- the networks alone

    /** Detector and embedder once per image, on images of noise that were prepared before. Pairs per second. */
    private static double networksAlone(int images) throws Exception {
        var selection = new ModelCatalog(ModelCatalog.searchPath(Samples.models())).select(ModelChoice.BEST_PRESENT);
        var detection = selection.detector().card().detectorContract();
        var embedding = selection.embedder().card().embedderContract();
        var longer = detection.passes().getFirst().size();
        // A portrait is three to four; the canvas is rounded up to what the network takes.
        var shorter = detection.fixedSize() ? longer : (longer * 3 / 4 + 31) / 32 * 32;
        var counter = new AtomicInteger();
        try (var detector = OnnxModel.load(selection.detector());
                var embedder = OnnxModel.load(selection.embedder());
                var threads = Executors.newFixedThreadPool(THREADS)) {
            Callable<Integer> work = () -> {
                try (var detect =
                                detector.newPredictor(new Noise(new PixelTensor(detection.pixels()), shorter, longer));
                        var embed = embedder.newPredictor(
                                new Noise(new PixelTensor(embedding.pixels()), embedding.size(), embedding.size()))) {
                    var done = 0;
                    while (counter.getAndIncrement() < images) {
                        done += run(detect) + run(embed);
                    }
                    return done;
                }
            };
            counter.set(images - 100);
            threads.invokeAll(List.of(work, work));
            counter.set(0);
            var before = processorMillis(List.of(ProcessHandle.current()));
            var started = System.nanoTime();
            for (var result : threads.invokeAll(List.of(work, work))) {
                result.get();
            }
            var rate = images / 2.0 / seconds(started);
            System.out.printf(
                    Locale.ROOT,
                    "networks alone: %.1f pairs/s (%s at %dx%d, %s; %d threads); %.1f ms of processor time per pair%n",
                    rate,
                    selection.detector().card().id(),
                    shorter,
                    longer,
                    selection.embedder().card().id(),
                    THREADS,
                    (processorMillis(List.of(ProcessHandle.current())) - before) / (images / 2.0));
            return rate;
        }
    }

    private static int run(Predictor<Integer, Integer> predictor) throws TranslateException {
        return predictor.predict(0);
    }

    /** An input that is always the same and an output that is not looked at. */
    private record Noise(PixelTensor tensor, int width, int height, ByteBuffer pixels)
            implements NoBatchifyTranslator<Integer, Integer> {
        Noise(PixelTensor tensor, int width, int height) {
            this(tensor, width, height, ByteBuffer.allocateDirect(3 * width * height));
            var random = new Random(1);
            for (int i = 0; i < pixels.capacity(); i++) {
                pixels.put(i, (byte) random.nextInt());
            }
        }

        @Override
        public NDList processInput(TranslatorContext context, Integer none) {
            return new NDList(tensor.of(pixels, width, height, context.getNDManager()));
        }

        @Override
        public Integer processOutput(TranslatorContext context, NDList list) {
            return list.size();
        }
    }

    // ---- the whole product

    /**
     * Pairs per second from the first byte sent to the last outcome: of the first job of a fresh process, which loads and
     * compiles as it goes, and of the next.
     */
    private static List<Double> wholeProduct(Path folder, Path archive) throws Exception {
        try (var up = UpProcess.start(folder.resolve("home"), LAUNCHER_FLAGS, Map.of(), folder.resolve("up.log"));
                var client = up.client()) {
            var rates = List.of(measure("first job", up, client, archive), measure("next job", up, client, archive));
            var java = highWater(up.handle().pid());
            var postgres = withChildren(up.databaseServer())
                    .mapToLong(one -> highWater(one.pid()))
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "peak memory:    %d MiB: JVM %d, PostgreSQL %d, its shared memory counted in each process (goal %d) %s%n",
                    java + postgres,
                    java,
                    postgres,
                    MEMORY_GOAL_MIB,
                    verdict(java + postgres < MEMORY_GOAL_MIB));
            return rates;
        }
    }

    private static double measure(String name, UpProcess up, ApiClient client, Path archive) throws Exception {
        var java = List.of(up.handle());
        var postgres = withChildren(up.databaseServer()).toList();
        var broker = BrokerNode.isVisible() ? BrokerNode.processes() : List.<ProcessHandle>of();
        var javaBefore = processorMillis(java);
        var postgresBefore = processorMillis(postgres);
        var brokerBefore = processorMillis(broker);
        var started = System.nanoTime();
        var accepted = client.submit(archive);
        var enqueued = seconds(started);
        var pairs = finish(client, accepted).path("total").asInt();
        var rate = pairs / seconds(started);
        System.out.printf(
                Locale.ROOT,
                "%-10s      %.1f pairs/s, accepted after %.1f s; processor ms per pair: JVM %.1f, PostgreSQL %.1f, broker %.1f;"
                        + " stages in ms: %s%n",
                name + ":",
                rate,
                enqueued,
                (processorMillis(java) - javaBefore) / pairs,
                (processorMillis(postgres) - postgresBefore) / pairs,
                (processorMillis(broker) - brokerBefore) / pairs,
                stages(up, accepted));
        return rate;
    }

    private static void printRatio(String name, double ratio) {
        System.out.printf(
                Locale.ROOT, "ratio, %s: %.2f (goal %.2f) %s%n", name, ratio, RATIO_GOAL, verdict(ratio >= RATIO_GOAL));
    }

    private static JsonNode finish(ApiClient client, JsonNode accepted) throws IOException, InterruptedException {
        var job = accepted;
        while (job.path("state").asString().equals("RUNNING")) {
            Thread.sleep(Duration.ofMillis(100));
            job = client.get(accepted.at("/links/self").asString());
        }
        return job;
    }

    private static Map<String, @Nullable Object> stages(UpProcess up, JsonNode job) throws IOException {
        return up.database()
                .sql("""
                        select round(avg(decode_ms)::numeric, 2) as decode, round(avg(detect_ms)::numeric, 2) as detect,
                            round(avg(embed_ms)::numeric, 2) as embed, round(avg(total_ms)::numeric, 2) as total
                        from outcome where job_id = ?""")
                .param(UUID.fromString(job.path("id").asString()))
                .query()
                .singleRow();
    }

    private static Stream<ProcessHandle> withChildren(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }

    private static double processorMillis(List<ProcessHandle> processes) {
        return processes.stream()
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
                .sum();
    }

    /** The most memory that a process ever had, in MiB. */
    private static long highWater(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    // ---- the results of a large job

    private static void results(Path folder) throws Exception {
        var home = folder.resolve("home");
        try (var up = UpProcess.start(
                        home, List.of("-Xmx128m", "-XX:+UseSerialGC"), Map.of(), folder.resolve("results.log"));
                var client = up.client()) {
            var job = storeOutcomes(
                    up.database(),
                    MasterKey.ofBase64(Files.readString(Home.open(home).masterKey())));
            var best = Double.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                var started = System.nanoTime();
                var saved = client.saveResults("/v1/jobs/" + job + "/results", folder.resolve("saved"));
                best = Math.min(best, seconds(started));
                System.out.printf(
                        Locale.ROOT,
                        "%d results:  %.2f s, %.1f MB%n",
                        OUTCOMES,
                        seconds(started),
                        Files.size(saved) / 1e6);
            }
            System.out.printf(
                    Locale.ROOT,
                    "at best:        %.2f s (goal %d s, heap of 128 MB) %s%n",
                    best,
                    RESULTS_GOAL.toSeconds(),
                    verdict(best < RESULTS_GOAL.toSeconds()));
        }
    }

    /** A finished job, written past the API; its names are sealed as the API does it. */
    private static UUID storeOutcomes(JdbcClient database, MasterKey masterKey) {
        var job = UUID.randomUUID();
        database.sql("""
                        insert into job (id, tenant, client, surface, kind, state, lane, operating_point, total, matched,
                            payload_bytes, accepted_on, created_at, finished_at, lease_until, expires_at, purge_at)
                        values (?, 'default', 'benchmark', 'v1', 'BULK', 'COMPLETED', 0, 'STANDARD', ?, ?,
                            0, (now() at time zone 'UTC')::date, now(), now(), now(), now(), now() + interval '7 days')""").params(job, OUTCOMES, OUTCOMES).update();
        try (var labels = DataKey.random()) {
            new JobKeys(database, masterKey).store(job, Purpose.LABELS, labels);
            for (int i = 0; i < OUTCOMES; i++) {
                var stem = "customer%06d".formatted(i);
                database.sql("insert into pair (job_id, pair_index, sealed_labels) values (?, ?, ?)")
                        .params(
                                job,
                                i,
                                PayloadCipher.sealNames(
                                        labels,
                                        new Place("default", job, i),
                                        stem,
                                        "branch/" + stem + "_image1.jpg",
                                        "branch/" + stem + "_image2.jpg"))
                        .update();
            }
        }
        database.sql("""
                        insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, status, decision, similarity,
                            cosine, threshold, operating_point, embedder, detector, calibration, probe_quality, reference_quality,
                            queue_ms, decode_ms, detect_ms, embed_ms, total_ms, worker, decided_at)
                        select (now() at time zone 'UTC')::date, job_id, pair_index, 'default', 'benchmark', 'v1', 'Success', 'MATCH',
                            0.7 + 0.3 * random(), random(), 0.7, 'STANDARD', 'some-embedder', 'some-detector', 'calibration', random(),
                            random(), 1000 * random(), 5 * random(), 5 * random(), 20 * random(), 40 * random(), 'benchmark', now()
                        from pair where job_id = ?""").param(job).update();
        return job;
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static String verdict(boolean reached) {
        return reached ? "reached" : "MISSED";
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
