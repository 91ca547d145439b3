package io.facematch.standalone.terminal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another command of this program, in a process of its own, which its starter stops. */
public final class ChildProcess implements AutoCloseable {
    /** Names of the settings that say how photos are compared. */
    public static final Set<String> HOW_IT_COMPARES = Set.of(
            "FACEMATCH_MODELS",
            "FACEMATCH_EMBEDDER",
            "FACEMATCH_DETECTOR",
            "FACEMATCH_CALIBRATION",
            "FACEMATCH_RESEARCH_MODELS");

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final List<String> SETTINGS = List.of("FACEMATCH_", "SPRING_", "LOGGING_", "SERVER_", "MANAGEMENT_");

    private final String command;
    private final Process process;
    private final Path log;

    private ChildProcess(String command, Process process, Path log) {
        this.command = command;
        this.process = process;
        this.log = log;
    }

    /**
     * Returns at once.
     *
     * @param command its name, and what it is told
     * @param options of its JVM, beside those of this one
     * @param inherited names of settings that it has in common with this process, where this one has them
     * @param settings all others that it gets
     * @param folder where it runs
     * @param log gets all that it prints
     */
    public static ChildProcess start(
            List<String> command,
            List<String> options,
            Set<String> inherited,
            Map<String, String> settings,
            Path folder,
            Path log)
            throws IOException {
        var builder = new ProcessBuilder(SameProgram.command(options, command.toArray(String[]::new)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> SETTINGS.stream().anyMatch(name::startsWith) && !inherited.contains(name));
        environment.putAll(settings);
        return new ChildProcess(String.join(" ", command), builder.start(), log);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for its end, so long at most. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether a process that has ended did what it should. */
    public boolean hasSucceeded() {
        return process.exitValue() == 0;
    }

    public String output() throws IOException {
        return Files.readString(log);
    }

    public String lastLine() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, last) -> last)
                    .orElse("it said nothing");
        }
    }

    /** Without a chance to put anything away. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In order; a thread that is interrupted meanwhile waits no longer. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!endsWithin(STOP)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while 'facematch " + command + "' stops", e);
        }
    }
}
