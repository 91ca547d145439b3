package io.facematch.standalone.local;

import io.facematch.broker.ProcessExit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL of our own, in a folder, on a free port of this machine. Only who has a password of {@link DatabaseUser} is
 * let in. What was committed survives a killed process.
 */
public final class LocalPostgres implements AutoCloseable {
    /** The system property with a folder that only this user may enter. */
    private static final String PROGRAMS = "launcher.postgres";

    /** The way to log in that tells nobody the password, not even a stranger who listens at the server's port. */
    private static final String SCRAM = "scram-sha-256";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** One of these is in every database that was started once. */
    private static final List<String> MADE_BY_A_START = List.of("epg-lock", "postmaster.opts");

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
        moveUnfinishedAside(data);
        var programs = programs(folder);
        // The library tidies a folder up, which others could have filled if it were in /tmp.
        System.setProperty("ot.epg.working-dir", folder.resolve("library").toString());
        var access = DatabaseAccess.of(folder, data);
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setOverrideWorkingDirectory(programs.toFile())
                // Options of initdb, which this library calls by the name of locales.
                .setLocaleConfig("auth", SCRAM)
                .setLocaleConfig(
                        "pwfile", DatabaseUser.SUPERUSER.passwordFile(folder).toString())
                .setDataDirectoryCustomizer(made -> {
                    closeToOthers(programs);
                    access.close(programs);
                })
                .setConnectConfig("password", access.superuserPassword())
                .setConnectConfig("requireAuth", SCRAM)
                .setServerConfig("listen_addresses", "127.0.0.1")
                // No socket in a file. The value passes through a shell.
                .setServerConfig("unix_socket_directories", "''")
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
        var postgres = new LocalPostgres(server, data);
        var complete = false;
        try {
            access.makeUsers(postgres.jdbcUrl());
            complete = true;
            return postgres;
        } finally {
            if (!complete) {
                postgres.close();
            }
        }
    }

    /** The library lets everybody write there. */
    private static void closeToOthers(Path programs) {
        try {
            Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of a database whose maker was killed; no database was ever started with them. */
    private static void moveUnfinishedAside(Path data) throws IOException {
        if (Files.exists(data) && MADE_BY_A_START.stream().map(data::resolve).noneMatch(Files::exists)) {
            Files.move(data, data.resolveSibling("data.unfinished-" + System.currentTimeMillis()));
        }
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

    /** The server that another process runs in this folder, by the facts that it wrote down. */
    public static Optional<String> jdbcUrlOfRunning(Path folder) throws IOException {
        var pidFile = folder.resolve("data").resolve("postmaster.pid");
        // A server that was killed leaves this file, and anybody may listen at its port by now.
        if (process(folder.resolve("data")).isEmpty()) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(pidFile);
        return lines.size() <= LINE_OF_PORT
                ? Optional.empty()
                : Optional.of(jdbcUrl(lines.get(LINE_OF_PORT).strip()));
    }

    private static String jdbcUrl(Object port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?requireAuth=" + SCRAM;
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

    /**
     * The server that runs on this data. After a crash the file may name the process of another program. The number is
     * negative when that was PostgreSQL's single-user mode.
     */
    private static Optional<ProcessHandle> process(Path data) throws IOException {
        var pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(pidFile).stream()
                .findFirst()
                .flatMap(line -> ProcessHandle.of(Math.abs(Long.parseLong(line.strip()))))
                .filter(process -> process.info()
                        .command()
                        .filter(LocalPostgres::isPostgres)
                        .isPresent());
    }

    /** Linux says so of a program whose file a build or an upgrade has replaced since. */
    private static boolean isPostgres(String command) {
        return command.endsWith("postgres") || command.endsWith("postgres (deleted)");
    }

    private static void awaitEnd(ProcessHandle process) throws IOException {
        if (!ProcessExit.await(List.of(process), STOP_LIMIT)) {
            throw new IOException("the database server (process " + process.pid() + ") does not stop");
        }
    }
}
