package io.facematch.standalone.fetch;

import static io.facematch.standalone.fetch.TestModels.CONTAINER;
import static io.facematch.standalone.fetch.TestModels.CONVERTED;
import static io.facematch.standalone.fetch.TestModels.IN_CONTAINER;
import static io.facematch.standalone.fetch.TestModels.MODEL;
import static io.facematch.standalone.fetch.TestModels.NOWHERE;
import static io.facematch.standalone.fetch.TestModels.PLAIN;
import static io.facematch.standalone.fetch.TestModels.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Who is asked for a file, and in which order: mirror, sources, a proxy before them, or nobody. */
class ModelFetchSourcesTest extends ModelFetchFixture {
    @Test
    void convertsWhatLiesInAnotherContainer() throws Exception {
        server.give("/network_v1.espdl", CONTAINER);

        fetch(IN_CONTAINER);

        assertThat(folder.resolve("packed.onnx")).hasBinaryContent(CONVERTED);
        assertThat(filesHere()).containsExactly("packed.onnx");
        assertThat(server.asked()).containsExactly("/packed.onnx", "/network_v1.espdl");
        assertThat(out.toString()).contains("Converted", "Saved");
    }

    @Test
    void takesAFileByTheNameItHasAtItsSource() throws Exception {
        server.on("/plain.onnx", exchange -> FileServer.send(exchange, 404, new byte[0]));
        server.give("/network_640.onnx", MODEL);

        fetch(PLAIN);

        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void takesFilesOfAMirrorThatIsAFolder() throws Exception {
        environment.put("FACEMATCH_MODELS_MIRROR", copies.toString());
        Files.write(copies.resolve("network_v1.espdl"), CONTAINER);
        Files.write(copies.resolve("network_640.onnx"), MODEL);
        Files.write(copies.resolve("nowhere.onnx"), MODEL);

        fetch(IN_CONTAINER);
        fetch(PLAIN);
        fetch(NOWHERE);

        assertThat(folder.resolve("packed.onnx")).hasBinaryContent(CONVERTED);
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
        assertThat(folder.resolve("nowhere.onnx")).hasBinaryContent(MODEL);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void triesTheNextWhenOneIsWrong() throws Exception {
        server.give("/packed.onnx", MODEL);
        server.give("/network_v1.espdl", CONTAINER);

        fetch(IN_CONTAINER);

        assertThat(folder.resolve("packed.onnx")).hasBinaryContent(CONVERTED);
        assertThat(out.toString()).contains("packed.onnx has 300,000 bytes");
    }

    @Test
    void asksTheSourcesAfterTheMirror() {
        server.on("/plain.onnx", exchange -> FileServer.send(exchange, 503, new byte[0]));

        assertFails(
                PLAIN,
                server.address() + "/plain.onnx answered 503",
                server.address() + "/network_640.onnx answered 404",
                "127.0.0.1 can't be reached");
    }

    @Test
    void followsAnAddressOnTheSameServer() throws Exception {
        server.on("/plain.onnx", exchange -> FileServer.redirect(exchange, "/moved/here.onnx"));
        server.give("/moved/here.onnx", MODEL);

        fetch(PLAIN);

        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void refusesToBeSentToAnotherServer() throws Exception {
        try (var other = new FileServer()) {
            other.give("/plain.onnx", MODEL);
            for (var elsewhere : List.of(
                    other.address() + "/plain.onnx",
                    "//127.0.0.1:" + other.port() + "/plain.onnx",
                    "http://localhost:" + server.port() + "/plain.onnx",
                    "https://127.0.0.1:" + server.port() + "/plain.onnx",
                    "file:///plain.onnx")) {
                server.on("/plain.onnx", exchange -> FileServer.redirect(exchange, elsewhere));

                assertFails(PLAIN, "127.0.0.1 redirects to another server, ", "not followed");
            }
            assertThat(other.asked()).isEmpty();
        }
        server.on("/plain.onnx", exchange -> FileServer.redirect(exchange, "ht tp://"));
        assertFails(PLAIN, "no address");
        server.on("/plain.onnx", exchange -> FileServer.redirect(exchange, "/plain.onnx"));
        assertFails(PLAIN, "again and again");
    }

    @Test
    void asksNobodyWhenOffline() throws Exception {
        environment.put("FACEMATCH_OFFLINE", "true");

        assertFails(PLAIN, "FACEMATCH_OFFLINE forbids to download it", "https://127.0.0.1:1/models/network_640.onnx");
        assertThat(server.asked()).isEmpty();

        environment.put("FACEMATCH_MODELS_MIRROR", copies.toString());
        Files.write(copies.resolve("plain.onnx"), MODEL);
        fetch(PLAIN);
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void saysWhatToDoByHand() {
        server.close();

        assertFails(
                PLAIN,
                "plain can't be fetched: 127.0.0.1 can't be reached",
                "\n  https://127.0.0.1:1/models/network_640.onnx\n",
                "put it into " + folder + " as plain.onnx.",
                "https_proxy",
                "FACEMATCH_MODELS_MIRROR");
        assertFails(
                IN_CONTAINER,
                "\n  https://127.0.0.1:1/models/network_v1.espdl\n",
                "put it into " + folder + " as network_v1.espdl; the next command converts it.");
        assertFails(NOWHERE, "its file, nowhere.onnx with SHA-256 " + NOWHERE.sha256() + ", is nowhere public");
    }

    @Test
    void tellsTheReasonInOneLine() {
        assertThatExceptionOfType(FetchFailed.class)
                .isThrownBy(() -> fetch(IN_CONTAINER))
                .satisfies(failed -> assertThat(failed.reason())
                        .startsWith("packed can't be fetched: ")
                        .hasLineCount(1));
    }

    @Test
    void goesThroughAProxy() throws Exception {
        environment.put("FACEMATCH_MODELS_MIRROR", "http://near.example/");
        environment.put("http_proxy", server.address());

        fetch(PLAIN);

        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
        assertThat(server.asked()).containsExactly("http://near.example/plain.onnx");
    }

    @Test
    void tellsAProxyItsPasswordAndNobodyElse() throws Exception {
        environment.put("FACEMATCH_MODELS_MIRROR", "http://near.example/");
        environment.put("http_proxy", "http://somebody:s3cret@127.0.0.1:" + server.port());
        server.on("/plain.onnx", exchange -> {
            var credentials = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (credentials == null) {
                exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"models\"");
                FileServer.send(exchange, 407, new byte[0]);
            } else {
                // somebody:s3cret
                FileServer.send(exchange, credentials.equals("Basic c29tZWJvZHk6czNjcmV0") ? 200 : 403, MODEL);
            }
        });

        fetch(PLAIN);

        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
        assertThat(out.toString()).doesNotContain("s3cret");
    }

    @Test
    void asksAProxyForAnEncryptedAddress() throws Exception {
        environment.remove("FACEMATCH_MODELS_MIRROR");
        var far = card("far", MODEL, TestModels.sourceAt("https://models.example/far.onnx", MODEL));
        try (var proxy = new ServerSocket(0);
                var threads = Executors.newSingleThreadExecutor()) {
            environment.put("HTTPS_PROXY", "127.0.0.1:" + proxy.getLocalPort());
            var asked = threads.submit(() -> {
                try (var connection = proxy.accept()) {
                    var line = new byte[34];
                    connection.getInputStream().readNBytes(line, 0, line.length);
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    return new String(line, StandardCharsets.US_ASCII);
                }
            });

            assertFails(far, "far can't be fetched: models.example");
            assertThat(asked.get()).startsWith("CONNECT models.example:443 ");
        }
    }

    @Test
    void saysWhichKindOfProxyItKnows() {
        environment.put("FACEMATCH_MODELS_MIRROR", "http://near.example/");
        environment.put("http_proxy", "socks5://somebody:s3cret@proxy.example:1080");

        assertThatExceptionOfType(FetchFailed.class)
                .isThrownBy(() -> fetch(PLAIN))
                .withMessageContaining("near.example can't be reached: http_proxy must be http://HOST:PORT")
                .satisfies(failed -> assertThat(failed.getMessage()).doesNotContain("s3cret"));
    }
}
