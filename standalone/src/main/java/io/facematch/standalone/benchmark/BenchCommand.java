package io.facematch.standalone.benchmark;

import io.facematch.broker.LocalRabbit;
import io.facematch.face.FaceEngine;
import io.facematch.face.FaceVerifier;
import io.facematch.standalone.benchmark.measured.GeneratedPhotos;
import io.facematch.standalone.benchmark.measured.Latencies;
import io.facematch.standalone.benchmark.scale.ScaleBenchCommand;
import io.facematch.standalone.benchmark.year.AuditBenchCommand;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.models.LocalModels;
import io.facematch.standalone.terminal.Checked;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.worker.engine.EngineSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./facematch bench}. */
@Command(
        name = "bench",
        description = {
            "Measures how fast this machine compares: the networks alone, the engine, the whole product.",
            "Needs a machine that is otherwise idle. Uses a database and a broker of its own and leaves nothing behind but"
                    + " OpenCV's libraries in ~/.javacpp."
        },
        mixinStandardHelpOptions = true,
        subcommands = {AuditBenchCommand.class, ScaleBenchCommand.class})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class BenchCommand implements Callable<Integer>, Checked {
    private static final int PHOTOS = 400;
    private static final int LARGE_PHOTOS = 8;

    /** Pairs of each thread. Java needs seconds to compile the code around the networks. */
    private static final int WARM_UP = 200;

    /** Enough for a stable rate in each of several rounds. */
    private static final int ENGINE_PAIRS = 300;

    private static final int LARGE_PAIRS = 60;
    private static final int SINGLE_PAIRS = 60;
    private static final int MAX_PAIRS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Pairs of the bulk job (default: ${DEFAULT-VALUE}). 20000 show whether memory grows.")
    private int pairs;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public void check() {
        if (pairs < 1 || pairs > MAX_PAIRS) {
            throw new CommandFailed("--pairs must be 1 to " + MAX_PAIRS);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Environment.get("FACEMATCH_RABBITMQ_URI").ifPresent(UnusedBroker::require);
        var folder = Files.createTempDirectory("facematch-bench");
        try {
            var report = measure(folder);
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report));
                out.flush();
            } else {
                report.print(out);
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private BenchReport measure(Path folder) throws IOException, InterruptedException {
        var threads = Runtime.getRuntime().availableProcessors();
        var settings = EngineSettings.ofThisProcess();
        var local = LocalModels.prepared(settings, spec.commandLine().getErr());
        try (var engine = FaceEngine.open(local.catalog(), local.choice(), settings.faceSettings())) {
            var photos = new GeneratedPhotos();
            var ordinary = photos.ordinary(PHOTOS);
            // The networks are measured again before and after the rest, since other work on the machine varies.
            say("networks alone");
            var networks = new ArrayList<>(List.of(networks(engine, threads, ENGINE_PAIRS)));
            say("engine");
            var stages = new Stages.Sum();
            var engineRate = engine(engine, threads, ENGINE_PAIRS, ordinary, stages);
            networks.add(networks(engine, threads, ENGINE_PAIRS));
            var large = engine(engine, threads, LARGE_PAIRS, photos.large(LARGE_PHOTOS), new Stages.Sum());
            var one = 1000 / networks(engine, 1, SINGLE_PAIRS);
            say("the whole product");
            try (var rabbit = broker(folder);
                    var product = ProductBenchmark.start(folder, rabbit.uri(), ordinary)) {
                var idle = product.compareWhileIdle();
                double productRate;
                List<Long> curve;
                Latencies busy;
                long peak;
                try (var memory = product.watchMemory()) {
                    productRate = product.bulk(pairs);
                    curve = memory.points();
                    say("single comparisons beside a bulk job");
                    busy = product.compareBesideBulk();
                    peak = memory.peak();
                }
                networks.add(networks(engine, threads, ENGINE_PAIRS));
                var models = engine.models();
                return new BenchReport(
                        models.embedder(),
                        models.detector(),
                        threads,
                        pairs,
                        mean(networks),
                        engineRate,
                        engineRate / mean(networks.subList(0, 2)),
                        stages.mean(),
                        large,
                        productRate,
                        productRate / mean(networks.subList(1, 3)),
                        one,
                        idle,
                        busy,
                        peak,
                        curve);
            }
        }
    }

    /** A private broker unless one is configured: other workers must not take the benchmark's pairs. */
    private static LocalRabbit broker(Path folder) throws IOException {
        var configured = Environment.get("FACEMATCH_RABBITMQ_URI");
        if (configured.isPresent()) {
            return LocalRabbit.configured(configured.get());
        }
        var rabbit = LocalRabbit.launch(folder.resolve("rabbitmq"));
        rabbit.awaitReady();
        return rabbit;
    }

    /** A pair is two photos. */
    private static double networks(FaceEngine engine, int threads, int pairs) throws InterruptedException {
        return Throughput.measure(threads, pairs, WARM_UP, () -> {}, () -> {
            var alone = engine.newBareNetworks();
            return new Throughput.Comparer(
                    pair -> {
                        alone.run();
                        alone.run();
                    },
                    alone::close);
        });
    }

    private static double engine(FaceEngine engine, int threads, int pairs, List<byte[]> photos, Stages.Sum stages)
            throws InterruptedException {
        return Throughput.measure(threads, pairs, WARM_UP, stages::reset, () -> {
            FaceVerifier verifier = engine.newVerifier();
            return new Throughput.Comparer(
                    pair -> stages.add(verifier.verify(
                            photos.get(2 * pair % photos.size()), photos.get((2 * pair + 1) % photos.size()))),
                    verifier::close);
        });
    }

    private static double mean(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("facematch: measuring " + what);
        err.flush();
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
