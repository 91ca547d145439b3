package io.facematch.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ResultsTest {
    private static final Results RESULTS =
            new Results(List.of(JsonMapper.shared().readTree("""
            {"id": "0198-job", "links": {"results": "/v1/jobs/0198-job/results"}}""")));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private boolean breaks;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/jobs/0198-job/results", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Disposition", "attachment; filename=\"facematch-bulk-1.zip\"");
        exchange.sendResponseHeaders(200, 4);
        exchange.getResponseBody().write(new byte[breaks ? 2 : 4]);
        exchange.close();
    }

    @Test
    void areSavedUnderTheServersName() throws Exception {
        try (var client = client()) {
            assertThat(RESULTS.save(client, folder)).isEqualTo(folder.resolve("facematch-bulk-1.zip"));
        }
    }

    @Test
    void sayHowToBeFetchedWhenTheDownloadBreaks() throws IOException {
        breaks = true;
        assertNamesTheJob(folder);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void sayHowToBeFetchedWhenTheFolderCantBeWrittenTo() throws IOException {
        assertNamesTheJob(Files.createFile(folder.resolve("file")));
    }

    private void assertNamesTheJob(Path out) {
        try (var client = client()) {
            assertThatExceptionOfType(CommandFailed.class)
                    .isThrownBy(() -> RESULTS.save(client, out))
                    .withMessageContainingAll(
                            "results of job 0198-job", out.toString(), "the same command fetches them");
        }
    }

    private ApiClient client() {
        return new ApiClient(
                URI.create("http://localhost:" + server.getAddress().getPort()), "token");
    }
}
