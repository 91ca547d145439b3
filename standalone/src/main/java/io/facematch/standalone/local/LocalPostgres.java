package io.facematch.standalone.local;

import io.facematch.broker.ProcessExit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL of our own, in a folder, on a free port of this machine. What was committed survives a killed process. */
public final class LocalPostgres implements AutoCloseable {
    /** The system property with a folder that only this user may enter. */
    private static final String PROGRAMS = "launcher.postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Of {@code postmaster.pid}, from 0. */
    private static final int LINE_OF_PORT = 3;

    private final EmbeddedPostgres server;
    private final Path data;

    private LocalPostgres(EmbeddedPostgres server, Path data) {
        this.server = server;
        this.data = data;
    }

    public static LocalPostgres start(Path folder) throws IOException {
        var data = folder.resolve("data");
        Files.createDirectories(folder);
        stopOrphan(data);
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(programs(folder).toFile())
                .setCleanDataDirectory(false)
                .setPGStartupWait(START_LIMIT)
                // Its owner stops it, after what uses it.
                .setRegisterShutdownHook(false)
                // Made for tests, it starts with durability off; ours keeps audits.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "50")
                .setServerConfig("shared_buffers", "64MB")
                // Nothing of a statement's values in its log.
                .setServerConfig("log_parameter_max_length", "0")
                .setServerConfig("log_parameter_max_length_on_error", "0")
                .start();
        return new LocalPostgres(server, data);
    }

    /** To unpack its programs takes seconds: the launcher has a place where all state folders find them. */
    private static Path programs(Path folder) {
        return Optional.ofNullable(System.getProperty(PROGRAMS))
                .map(Path::of)
                .filter(Files::isWritable)
                .orElse(folder)
                .resolve("programs");
    }

    public String jdbcUrl() {
        return jdbcUrl(server.getPort());
    }

    public static String username() {
        return "postgres";
    }

    /** The server that another process runs in this folder, by the facts that it wrote down. */
    public static Optional<String> jdbcUrlOfRunning(Path folder) throws IOException {
        var pidFile = folder.resolve("data").resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        return lines.size() <= LINE_OF_PORT
                ? Optional.empty()
                : Optional.of(jdbcUrl(lines.get(LINE_OF_PORT).strip()));
    }

    private static String jdbcUrl(Object port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /** Returns when its process has ended: the next server on the same data must not meet it. */
    @Override
    public void close() throws IOException {
        var process = process(data);
        server.close();
        if (process.isPresent()) {
            awaitEnd(process.get());
        }
    }

    /** When our process was killed, its server runs on, and a second one must not start on the same data. */
    private static void stopOrphan(Path data) throws IOException {
        var orphan = process(data);
        if (orphan.isPresent()) {
            orphan.get().destroy();
            awaitEnd(orphan.get());
        }
    }

    /** The server that runs on this data. After a crash the file may name the process of another program. */
    private static Optional<ProcessHandle> process(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("postgres"))
                        .isPresent());
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        if (!ProcessExit.await(List.of(process), STOP_LIMIT)) {
            throw new IOException("the database server (process " + process.pid() + ") does not stop");
        }
    }
}
