package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import io.facematch.standalone.local.DatabaseUser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What another user of the machine gets from a running {@code up} with a database and a broker of its own: nothing. Looks at
 * every port, socket, file and process, through {@code /proc}.
 */
final class ClosedProduct {
    private static final String LISTENING = "0A";

    /** What the product is started from, which lies wherever somebody has put the sources. */
    private static final Set<String> PROGRAM =
            Set.copyOf(List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));

    private final Path home;
    private final UpProcess up;
    private final int brokerPort;
    private final List<ProcessHandle> processes;

    private ClosedProduct(Path home, UpProcess up) throws IOException {
        this.home = home;
        this.up = up;
        this.brokerPort =
                Integer.parseInt(Files.readString(home.resolve("rabbitmq/port")).strip());
        var id = Files.readString(home.resolve("rabbitmq/id")).strip();
        this.processes = ProcessHandle.allProcesses()
                .filter(process -> process.pid() == up.handle().pid()
                        || commandLine(process).contains(home.toString())
                        || commandLine(process).contains(id))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .toList();
    }

    static void check(Path home, UpProcess up) throws Exception {
        if (!OtherUser.isAvailable()) {
            System.err.println("What other users of the machine get was not tried: that needs root, and setpriv");
            return;
        }
        var product = new ClosedProduct(home, up);
        product.listensAtLoopbackOnly();
        product.letsNobodyIntoTheDatabase();
        product.letsNobodyIntoTheBroker();
        product.letsNobodyIntoErlang();
        product.answersNobodyWithoutAToken();
        product.showsNoFile();
        product.showsNoSecretOfItsProcesses();
        product.leavesNothingInTheFolderOfAll();
    }

    private void listensAtLoopbackOnly() throws IOException {
        var ports = new TreeSet<Integer>();
        for (var process : processes) {
            for (var address : listening(process)) {
                assertThat(address.host()).as(commandLine(process)).isIn(LOOPBACK);
                ports.add(address.port());
            }
        }
        assertThat(ports)
                .as("all were found")
                .contains(up.address().getPort(), up.databasePort(), brokerPort, brokerPort + 1, brokerPort + 2);
        var ofJava = new HashSet<>(ports);
        ofJava.removeAll(Set.of(up.databasePort(), brokerPort, brokerPort + 1, brokerPort + 2));
        assertThat(ofJava)
                .as("all others are HTTP")
                .isEqualTo(listening(up.handle()).stream().map(Listener::port).collect(Collectors.toSet()));
    }

    private void letsNobodyIntoTheDatabase() throws IOException {
        var url = "jdbc:postgresql://127.0.0.1:" + up.databasePort() + "/";
        for (var database : List.of("postgres", "template1")) {
            for (var user : List.of("postgres", "facematch", "facematch_owner", "facematch_server", "root", "nobody")) {
                for (var password : List.of("", "postgres", user)) {
                    assertThatExceptionOfType(SQLException.class)
                            .as(user)
                            .isThrownBy(() -> DriverManager.getConnection(url + database, user, password));
                }
            }
        }
        assertThat(Files.readString(Path.of("/proc/net/unix"))).doesNotContain(".s.PGSQL." + up.databasePort());
    }

    private void letsNobodyIntoTheBroker() {
        for (var login : List.of("guest:guest", "facematch:", "facematch:facematch", ":")) {
            var factory = new ConnectionFactory();
            factory.setHost("127.0.0.1");
            factory.setPort(brokerPort);
            factory.setUsername(login.split(":", -1)[0]);
            factory.setPassword(login.split(":", -1)[1]);
            assertThatExceptionOfType(PossibleAuthenticationFailureException.class)
                    .as(login)
                    .isThrownBy(factory::newConnection);
        }
    }

    /** Whoever is let in there runs programs as the node's user. */
    private void letsNobodyIntoErlang() throws IOException {
        var cookie = Files.readString(home.resolve("rabbitmq/.erlang.cookie")).strip();
        assertThat(ping("guess")).isEqualTo("pang");
        assertThat(ping(cookie)).as("asked as the node expects it").isEqualTo("pong");
    }

    private String ping(String cookie) throws IOException {
        return OtherUser.run(
                        Map.of(
                                "HOME", "/nonexistent",
                                "ERL_EPMD_ADDRESS", "127.0.0.1",
                                "ERL_EPMD_PORT", Integer.toString(brokerPort + 2)),
                        "",
                        "erl",
                        "-noinput",
                        "-hidden",
                        "-sname",
                        "probe@localhost",
                        "-setcookie",
                        cookie,
                        "-eval",
                        "io:format(\"~s\", [net_adm:ping(facematch@localhost)]), halt().")
                .output()
                .strip();
    }

    private void answersNobodyWithoutAToken() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (var listener : listening(up.handle())) {
                for (var path : List.of(
                        "/v1/jobs",
                        "/v1/models",
                        "/actuator",
                        "/actuator/env",
                        "/actuator/heapdump",
                        "/actuator/metrics")) {
                    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path));
                    assertThat(http.send(request.build(), BodyHandlers.ofString())
                                    .statusCode())
                            .as(listener + path)
                            .isIn(401, 404);
                }
            }
        }
    }

    private void showsNoFile() throws IOException {
        try (var all = Files.walk(home)) {
            var files = new ArrayList<>(all.toList());
            assertThat(files).contains(home.resolve("master.key"), home.resolve("postgres/data/pg_hba.conf"));
            files.add(Path.of("/etc/passwd"));
            assertThat(OtherUser.readable(files))
                    .as("but one, which is everybody's")
                    .containsExactly("/etc/passwd");
        }
    }

    private void showsNoSecretOfItsProcesses() throws IOException {
        var secrets = new ArrayList<>(List.of(
                Files.readString(home.resolve("master.key")).strip(),
                Files.readString(home.resolve("rabbitmq/password")).strip(),
                Files.readString(home.resolve("rabbitmq/.erlang.cookie")).strip(),
                up.token()));
        for (var user : DatabaseUser.values()) {
            secrets.add(user.password(home.resolve("postgres")));
        }
        for (var process : processes) {
            assertThat(commandLine(process)).doesNotContain(secrets);
            // Some can be opened, and are refused when they are read.
            if (read("/proc/" + process.pid() + "/status").isEmpty()) {
                assertThat(process.isAlive())
                        .as("a process that can't be looked at has ended")
                        .isFalse();
                continue;
            }
            for (var fact : List.of("environ", "mem", "maps", "fd", "cwd/", "root/")) {
                assertThat(read("/proc/" + process.pid() + "/" + fact)).as(fact).isEmpty();
            }
        }
    }

    /** What another user reads in a file, or sees in a folder. */
    private static String read(String file) throws IOException {
        return OtherUser.run(
                        Map.of(),
                        "",
                        "bash",
                        "-c",
                        "{ cat -- \"$1\" || ls -A -- \"$1/\"; } 2>/dev/null | head -c 100",
                        "-",
                        file)
                .output();
    }

    /** Below that folder are, in this test, its home and beside it what it prints. */
    private void leavesNothingInTheFolderOfAll() throws IOException {
        var left = new ArrayList<String>();
        for (var process : processes) {
            openFiles(process)
                    .filter(path ->
                            path.startsWith("/tmp/") || path.startsWith("/var/tmp/") || path.startsWith("/dev/shm/"))
                    .filter(path -> !path.startsWith(home.resolveSibling("").toString()))
                    .filter(path -> !PROGRAM.contains(path))
                    .forEach(left::add);
        }
        assertThat(left).isEmpty();
        assertThat(Path.of("/tmp/hsperfdata_root/" + up.handle().pid())).doesNotExist();
    }

    private static final List<String> LOOPBACK = List.of("0100007F", "00000000000000000000000001000000");

    /** @param host in the form of {@code /proc/net/tcp} */
    private record Listener(String host, int port) {}

    private static List<Listener> listening(ProcessHandle process) throws IOException {
        var sockets =
                openFiles(process).filter(path -> path.startsWith("socket:[")).collect(Collectors.toSet());
        var listeners = new ArrayList<Listener>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (var line : Files.readAllLines(Path.of(table))) {
                var words = line.strip().split("\\s+", -1);
                if (words[3].equals(LISTENING) && sockets.contains("socket:[" + words[9] + "]")) {
                    var address = words[1].split(":", -1);
                    var host = address[0].replace("0000000000000000FFFF0000", "");
                    listeners.add(new Listener(host, Integer.parseInt(address[1], 16)));
                }
            }
        }
        return listeners;
    }

    /** None of a process that has ended: connections to the database come and go with a process each. */
    private static Stream<String> openFiles(ProcessHandle process) throws IOException {
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.toList().stream().flatMap(file -> target(file).stream());
        } catch (NoSuchFileException ended) {
            return Stream.of();
        } catch (UncheckedIOException ended) {
            if (process.isAlive()) {
                throw ended;
            }
            return Stream.of();
        }
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
