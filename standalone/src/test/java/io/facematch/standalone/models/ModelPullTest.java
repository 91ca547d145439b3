package io.facematch.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // the setup fills the field
class ModelPullTest {
    private static final byte[] MODEL = randomBytes(1);
    private static final byte[] ANOTHER = randomBytes(2);
    private static final ModelCard CARD = card();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/model", exchange -> send(exchange, 200, MODEL.length, MODEL));
        serve("/another", exchange -> send(exchange, 200, ANOTHER.length, ANOTHER));
        serve("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/model");
            send(exchange, 302, -1, new byte[0]);
        });
        serve("/short", exchange -> send(exchange, 200, 0, Arrays.copyOf(MODEL, 1000)));
        serve("/long", exchange -> send(exchange, 200, 0, Arrays.copyOf(MODEL, MODEL.length + 1)));
        serve(
                "/announced-long",
                exchange -> send(exchange, 200, MODEL.length + 1, Arrays.copyOf(MODEL, MODEL.length + 1)));
        serve("/cut-off", exchange -> send(exchange, 200, MODEL.length, Arrays.copyOf(MODEL, 1000)));
        serve("/error", exchange -> send(exchange, 503, MODEL.length, MODEL));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void savesTheVeryFile() throws Exception {
        pull("/model", false);

        assertThat(folder.resolve("model.onnx")).hasBinaryContent(MODEL);
        assertThat(filesHere()).containsExactly("model.onnx");
        assertThat(out.toString())
                .contains("MIT", "not for decisions", "300,000 bytes", "10 % ", "100 %", "Saved", "model.onnx");
    }

    @Test
    void workersOfOtherUsersMayReadIt() throws Exception {
        var ordinary = Files.getPosixFilePermissions(Files.createFile(folder.resolve("ordinary")));

        pull("/model", false);

        assertThat(Files.getPosixFilePermissions(folder.resolve("model.onnx")))
                .isEqualTo(ordinary)
                .contains(PosixFilePermission.OWNER_READ);
    }

    @Test
    void makesTheFolder() throws Exception {
        new ModelPull(http, new PrintWriter(out)).pull(CARD, at("/model"), folder.resolve("a/b"), false);

        assertThat(folder.resolve("a/b/model.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void followsTheAddressToWhereTheFileIs() throws Exception {
        pull("/elsewhere", false);

        assertThat(folder.resolve("model.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void fetchesNothingThatIsThere() throws Exception {
        Files.write(folder.resolve("model.onnx"), MODEL);

        pull("/model", false);

        assertThat(requests).hasValue(0);
        assertThat(out.toString()).contains("already there");
    }

    @Test
    void replacesAnotherFileOnlyWhenToldTo() throws Exception {
        Files.write(folder.resolve("model.onnx"), ANOTHER);

        assertFails("/model", "--replace");
        assertThat(requests).hasValue(0);
        assertThat(folder.resolve("model.onnx")).hasBinaryContent(ANOTHER);

        pull("/model", true);
        assertThat(folder.resolve("model.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void keepsNoOtherFile() throws Exception {
        assertFails("/another", "SHA-256 " + sha256(ANOTHER), CARD.sha256(), "deleted");
        assertFails("/short", "only 1,000 of 300,000 bytes");
        assertFails("/long", "more than the 300,000 bytes");
        assertFails("/announced-long", "300,001 bytes");
        assertFails("/cut-off", "broke off");
        assertFails("/error", "answered 503");
        assertFails("/nothing", "answered 404");

        assertThat(filesHere()).isEmpty();
    }

    @Test
    void leavesWhatWasThereWhenItsReplacementIsWrong() throws Exception {
        Files.write(folder.resolve("model.onnx"), ANOTHER);

        assertThatExceptionOfType(PullFailed.class).isThrownBy(() -> pull("/short", true));

        assertThat(filesHere()).containsExactly("model.onnx");
        assertThat(folder.resolve("model.onnx")).hasBinaryContent(ANOTHER);
    }

    @Test
    void saysThatNobodyIsThere() {
        server.stop(0);

        assertFails("/model", "127.0.0.1 can't be reached", "https.proxyHost");
    }

    @Test
    void saysThatNothingCanBeWritten() throws Exception {
        Files.write(folder.resolve("file"), new byte[1]);

        assertThatExceptionOfType(PullFailed.class)
                .isThrownBy(() -> new ModelPull(http, new PrintWriter(out))
                        .pull(CARD, at("/model"), folder.resolve("file"), false))
                .withMessageContaining("can't be written");
    }

    private void pull(String path, boolean replace) throws InterruptedException {
        new ModelPull(http, new PrintWriter(out)).pull(CARD, at(path), folder, replace);
    }

    private void assertFails(String path, String... words) {
        assertThatExceptionOfType(PullFailed.class)
                .isThrownBy(() -> pull(path, false))
                .satisfies(failed -> assertThat(failed.getMessage()).contains(words));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private List<String> filesHere() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void serve(String path, Answer answer) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            answer.to(exchange);
        });
    }

    /** @param length as announced; 0 for none, -1 for no body */
    private static void send(HttpExchange exchange, int status, long length, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, length);
        if (length >= 0) {
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private static ModelCard card() {
        return new ModelCard(
                "model",
                ModelTask.QUALITY,
                ModelTier.PRODUCTION,
                "For tests.",
                "model.onnx",
                sha256(MODEL),
                MODEL.length,
                List.of(),
                "nobody",
                "MIT",
                "Random numbers, not for decisions.",
                false,
                "none",
                0,
                null,
                null,
                List.of());
    }

    private static byte[] randomBytes(int seed) {
        var bytes = new byte[300_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
