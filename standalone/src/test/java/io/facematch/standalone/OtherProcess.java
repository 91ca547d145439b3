package io.facematch.standalone;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The product in a JVM of its own: to be killed, or to be looked through. */
final class OtherProcess implements AutoCloseable {
    private static final Path CORE_PATTERN = Path.of("/proc/sys/kernel/core_pattern");
    private static final long BEGINNING = ProcessHandle.current()
            .info()
            .startInstant()
            .map(Instant::toEpochMilli)
            .orElse(0L);

    private final Process process;
    private final Path log;

    private OtherProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param options of the JVM
     * @param environment the only settings it gets, but that it fetches nothing
     * @param log where its output and errors go
     */
    static OtherProcess start(
            Class<?> main, List<String> options, Map<String, String> environment, Path log, String... arguments)
            throws IOException {
        // The system would write cores, if Java let it: that it does not is a promise of its options.
        var command = new ArrayList<>(List.of("bash", "-c", "ulimit -S -c \"$(ulimit -H -c)\"; exec \"$@\"", "-"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // It lives for seconds.
                "-XX:TieredStopAtLevel=1",
                // As the launcher has it.
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                "-Djava.awt.headless=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(main), main.getName()));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("FACEMATCH_"));
        builder.environment().put("FACEMATCH_OFFLINE", "true");
        builder.environment().putAll(environment);
        return new OtherProcess(builder.start(), log);
    }

    /** The product's, and what a main class of the tests needs. */
    private static String classPath(Class<?> main) {
        var own = main.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Stream.concat(product(), Stream.of(own).filter(path -> path.endsWith("test-classes/")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<String> product() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"));
    }

    /** What it wrote so far, to the terminal and to its log. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** Waits for its end. */
    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Without a chance to say goodbye. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As the system ends a process that read where nothing is. */
    void crash() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-SEGV", Long.toString(process.pid()))
                .start()
                .waitFor();
        process.waitFor();
    }

    /**
     * Core files of this test run, where the system puts them: usually in the folder in which all these processes work. Of a
     * system that gives them to a program, nothing is known.
     */
    static List<Path> cores() throws IOException {
        var pattern =
                Files.isReadable(CORE_PATTERN) ? Files.readString(CORE_PATTERN).strip() : "core";
        var named = Path.of(pattern.startsWith("|") ? "core" : pattern).toAbsolutePath();
        var name = named.getFileName().toString().replaceFirst("%.*", "");
        try (var files = Files.list(named.getParent())) {
            return files.filter(file -> file.getFileName().toString().matches(Pattern.quote(name) + "(\\W.*|\\d*)"))
                    .filter(OtherProcess::isNew)
                    .toList();
        }
    }

    private static boolean isNew(Path file) {
        return file.toFile().lastModified() > BEGINNING;
    }

    /** What Java wrote of a crash where it would without being told a place. */
    static List<Path> strayCrashLogs(Path... folders) throws IOException {
        var stray = new ArrayList<Path>();
        for (var folder : folders) {
            try (var files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().startsWith("hs_err"))
                        .filter(OtherProcess::isNew)
                        .forEach(stray::add);
            }
        }
        return stray;
    }

    /** In order. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
