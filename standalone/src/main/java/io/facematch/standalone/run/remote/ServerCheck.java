package io.facematch.standalone.run.remote;

import io.facematch.standalone.run.remote.ServerOptions.Server;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server at once what would otherwise be found out after an upload of hours. */
public record ServerCheck(Server server) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** @throws CommandFailed in one line, if nothing could be sent there */
    public void require() throws InterruptedException {
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build()) {
            requireAnswer(ask(http, request("/v1/limits").GET()));
            requireAnswer(ask(http, request("/v1/jobs?kind=bulk&limit=1").GET()));
            requireMayUpload(ask(
                    http,
                    request("/v1/jobs")
                            .header("Content-Type", "application/zip")
                            .POST(BodyPublishers.noBody())));
        } catch (SSLException notTrusted) {
            throw new CommandFailed(
                    server.address() + " speaks no https, or has no certificate that this machine trusts: "
                            + CommandFailed.inWords(notTrusted));
        } catch (IOException unreachable) {
            throw new CommandFailed(server.address() + " can't be reached: " + CommandFailed.inWords(unreachable));
        }
    }

    private static HttpResponse<String> ask(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + server.token().get());
    }

    /** An upload without a byte: the server says whether it would take one, and accepts nothing. */
    private void requireMayUpload(HttpResponse<String> response) {
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            requireAnswer(response);
        }
    }

    private void requireAnswer(HttpResponse<String> response) {
        switch (response.statusCode()) {
            case 200 -> requireOurs(response);
            case 401 ->
                throw new CommandFailed(
                        server.address() + " does not take the token: it is no token of this server, or has expired");
            case 403 ->
                throw new CommandFailed(server.address()
                        + " does not let this token submit archives: it takes one with facematch.bulk");
            // Later it may, and the run waits for that.
            case 429, 502, 503, 504 -> {}
            default -> throw noServer();
        }
    }

    private void requireOurs(HttpResponse<String> response) {
        try {
            var answer = JsonMapper.shared().readTree(response.body());
            if (!answer.has("max_pairs") && !answer.has("items")) {
                throw noServer();
            }
        } catch (JacksonException noJson) {
            throw noServer();
        }
    }

    private CommandFailed noServer() {
        return new CommandFailed("there is no Facematch at " + server.address() + ": is the address right?");
    }
}
