package io.facematch.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An API or a worker as it is given away: the jar that the images hold, unpacked as there, in a JVM of its own with the
 * options of its image that matter here.
 */
final class FacematchProcess implements AutoCloseable {
    private static final Path BUILT = Path.of("target", "product").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Map<Path, String> DIGESTS = new ConcurrentHashMap<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Kind kind;
    private final Process process;
    private final int port;
    private final Path log;

    private FacematchProcess(Kind kind, Process process, int port, Path log) {
        this.kind = kind;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    enum Kind {
        API,
        WORKER;

        String module() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Returns at once.
     *
     * @param temporary its folder for temporary files
     * @param log where its output goes, after what is there
     * @param agent what is woven into it: a fail point, or a clock; or null
     */
    static FacematchProcess start(
            Kind kind, Map<String, String> settings, int port, Path temporary, Path log, @Nullable String agent)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.bytedeco.javacpp.cachedir=" + BUILT.resolve("native")));
        command.add("-XX:SharedArchiveFile=" + BUILT.resolve(kind.module() + ".jsa"));
        command.add("-Xlog:cds=off,cds+dynamic=off,aot=off");
        if (agent == null) {
            // Made by the first that ends in order; the others start in half the time.
            command.add("-XX:+AutoCreateSharedArchive");
        } else {
            command.add("-javaagent:" + Project.agent() + "=" + agent);
        }
        command.addAll(List.of("-jar", unpacked(kind).toString()));
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("FACEMATCH_") || name.startsWith("JAVA_"));
        builder.environment().putAll(settings);
        builder.environment()
                .putAll(Map.of(
                        "FACEMATCH_OFFLINE",
                        "true",
                        "FACEMATCH_PORT",
                        Integer.toString(port),
                        "FACEMATCH_MANAGEMENT_PORT",
                        kind == Kind.API ? Integer.toString(Ports.free()) : ""));
        return new FacematchProcess(kind, builder.start(), port, log);
    }

    /** Again when it is another jar. Its date says nothing: it is the same for every build. */
    private static synchronized Path unpacked(Kind kind) throws IOException {
        var folder = BUILT.resolve(kind.module());
        var archive = BUILT.resolve(kind.module() + ".jsa");
        var jar = Project.built(kind.module());
        var version = BUILT.resolve(kind.module() + ".sha256");
        var now = DIGESTS.computeIfAbsent(jar, FacematchProcess::sha256);
        if (Files.notExists(version) || !Files.readString(version).equals(now)) {
            Files.createDirectories(BUILT.resolve("native"));
            Files.deleteIfExists(archive);
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Commands.run(
                    BUILT,
                    Map.of(),
                    java,
                    "-Djarmode=tools",
                    "-jar",
                    jar.toString(),
                    "extract",
                    "--destination",
                    folder.toString(),
                    "--force");
            Files.writeString(version, now);
        }
        return folder.resolve(jar.getFileName());
    }

    private static String sha256(Path file) {
        try (var stream = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var chunk = new byte[1 << 16];
            for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
                digest.update(chunk, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    /** Returns when it reaches its database and its broker. */
    FacematchProcess awaitReady() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return isReady();
        });
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(address().resolve("/actuator/health/readiness"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    URI address() {
        return URI.create("http://localhost:" + port);
    }

    int port() {
        return port;
    }

    Kind kind() {
        return kind;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: as a machine that hangs. */
    void hold() throws IOException {
        Signals.send("STOP", process.pid());
    }

    /** SIGCONT. */
    void goOn() throws IOException {
        Signals.send("CONT", process.pid());
    }

    /** Something that may go wrong, as it does not in a test that goes well. */
    interface Then {
        void happen() throws IOException;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the process
    void whenItEnds(Then then) {
        process.onExit().thenRun(() -> {
            try {
                then.happen();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    /** Its exit status, when it has one in time. */
    int awaitEnd(Duration time) throws InterruptedException {
        assertThat(process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS))
                .as("%s ended within %s", kind, time)
                .isTrue();
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Memory in bytes that the system gave it. */
    long residentBytes() {
        return Long.parseLong(status("VmRSS:").replaceAll("\\D", "")) << 10;
    }

    private String status(String name) {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(name)).findFirst().orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        }
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            goOn();
            process.destroy();
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
