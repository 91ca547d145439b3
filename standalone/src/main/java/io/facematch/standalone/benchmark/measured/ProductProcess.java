package io.facematch.standalone.benchmark.measured;

import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.RunningServer;
import io.facematch.standalone.terminal.ChildProcess;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code facematch up} in a process of its own, so that its memory can be told from the benchmark's. */
public final class ProductProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The settings that the benchmark takes from its environment. All others, above all the database, are its own. */
    private static final Set<String> SETTINGS = Stream.concat(
                    ChildProcess.HOW_IT_COMPARES.stream(),
                    Stream.of(
                            "FACEMATCH_DECODING_TIME",
                            "FACEMATCH_DECODING_SIZE",
                            "FACEMATCH_RABBITMQ_USERNAME",
                            "FACEMATCH_RABBITMQ_PASSWORD",
                            "FACEMATCH_WORKER_BATCH",
                            "FACEMATCH_WORKER_PREFETCH",
                            "FACEMATCH_WORKER_SINGLE_THREADS",
                            "FACEMATCH_WORKER_THREADS"))
            .collect(Collectors.toUnmodifiableSet());

    private final ChildProcess process;
    private final URI address;
    private final String token;

    private ProductProcess(ChildProcess process, Home home, RunningServer server) throws IOException {
        this.process = process;
        this.address = server.address();
        this.token = home.issuer().token("default", LocalIssuer.ALL_SCOPES, Instant.now());
    }

    /**
     * Returns when it is ready.
     *
     * @param home for its state
     * @param broker of the benchmark
     * @throws CommandFailed if it can't be started, with its output
     */
    public static ProductProcess start(Path home, String broker) throws IOException, InterruptedException {
        return start(home, broker, List.of());
    }

    /** @param options of its JVM, beside those of this one */
    public static ProductProcess start(Path home, String broker, List<String> options)
            throws IOException, InterruptedException {
        var settings = Map.of(
                "FACEMATCH_HOME", home.toString(),
                "FACEMATCH_PORT", "0",
                // It uses the models that the benchmark measured by themselves.
                "FACEMATCH_OFFLINE", "true",
                "FACEMATCH_RABBITMQ_URI", broker,
                // The benchmark often asks whether a job is done.
                "FACEMATCH_LIMITS_REQUESTS_PER_SECOND", "10000");
        var here = Path.of("").toAbsolutePath();
        var process = ChildProcess.start(List.of("up"), options, SETTINGS, settings, here, home.resolve("up.log"));
        try {
            var opened = Home.open(home);
            return new ProductProcess(process, opened, awaitServing(process, opened));
        } catch (RuntimeException | IOException | InterruptedException failed) {
            process.handle().destroyForcibly();
            throw failed;
        }
    }

    private static RunningServer awaitServing(ChildProcess process, Home home)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            var running = home.running();
            if (running.isPresent()) {
                return running.get();
            }
            if (process.endsWithin(POLL)) {
                throw new CommandFailed("'facematch up' did not start:\n" + process.output());
            }
        }
        throw new CommandFailed("'facematch up' does not serve after " + START.toMinutes() + " minutes");
    }

    public URI address() {
        return address;
    }

    public String token() {
        return token;
    }

    /** Java and, as its children, PostgreSQL. Not the broker: the benchmark started it. */
    public Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.handle()), process.handle().descendants());
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
