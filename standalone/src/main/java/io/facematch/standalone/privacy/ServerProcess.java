package io.facematch.standalone.privacy;

import io.facematch.standalone.privacy.PrivacyCheck.BrokenOff;
import io.facematch.standalone.terminal.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code facematch api} or {@code facematch worker} in a process that may be killed. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String command;
    private final ChildProcess process;
    private final URI management;

    private ServerProcess(String command, ChildProcess process, URI management) {
        this.command = command;
        this.process = process;
        this.management = management;
    }

    /**
     * Returns at once.
     *
     * @param options of its JVM
     * @param settings its own; how it compares is that of the installation
     * @param folder where it runs
     * @param log gets all that it prints
     * @param management the port of its health and metrics
     */
    static ServerProcess launch(
            String command, List<String> options, Map<String, String> settings, Path folder, Path log, int management)
            throws IOException {
        var all = new HashMap<>(settings);
        all.put("FACEMATCH_MANAGEMENT_PORT", Integer.toString(management));
        return new ServerProcess(
                command,
                ChildProcess.start(List.of(command), options, ChildProcess.HOW_IT_COMPARES, all, folder, log),
                URI.create("http://127.0.0.1:" + management));
    }

    /** Returns when it serves. */
    ServerProcess awaitReady() throws IOException, InterruptedException {
        var end = System.nanoTime() + START.toNanos();
        while (!isReady()) {
            if (process.endsWithin(POLL)) {
                throw new BrokenOff("'facematch " + command + "' did not start: " + process.lastLine());
            }
            if (System.nanoTime() > end) {
                throw new BrokenOff("'facematch " + command + "' does not serve after " + START.toMinutes()
                        + " minutes: " + process.lastLine());
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

    /** Where health and metrics are. */
    URI management() {
        return management;
    }

    long pid() {
        return process.handle().pid();
    }

    /** Without a chance to put anything away. */
    void kill() throws InterruptedException {
        process.kill();
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
        process.close();
    }
}
