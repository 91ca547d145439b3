package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.PrivacyCheck.BrokenOff;
import io.facematch.standalone.terminal.SameProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code facematch api} or {@code facematch worker} in a process that may be killed. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    /** What it has in common with the installation: how it compares. All other settings are its own. */
    private static final Set<String> SETTINGS = Set.of(
            "FACEMATCH_MODELS",
            "FACEMATCH_EMBEDDER",
            "FACEMATCH_DETECTOR",
            "FACEMATCH_CALIBRATION",
            "FACEMATCH_RESEARCH_MODELS");

    private static final List<String> FOREIGN = List.of("FACEMATCH_", "SPRING_", "LOGGING_", "SERVER_", "MANAGEMENT_");

    private final String command;
    private final Process process;
    private final Path log;
    private final URI management;

    private ServerProcess(String command, Process process, Path log, URI management) {
        this.command = command;
        this.process = process;
        this.log = log;
        this.management = management;
    }

    /**
     * Returns at once.
     *
     * @param options of its JVM
     * @param settings its environment
     * @param folder where it runs
     * @param log gets all that it prints
     * @param management the port of its health and metrics
     */
    static ServerProcess launch(
            String command, List<String> options, Map<String, String> settings, Path folder, Path log, int management)
            throws IOException {
        var builder = new ProcessBuilder(SameProgram.command(options, command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        environment.keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith) && !SETTINGS.contains(name));
        environment.putAll(settings);
        environment.put("FACEMATCH_MANAGEMENT_PORT", Integer.toString(management));
        return new ServerProcess(command, builder.start(), log, URI.create("http://127.0.0.1:" + management));
    }

    /** Returns when it serves. */
    ServerProcess awaitReady() throws IOException, InterruptedException {
        var end = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BrokenOff("'facematch " + command + "' did not start: " + lastLine());
            }
            if (System.nanoTime() > end) {
                throw new BrokenOff("'facematch " + command + "' does not serve after " + START.toMinutes()
                        + " minutes: " + lastLine());
            }
        }
        return this;
    }

    private boolean isReady() {
        try {
            return CanaryClient.get(management.resolve("/actuator/health/readiness"))
                            .status()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String lastLine() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, last) -> last)
                    .orElse("it said nothing");
        }
    }

    /** Where health and metrics are. */
    URI management() {
        return management;
    }

    long pid() {
        return process.pid();
    }

    /** Without a chance to put anything away. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Makes it stand still, until {@link #goOn}. */
    void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor() != 0) {
            throw new IOException("'kill -" + name + "' does not work here");
        }
    }

    /** In order. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while 'facematch " + command + "' stops", e);
        }
    }
}
