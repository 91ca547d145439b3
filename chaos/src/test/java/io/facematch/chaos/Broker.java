package io.facematch.chaos;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.ConnectionFactory;
import io.facematch.testing.BrokerNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A RabbitMQ of one node or of three, to be killed node by node: each has its data in a folder and keeps its ports. With the
 * settings of the product's own node.
 */
final class Broker implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String USER = "facematch";
    private static final String PASSWORD = "a-password-of-the-test";

    private final Path folder;
    private final int portMapperPort = Ports.free();
    private final Process portMapper;
    private final List<Node> nodes;
    private final String cookie = UUID.randomUUID().toString();

    private Broker(Path folder, int size) throws IOException {
        this.folder = folder;
        // Erlang would start one that outlives its nodes.
        portMapper = new ProcessBuilder("epmd", "-address", "127.0.0.1", "-port", Integer.toString(portMapperPort))
                .redirectErrorStream(true)
                .redirectOutput(
                        Files.createDirectories(folder).resolve("epmd.log").toFile())
                .start();
        nodes = IntStream.rangeClosed(1, size).mapToObj(Node::new).toList();
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAMS.resolve("rabbitmq-server"));
    }

    /** Returns when all nodes answer. */
    static Broker start(Path folder, int size) throws IOException {
        var broker = new Broker(folder, size);
        for (var node : broker.nodes) {
            node.launch();
        }
        broker.nodes.forEach(Node::awaitReady);
        return broker;
    }

    Node node(int number) {
        return nodes.get(number - 1);
    }

    /** The only one. */
    Node node() {
        return node(1);
    }

    List<Node> nodes() {
        return nodes;
    }

    String version() throws IOException {
        return node().control("version").strip();
    }

    Path folder() {
        return folder;
    }

    /** All of it. */
    void kill() throws IOException {
        for (var node : nodes) {
            node.kill();
        }
        portMapper.destroyForcibly();
    }

    /** By queue: messages that wait, and those that a consumer holds. Needs a node that runs. */
    Map<String, Long> messages() throws IOException {
        return node().control("list_queues", "-q", "--no-table-headers", "name", "messages")
                .lines()
                .map(line -> line.split("\t", 2))
                .filter(parts -> parts.length == 2 && parts[0].matches("facematch\\.(bulk.*|single|suspect|dead)"))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1].strip())));
    }

    @Override
    public void close() {
        nodes.forEach(Node::stop);
        portMapper.destroy();
    }

    /** One of the nodes. */
    final class Node {
        private final int port = Ports.free();
        private final int distributionPort = Ports.free();
        private final String name;
        private final Path home;
        private final String id = "facematch-chaos-" + UUID.randomUUID();

        private Node(int number) {
            name = "facematch" + number + "@localhost";
            home = folder.resolve("node" + number);
        }

        int port() {
            return port;
        }

        /** Straight to it, past every relay. */
        String uri() {
            return uri(port);
        }

        /** Through a relay. */
        String uri(int other) {
            return "amqp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + other;
        }

        /** Returns at once. On the data that is there. */
        void launch() throws IOException {
            Files.createDirectories(home.resolve("log"));
            Files.writeString(home.resolve("id"), id);
            if (Files.notExists(home.resolve(".erlang.cookie"))) {
                Files.writeString(home.resolve(".erlang.cookie"), cookie);
                Files.setPosixFilePermissions(
                        home.resolve(".erlang.cookie"), PosixFilePermissions.fromString("r--------"));
            }
            Files.writeString(home.resolve("enabled_plugins"), "[].");
            Files.writeString(home.resolve("rabbitmq.conf"), """
                    listeners.tcp.1 = 127.0.0.1:%d
                    default_user = %s
                    default_pass = %s
                    max_message_size = 16777216
                    vm_memory_high_watermark.relative = 0.5
                    disk_free_limit.absolute = 512MB
                    raft.wal_max_size_bytes = 64000000
                    consumer_timeout = 1800000
                    heartbeat = 20
                    log.file.level = warning
                    %s""".formatted(port, USER, PASSWORD, peers()));
            var builder = new ProcessBuilder(
                            "setsid", PROGRAMS.resolve("rabbitmq-server").toString(), "-facematch", id + "-node")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(
                            Redirect.appendTo(home.resolve("log/start.log").toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment());
            builder.start();
        }

        private String peers() {
            return nodes == null || nodes.size() < 2
                    ? ""
                    : "cluster_formation.peer_discovery_backend = classic_config\n"
                            + IntStream.range(0, nodes.size())
                                    .mapToObj(n -> "cluster_formation.classic_config.nodes." + (n + 1) + " = "
                                            + nodes.get(n).name + "\n")
                                    .collect(Collectors.joining());
        }

        private Map<String, String> environment() {
            var environment = new HashMap<>(Map.of(
                    "PATH", Objects.requireNonNull(System.getenv("PATH")) + ":/usr/sbin:/sbin",
                    "HOME", home.toString(),
                    "LC_ALL", "C.UTF-8",
                    "RABBITMQ_NODENAME", name,
                    "RABBITMQ_CONF_ENV_FILE", home.resolve("rabbitmq-env.conf").toString(),
                    "RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq.conf").toString(),
                    "RABBITMQ_ENABLED_PLUGINS_FILE",
                            home.resolve("enabled_plugins").toString(),
                    "RABBITMQ_MNESIA_BASE", home.resolve("data").toString(),
                    "RABBITMQ_LOG_BASE", home.resolve("log").toString(),
                    "RABBITMQ_DIST_PORT", Integer.toString(distributionPort)));
            environment.putAll(Map.of(
                    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                    "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
                    "ERL_CRASH_DUMP_SECONDS",
                    "0",
                    "ERL_EPMD_ADDRESS",
                    "127.0.0.1",
                    "ERL_EPMD_PORT",
                    Integer.toString(portMapperPort)));
            return environment;
        }

        void awaitReady() {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(this::letsUsIn);
        }

        boolean letsUsIn() {
            var factory = new ConnectionFactory();
            factory.setConnectionTimeout(2000);
            try {
                factory.setUri(uri());
                factory.newConnection("facematch-test").close();
                return true;
            } catch (IOException | TimeoutException | URISyntaxException | GeneralSecurityException e) {
                return false;
            }
        }

        /** SIGKILL. */
        void kill() throws IOException {
            var processes = BrokerNode.processes(home);
            processes.forEach(ProcessHandle::destroyForcibly);
            await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        }

        /** In order. */
        void stop() {
            try {
                var processes =
                        Files.exists(home.resolve("id")) ? BrokerNode.processes(home) : List.<ProcessHandle>of();
                processes.forEach(ProcessHandle::destroy);
                await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** As {@code rabbitmqctl} does; what it printed. */
        String control(String... arguments) throws IOException {
            var command = new ArrayList<String>(
                    List.of(PROGRAMS.resolve("rabbitmqctl").toString()));
            return Commands.runWith(home, environment(), Stream.concat(command.stream(), Stream.of(arguments)));
        }

        /** It stops taking messages, as if its memory were used up; or takes them again. */
        void memoryAlarm(boolean on) throws IOException {
            control("set_vm_memory_high_watermark", on ? "0.00001" : "0.5");
        }

        /** It stops taking messages, as if its disk were full; or takes them again. */
        void diskAlarm(boolean on) throws IOException {
            control("set_disk_free_limit", on ? "50000GB" : "50MB");
        }

        /** Everything that it stored is lost. It has to be dead. */
        void wipe() throws IOException {
            Commands.run(home, Map.of(), "rm", "-rf", home.resolve("data").toString());
        }
    }
}
