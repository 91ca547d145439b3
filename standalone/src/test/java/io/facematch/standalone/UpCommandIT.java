package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandIT {
    @Test
    void printsALinkToThePlaygroundThatIsSignedIn(@TempDir Path folder) throws Exception {
        try (var up = UpProcess.start(folder.resolve("home"), List.of(), Map.of(), folder.resolve("up.log"));
                var http = HttpClient.newHttpClient()) {
            assertThat(up.output().lines()).contains(up.address() + "/#token=" + up.token());

            var page =
                    http.send(HttpRequest.newBuilder(up.address().resolve("/")).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("id=\"submit-btn\"");
        }
    }

    @Test
    void isFoundByOtherCommandsOnItsHome(@TempDir Path folder) throws Exception {
        var home = folder.resolve("home");
        var port = Integer.toString(freePort());
        try (var up = UpProcess.start(home, List.of(), Map.of("FACEMATCH_PORT", port), folder.resolve("up.log"));
                var http = HttpClient.newHttpClient()) {
            var environment = Map.of("FACEMATCH_HOME", home.toString());
            assertThat(home.resolve("server.properties"))
                    .content()
                    .contains("address=" + up.address(), "broker=" + TestBroker.uri(), "database=jdbc:postgresql:");

            var token =
                    command(environment, folder.resolve("token.log"), "token").strip();
            var jobs =
                    HttpRequest.newBuilder(up.address().resolve("/v1/jobs")).header("Authorization", "Bearer " + token);
            assertThat(http.send(jobs.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);

            var output = command(
                    environment,
                    folder.resolve("run.log"),
                    "run",
                    Samples.demo().toString(),
                    "--out",
                    folder.toString());
            assertThat(output).contains("Match", "Results: ").doesNotContain(" ready, ");
            assertThat(http.send(jobs.build(), BodyHandlers.ofString()).body())
                    .as("the job is in this server's database")
                    .contains("\"COMPLETED\"");
        }
        assertThat(home.resolve("server.properties")).doesNotExist();
    }

    @Test
    void saysWhenEachPartIsReadyAndStopsThemAll(@TempDir Path folder) throws Exception {
        var home = folder.resolve("home");
        ProcessHandle database;
        // No broker is configured: one on localhost that lets guest in, or a private one.
        try (var up =
                UpProcess.start(home, List.of(), Map.of("FACEMATCH_RABBITMQ_URI", ""), folder.resolve("up.log"))) {
            assertThat(up.output())
                    .containsPattern("(?m)^facematch: RabbitMQ ready, \\d+\\.\\d s$")
                    .containsPattern("(?m)^facematch: PostgreSQL ready, \\d+\\.\\d s$")
                    .containsPattern("(?m)^facematch: API and worker ready, \\d+\\.\\d s$");
            database = up.databaseServer();
            assertThat(database.isAlive()).isTrue();
        }
        assertThat(database.isAlive()).isFalse();
        if (Files.exists(home.resolve("rabbitmq/id"))) {
            assertThat(BrokerNode.processes(home.resolve("rabbitmq"))).isEmpty();
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
