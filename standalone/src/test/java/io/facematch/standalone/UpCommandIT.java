package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.broker.ProcessExit;
import io.facematch.face.network.ModelCatalog;
import io.facematch.standalone.local.Environment;
import io.facematch.testing.BrokerNode;
import io.facematch.testing.RawBroker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./facematch up} from its start to its end, as one story: each start takes seconds. */
class UpCommandIT {
    private static final Pattern LINK = Pattern.compile("(?m)^(http://\\S+)#code=([\\w-]{22})$");
    private static final Pattern BROKER = Pattern.compile("(?m)^broker=(\\S+)$");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        http.close();
    }

    private void printsALinkToThePlaygroundThatIsSignedIn(UpProcess up) throws Exception {
        assertThat(up.output()).doesNotContain("#token=").contains("behind a proxy or on another machine");
        var link = LINK.matcher(up.output());
        assertThat(link.find()).as(up.output()).isTrue();
        assertThat(link.group(1)).isEqualTo(up.address() + "/");
        var exchange = HttpRequest.newBuilder(up.address().resolve("/sign-in"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\": \"" + link.group(2) + "\"}"))
                .build();
        var signedIn = http.send(exchange, BodyHandlers.ofString());
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
        var jobs = HttpRequest.newBuilder(up.address().resolve("/v1/jobs"))
                .header("Authorization", "Bearer " + signedIn.body().split("\"", -1)[3]);
        assertThat(http.send(jobs.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(http.send(exchange, BodyHandlers.ofString()).statusCode())
                .as("once")
                .isEqualTo(401);

        var page = http.send(HttpRequest.newBuilder(up.address().resolve("/")).build(), BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("id=\"submit-btn\"");
    }

    private void isFoundByOtherCommandsOn(Path home, UpProcess up) throws Exception {
        var environment = Map.of("FACEMATCH_HOME", home.toString());
        var announced = Files.readString(home.resolve("server.properties"));
        assertThat(announced).contains("address=" + up.address(), "database=jdbc:postgresql:");
        var broker = BROKER.matcher(announced);
        assertThat(broker.find()).isTrue();
        try (var queues = new RawBroker(broker.group(1))) {
            assertThat(queues.isEmpty()).as("its queues are there").isTrue();
        }

        var token = command(environment, folder.resolve("token.log"), "token").strip();
        var jobs = HttpRequest.newBuilder(up.address().resolve("/v1/jobs")).header("Authorization", "Bearer " + token);
        assertThat(http.send(jobs.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);

        var output = command(
                environment, folder.resolve("run.log"), "run", Samples.demo().toString(), "--out", folder.toString());
        assertThat(output).contains("Match", "Results: ").doesNotContain(" ready, ");
        assertThat(http.send(jobs.build(), BodyHandlers.ofString()).body())
                .as("the job is in this server's database")
                .contains("\"COMPLETED\"");
    }

    @Test
    void saysWhenEachPartIsReadyServesAndStopsThemAll() throws Exception {
        var home = folder.resolve("home");
        var port = Integer.toString(freePort());
        // No broker is configured: a private one is started.
        var mirror = Files.createDirectory(folder.resolve("mirror"));
        var settings = Map.of(
                "FACEMATCH_RABBITMQ_URI",
                "",
                "FACEMATCH_PORT",
                port,
                "FACEMATCH_OFFLINE",
                "false",
                "FACEMATCH_MODELS",
                folder.resolve("models").toString(),
                "FACEMATCH_MODELS_MIRROR",
                mirror.toString(),
                // Where the mirror is empty, nobody else is asked: nothing listens there.
                "https_proxy",
                "http://127.0.0.1:1");
        var fetched = fillWithSources(mirror);
        prepare(home, settings);
        // As the launcher has it.
        var temporary = Files.createDirectories(home.resolve("tmp"));
        var options = List.of("-Djava.io.tmpdir=" + temporary);
        ProcessHandle database;
        try (var stranger = atTheUsualPortOfBrokers();
                var up = UpProcess.start(home, options, settings, folder.resolve("up.log"))) {
            assertThat(up.address()).hasPort(Integer.parseInt(port));
            assertThat(up.output())
                    .containsPattern("(?m)^facematch: RabbitMQ ready, \\d+\\.\\d s$")
                    .containsPattern("(?m)^facematch: PostgreSQL ready, \\d+\\.\\d s$")
                    .containsPattern("(?m)^facematch: API and worker ready, \\d+\\.\\d s$")
                    .contains("Fetching the recommended ones, once:")
                    .contains(
                            fetched
                                    ? "The model that decides is "
                                            + new ModelCatalog(List.of())
                                                    .recommended()
                                                    .getLast()
                                                    .id()
                                    : "facematch: going on with the models that are here");
            assertThat(up.output())
                    .containsPattern(
                            "something listens at port 5672 of this machine. It is not used: .*FACEMATCH_RABBITMQ_URI");
            assertThat(Files.readString(home.resolve("server.properties")))
                    .containsPattern(BROKER)
                    .doesNotContain(":5672");
            assertThat(isLeftAlone(stranger)).as("nobody asked it anything").isTrue();
            if (Environment.isRoot()) {
                assertThat(up.output().lines()).anyMatch(line -> line.startsWith("facematch: running as root."));
            }
            database = up.databaseServer();
            assertThat(ProcessExit.hasEnded(database)).isFalse();
            printsALinkToThePlaygroundThatIsSignedIn(up);
            isFoundByOtherCommandsOn(home, up);
            ClosedProduct.check(home, up);
        }
        assertThat(ProcessExit.hasEnded(database)).isTrue();
        assertThat(home.resolve("server.properties")).doesNotExist();
        if (Files.exists(home.resolve("rabbitmq/id"))) {
            assertThat(BrokerNode.processes(home.resolve("rabbitmq"))).isEmpty();
        }
    }

    /** Takes connections of whoever thinks that it is a broker. Another program may do so already. */
    private static ServerSocket atTheUsualPortOfBrokers() throws IOException {
        var socket = new ServerSocket();
        socket.setSoTimeout(1);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5672));
        } catch (BindException taken) {
            socket.close();
        }
        return socket;
    }

    private static boolean isLeftAlone(ServerSocket stranger) throws IOException {
        if (stranger.isClosed()) {
            return true;
        }
        try {
            stranger.accept().close();
            return false;
        } catch (SocketTimeoutException nobodyCame) {
            return true;
        }
    }

    /** With what lies at the sources of the recommended models, where this machine has it. */
    private static boolean fillWithSources(Path mirror) throws IOException {
        var published = Path.of("../../shared/models");
        for (var card : new ModelCatalog(List.of()).recommended()) {
            var file = card.sources().getFirst().file();
            var copies = Stream.of(published.resolve("sources").resolve(file), published.resolve(card.file()));
            var copy = copies.filter(Files::isRegularFile).findFirst();
            if (copy.isEmpty()) {
                return false;
            }
            Files.copy(copy.get(), mirror.resolve(copy.get().getFileName()));
        }
        return true;
    }

    /** As the launcher does: the check begins what takes longest, and the command finds it. */
    private void prepare(Path home, Map<String, String> settings) throws Exception {
        var environment = new HashMap<>(settings);
        environment.put("FACEMATCH_HOME", TestHome.prepare(home).toString());
        var options = List.of("-Dlauncher.check-only=true", "-Dlauncher.prepare=true");
        try (var process =
                OtherProcess.start(FacematchCommand.class, options, environment, folder.resolve("prepare.log"), "up")) {
            assertThat(process.exitStatus()).as(process.output()).isEqualTo(100);
            assertThat(process.output()).isEmpty();
        }
        if (Files.exists(home.resolve("rabbitmq/id"))) {
            assertThat(BrokerNode.processes(home.resolve("rabbitmq"))).isNotEmpty();
        }
    }

    private static String command(Map<String, String> environment, Path log, String... arguments) throws Exception {
        try (var process = OtherProcess.start(FacematchCommand.class, List.of(), environment, log, arguments)) {
            assertThat(process.exitStatus()).as(process.output()).isZero();
            return process.output();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
