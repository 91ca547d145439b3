package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.issuer.Clients;
import io.facematch.standalone.access.ClientsDatabase;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./facematch clients} as its user has it, with and without a server in the same state folder. */
class ClientsIT {
    private static final Pattern ID = Pattern.compile("Id {7}(\\S+)");
    private static final Pattern SECRET = Pattern.compile("Secret {3}(\\S+)");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int commands;

    @Test
    void addsAClientThatGetsTokensFromTheServer() throws Exception {
        var added = facematch("clients", "add", "the bank's app", "--tenant", "it's a bank");
        var id = found(ID, added);
        var secret = found(SECRET, added);
        assertThat(facematch("clients", "list"))
                .contains(id, "the bank's app", "it's a bank", "enabled", "facematch.compare facematch.bulk")
                .doesNotContain(secret, secret.substring(4));

        try (var server = TestServer.start(home())) {
            var token = JSON.readTree(server.send(oauth(server, id, secret)).body())
                    .path("access_token")
                    .asString();
            assertThat(status(server, token, "/v1/jobs")).isEqualTo(200);
            assertThat(printed(added, server)).isEqualTo(200);

            var rotated = found(SECRET, facematch("clients", "rotate", id));
            assertThat(server.send(oauth(server, id, secret)).statusCode()).isEqualTo(401);
            assertThat(server.send(oauth(server, id, rotated)).statusCode()).isEqualTo(200);

            assertThat(facematch("clients", "disable", id)).contains("end within a minute");
            assertThat(facematch("clients", "list")).contains("disabled").doesNotContain(rotated);
            assertThat(server.send(oauth(server, id, rotated)).statusCode()).isEqualTo(401);

            facematch("clients", "enable", id);
            assertThat(server.send(oauth(server, id, rotated)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void printsTokensForAllDialects() throws Exception {
        var server = SharedServer.get();

        var token = facematchOn(SharedServer.HOME, "token").strip();

        assertThat(status(server, token, "/v1/jobs")).isEqualTo(200);
        for (var path : List.of("/facematch", "/advanced_facematch", "/ExtFaceComparison/Compare")) {
            assertThat(status(server, token, path)).as(path).isNotIn(401, 403);
        }
    }

    @Test
    void saysWhenThereIsNoSuchClient() throws Exception {
        var home = Home.open(home());
        assertThat(ClientsDatabase.<Boolean>with(
                        home, clients -> clients.rotate("fmc_nobody").isEmpty()))
                .isTrue();
        assertThat(ClientsDatabase.with(home, Clients::list)).isEmpty();
    }

    @Test
    void saysWhenAnotherProcessHasNoDatabaseThere() throws IOException {
        var home = Home.open(home());
        try (var held = home.lock()) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> ClientsDatabase.with(home, Clients::list))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContainingAll("another facematch uses", "FACEMATCH_DATABASE_URL");
        }
    }

    private Path home() throws IOException {
        return TestHome.prepare(folder.resolve("home"));
    }

    /** What a command prints; it must succeed. */
    private String facematch(String... arguments) throws Exception {
        return facematchOn(home(), arguments);
    }

    private String facematchOn(Path home, String... arguments) throws Exception {
        var log = folder.resolve("command-" + commands++);
        try (var process = OtherProcess.start(
                FacematchCommand.class, List.of(), Map.of("FACEMATCH_HOME", home.toString()), log, arguments)) {
            process.handle().onExit().get(60, TimeUnit.SECONDS);
        }
        var output = Files.readString(log);
        assertThat(output).doesNotContain("facematch: ", "Exception");
        return output;
    }

    private static String found(Pattern pattern, String output) {
        var matcher = pattern.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group(1);
    }

    private static HttpRequest.Builder oauth(TestServer server, String id, String secret) {
        return form(
                server.address().resolve("/oauth2/token"),
                "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret);
    }

    private static HttpRequest.Builder form(URI address, String body) {
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    /** The answer to the printed request for a token of the vendor's kind, sent by a shell to this server. */
    private static int printed(String output, TestServer server) throws Exception {
        var curl = output.lines()
                .filter(line -> line.contains("GetAppToken"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("http://\\S+?/api", server.address() + "/api");
        var process = new ProcessBuilder("bash", "-c", curl + " -o /dev/null -w '%{http_code}'").start();
        return Integer.parseInt(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    }

    private static int status(TestServer server, String token, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.address().resolve(path)).header("Authorization", "Bearer " + token);
        return server.send(path.startsWith("/v1") ? request : request.POST(BodyPublishers.noBody()))
                .statusCode();
    }
}
