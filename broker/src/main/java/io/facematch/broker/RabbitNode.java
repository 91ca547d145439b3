package io.facematch.broker;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A RabbitMQ node that keeps everything in one folder and answers on this machine only. */
final class RabbitNode {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOGINS = Duration.ofMillis(100);

    /** While a process becomes another program its command line, by which we know it, is empty for a moment. */
    private static final int MOST_LOOKS_IN_VAIN = 20;

    private static final String USER = "facematch";
    private static final int LOG_LINES_SHOWN = 30;

    /** Below the ports that systems hand out by themselves. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORT_TRIPLES = 4_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final String id;
    private final MarkedProcesses processes;
    private final MarkedProcesses portMapper;

    private RabbitNode(Path folder) throws IOException {
        this.folder = folder;
        this.id = kept("id", "facematch-" + random(8));
        this.processes = new MarkedProcesses(id + "-node");
        this.portMapper = new MarkedProcesses(id + "-epmd");
    }

    static RabbitNode in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new RabbitNode(folder.toRealPath());
    }

    String uri() throws IOException {
        return "amqp://" + USER + ":" + password() + "@127.0.0.1:" + port();
    }

    /** Does nothing when the node of a killed process runs on. */
    void launch() throws IOException {
        if (processes.exist()) {
            return;
        }
        portMapper.stop(STOP_LIMIT); // may have outlived its node
        var server = RabbitInstallation.server();
        var port = choosePorts();
        writeSettings(port);
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(startLog(), "");
        // An epmd of our own, so that we know which one to stop. Erlang would start one that outlives the node.
        start(List.of(markedPortMapper().toString(), "-address", "127.0.0.1", "-port", text(port + 2)), Map.of());
        start(List.of(server.toString(), "-facematch", id + "-node"), environment(port));
    }

    void awaitReady() throws IOException {
        var end = System.nanoTime() + START_LIMIT.toNanos();
        var lookedInVain = 0;
        while (!letsUsIn()) {
            lookedInVain = processes.exist() ? 0 : lookedInVain + 1;
            if (System.nanoTime() > end || lookedInVain > MOST_LOOKS_IN_VAIN) {
                var log = lastLines();
                stop();
                throw new IOException("the private RabbitMQ did not come up; its log is in " + folder.resolve("log")
                        + (log.isEmpty() ? "" : "\n" + log));
            }
            pause();
        }
    }

    /** Somebody else who listens there first must not be told the password. */
    private boolean letsUsIn() throws IOException {
        return new LoopbackPort(port()).isListenedToBy(user())
                && Login.attempt("127.0.0.1", port(), USER, password()) instanceof Login.Accepted;
    }

    /** The number of the user who runs the node. */
    private int user() throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:uid");
    }

    void stop() {
        processes.stop(STOP_LIMIT);
        portMapper.stop(STOP_LIMIT);
    }

    private void start(List<String> program, Map<String, String> environment) throws IOException {
        var command = new ArrayList<String>();
        // A session of its own, so that the terminal's Ctrl-C does not reach it: we stop it, after what uses it.
        RabbitInstallation.program("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(program);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.appendTo(startLog().toFile()));
        // Not the user's environment: RABBITMQ_* in it belongs to another node.
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.start();
    }

    private Map<String, String> environment(int port) {
        return Map.ofEntries(
                Map.entry("PATH", RabbitInstallation.path()),
                Map.entry("HOME", folder.toString()),
                Map.entry("LC_ALL", "C.UTF-8"),
                // Never the port or the host's name: the data belongs to this name.
                Map.entry("RABBITMQ_NODENAME", "facematch@localhost"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", inFolder("rabbitmq-env.conf")),
                Map.entry("RABBITMQ_CONFIG_FILE", inFolder("rabbitmq.conf")),
                Map.entry("RABBITMQ_CONFIG_FILES", inFolder("conf.d")),
                Map.entry("RABBITMQ_ADVANCED_CONFIG_FILE", inFolder("advanced.config")),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", inFolder("enabled_plugins")),
                Map.entry("RABBITMQ_GENERATED_CONFIG_DIR", inFolder("generated")),
                Map.entry("RABBITMQ_MNESIA_BASE", inFolder("data")),
                Map.entry("RABBITMQ_LOG_BASE", inFolder("log")),
                Map.entry("RABBITMQ_DIST_PORT", text(port + 1)),
                // No busy waiting: the cores belong to the comparisons.
                Map.entry(
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                        "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"),
                // No memory of a node that crashed on the disk: passwords are in it.
                Map.entry("ERL_CRASH_DUMP_SECONDS", "0"),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("ERL_EPMD_PORT", text(port + 2)));
    }

    private void writeSettings(int port) throws IOException {
        Files.writeString(folder.resolve("port"), text(port));
        // Names that RabbitMQ 3.10 and 4.x both know.
        Files.writeString(folder.resolve("rabbitmq.conf"), """
                listeners.tcp.1 = 127.0.0.1:%d
                # Made at the first start, then kept in the node's own database. There is no guest.
                default_user = %s
                default_pass = %s
                # A pair has 15 MiB at most; this is also the limit of RabbitMQ 4.
                max_message_size = 16777216
                vm_memory_high_watermark.relative = 0.5
                # Publishers are held before the disk is full: quorum queues need room for their log and its segments.
                disk_free_limit.absolute = 512MB
                # The log is also kept in memory up to this size; the default is 512 MiB.
                raft.wal_max_size_bytes = 64000000
                consumer_timeout = 1800000
                heartbeat = 20
                log.file.level = warning
                log.file.rotation.size = 10485760
                log.file.rotation.count = 2
                """.formatted(port, USER, password()));
        Files.writeString(folder.resolve("enabled_plugins"), "[].");
        kept(".erlang.cookie", random(32));
        Files.setPosixFilePermissions(folder.resolve(".erlang.cookie"), PosixFilePermissions.fromString("r--------"));
    }

    /** Erlang's port mapper takes no argument of ours, so that the name that it is called by has to carry the mark. */
    private Path markedPortMapper() throws IOException {
        var link = folder.resolve(id + "-epmd");
        var program = RabbitInstallation.program("epmd")
                .orElseThrow(() -> new IOException("Erlang's program epmd is not on the PATH"));
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, program);
    }

    /** The first of three neighbouring ports on which nothing listens. */
    private static int choosePorts() {
        while (true) {
            var port = FIRST_PORT + 3 * RANDOM.nextInt(PORT_TRIPLES);
            if (IntStream.range(port, port + 3).allMatch(each -> new LoopbackPort(each).isFree())) {
                return port;
            }
        }
    }

    private int port() throws IOException {
        return Integer.parseInt(Files.readString(folder.resolve("port")).strip());
    }

    private String password() throws IOException {
        return kept("password", random(16));
    }

    /** What the file says, which is made when it is not there. */
    private String kept(String file, String initial) throws IOException {
        var path = folder.resolve(file);
        if (!Files.exists(path) || Files.size(path) == 0) {
            Files.writeString(path, initial);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
        return Files.readString(path).strip();
    }

    private String lastLines() throws IOException {
        var lines = Files.exists(startLog()) ? Files.readAllLines(startLog()) : List.<String>of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }

    private Path startLog() {
        return folder.resolve("log").resolve("start.log");
    }

    private String inFolder(String name) {
        return folder.resolve(name).toString();
    }

    private static String text(int number) {
        return Integer.toString(number);
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_LOGINS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while RabbitMQ starts", e);
        }
    }
}
