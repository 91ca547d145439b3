package io.facematch.standalone.benchmark;

import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.RunningServer;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.standalone.terminal.SameProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code facematch up} in a process of its own, so that its memory can be told from the benchmark's. */
final class ProductProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The settings that the benchmark takes from its environment. All others, above all the database, are its own. */
    private static final Set<String> SETTINGS = Set.of(
            "FACEMATCH_MODELS",
            "FACEMATCH_EMBEDDER",
            "FACEMATCH_DETECTOR",
            "FACEMATCH_CALIBRATION",
            "FACEMATCH_RESEARCH_MODELS",
            "FACEMATCH_DECODING_TIME",
            "FACEMATCH_DECODING_SIZE",
            "FACEMATCH_RABBITMQ_USERNAME",
            "FACEMATCH_RABBITMQ_PASSWORD",
            "FACEMATCH_WORKER_BATCH",
            "FACEMATCH_WORKER_PREFETCH",
            "FACEMATCH_WORKER_SINGLE_THREADS",
            "FACEMATCH_WORKER_THREADS");

    private final Process process;
    private final URI address;
    private final String token;

    private ProductProcess(Process process, Home home, RunningServer server) throws IOException {
        this.process = process;
        this.address = server.address();
        this.token = home.issuer().token("default", LocalIssuer.ALL_SCOPES, Instant.now());
    }

    /**
     * Returns when it is ready.
     *
     * @param home for its state, empty
     * @param broker of the benchmark
     * @throws CommandFailed if it can't be started, with its output
     */
    static ProductProcess start(Path home, String broker) throws IOException, InterruptedException {
        var log = home.resolve("up.log");
        var builder = new ProcessBuilder(SameProgram.command(List.of(), "up"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("FACEMATCH_") && !SETTINGS.contains(name));
        builder.environment().put("FACEMATCH_HOME", home.toString());
        builder.environment().put("FACEMATCH_PORT", "0");
        // It uses the models that the benchmark measured by themselves.
        builder.environment().put("FACEMATCH_OFFLINE", "true");
        builder.environment().put("FACEMATCH_RABBITMQ_URI", broker);
        // The benchmark often asks whether a job is done.
        builder.environment().put("FACEMATCH_LIMITS_REQUESTS_PER_SECOND", "10000");
        var process = builder.start();
        try {
            var opened = Home.open(home);
            return new ProductProcess(process, opened, awaitServing(process, opened, log));
        } catch (RuntimeException | IOException | InterruptedException failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private static RunningServer awaitServing(Process process, Home home, Path log)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            var running = home.running();
            if (running.isPresent()) {
                return running.get();
            }
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CommandFailed("'facematch up' did not start:\n" + Files.readString(log));
            }
        }
        throw new CommandFailed("'facematch up' does not serve after " + START.toMinutes() + " minutes");
    }

    URI address() {
        return address;
    }

    String token() {
        return token;
    }

    /** Java and, as its children, PostgreSQL. Not the broker: the benchmark started it. */
    Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while 'facematch up' stops", e);
        }
    }
}
