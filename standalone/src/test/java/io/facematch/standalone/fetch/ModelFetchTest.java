package io.facematch.standalone.fetch;

import static io.facematch.standalone.fetch.TestModels.ANOTHER;
import static io.facematch.standalone.fetch.TestModels.CONTAINER;
import static io.facematch.standalone.fetch.TestModels.CONVERTED;
import static io.facematch.standalone.fetch.TestModels.IN_CONTAINER;
import static io.facematch.standalone.fetch.TestModels.MODEL;
import static io.facematch.standalone.fetch.TestModels.NOWHERE;
import static io.facematch.standalone.fetch.TestModels.PLAIN;
import static io.facematch.standalone.fetch.TestModels.card;
import static io.facematch.standalone.fetch.TestModels.sha256;
import static io.facematch.standalone.fetch.TestModels.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource.Converter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // the setup fills the fields
class ModelFetchTest {
    /** Ends the wait for a server that does nothing; the others answer at once. */
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Patience PATIENT = new Patience(LONG, LONG, LONG);

    @TempDir
    private Path folder;

    @TempDir
    private Path copies;

    private final StringWriter out = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private Patience patience = PATIENT;
    private FileServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer();
        server.give("/plain.onnx", MODEL);
        environment.put("FACEMATCH_MODELS_MIRROR", server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void savesTheVeryFile() throws Exception {
        fetch(PLAIN);

        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
        assertThat(filesHere()).containsExactly("plain.onnx");
        assertThat(out.toString())
                .contains("300,000 bytes from " + server.address(), "10 % ", "100 %", "Saved", "plain.onnx");
    }

    @Test
    void workersOfOtherUsersMayReadIt() throws Exception {
        var ordinary = Files.getPosixFilePermissions(Files.createFile(folder.resolve("ordinary")));

        fetch(PLAIN);

        assertThat(Files.getPosixFilePermissions(folder.resolve("plain.onnx")))
                .isEqualTo(ordinary)
                .contains(PosixFilePermission.OWNER_READ);
    }

    @Test
    void makesTheFolder() throws Exception {
        fetch(PLAIN, folder.resolve("a/b"), false);

        assertThat(folder.resolve("a/b/plain.onnx")).hasBinaryContent(MODEL);
    }

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
    void keepsNoOtherFile() throws Exception {
        server.give("/plain.onnx", ANOTHER);
        assertFails(PLAIN, "has SHA-256 " + sha256(ANOTHER) + ", but the card says " + sha256(MODEL));
        server.on("/plain.onnx", exchange -> unannounced(exchange, Arrays.copyOf(MODEL, 1000)));
        assertFails(PLAIN, "gives only 1,000 of 300,000 bytes");
        server.on("/plain.onnx", exchange -> unannounced(exchange, Arrays.copyOf(MODEL, MODEL.length + 1)));
        assertFails(PLAIN, "more than the 300,000 bytes");
        server.give("/plain.onnx", Arrays.copyOf(MODEL, MODEL.length + 1));
        assertFails(PLAIN, "has 300,001 bytes, but the card says 300,000");
        server.on("/plain.onnx", exchange -> {
            FileServer.begin(exchange, MODEL, 1000);
            exchange.close();
        });
        assertFails(PLAIN, "broke off after 1,000 bytes");
        server.on("/plain.onnx", exchange -> FileServer.send(exchange, 503, MODEL));
        assertFails(PLAIN, "answered 503");
        server.on("/plain.onnx", exchange -> FileServer.send(exchange, 200, new byte[0]));
        assertFails(PLAIN, "0 bytes");

        assertThat(filesHere()).isEmpty();
    }

    @Test
    void keepsNothingThatIsConvertedToAnotherFile() throws Exception {
        var garbage = Arrays.copyOf(CONTAINER, CONTAINER.length - 100);
        server.give("/network_v1.espdl", garbage);

        assertFails(IN_CONTAINER, "network_v1.espdl has " + String.format("%,d", garbage.length) + " bytes");
        assertFails(
                card("packed", CONVERTED, source("network_v1.espdl", garbage, Converter.ESPDL)),
                "network_v1.espdl can't be converted: it is cut off");
        server.give("/network_v1.espdl", CONTAINER);
        assertFails(
                card("packed", MODEL, source("network_v1.espdl", CONTAINER, Converter.ESPDL)),
                "converted to a file with SHA-256 " + sha256(CONVERTED),
                "but the card says " + sha256(MODEL));
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void takesBytesAsTheyCome() throws Exception {
        server.on("/plain.onnx", exchange -> {
            exchange.sendResponseHeaders(200, MODEL.length);
            for (var from = 0; from < MODEL.length; from += 50_000) {
                exchange.getResponseBody().write(MODEL, from, 50_000);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });

        fetch(PLAIN);

        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void givesUpAServerThatDoesNotAnswer() throws Exception {
        server.keepSilent("/plain.onnx");
        patience = new Patience(SHORT, LONG, LONG);

        assertFails(PLAIN, "127.0.0.1 did not answer in time");
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void givesUpAnAnswerWithoutBytes() throws Exception {
        server.on("/plain.onnx", exchange -> {
            FileServer.begin(exchange, MODEL, 0);
            server.awaitClose();
        });
        patience = new Patience(SHORT, LONG, LONG);

        assertFails(PLAIN, "127.0.0.1 did not answer in time");
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void givesUpADownloadThatStandsStill() throws Exception {
        server.on("/plain.onnx", exchange -> {
            FileServer.begin(exchange, MODEL, 200_000);
            server.awaitClose();
        });
        patience = new Patience(LONG, LONG, SHORT);

        assertFails(PLAIN, "broke off after 200,000 bytes", "no more bytes came in time");
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void givesUpADownloadThatOnlyTrickles() throws Exception {
        server.on("/plain.onnx", exchange -> {
            FileServer.begin(exchange, MODEL, 0);
            for (var index = 0; index < MODEL.length && !server.isClosedWithin(Duration.ofMillis(10)); index++) {
                exchange.getResponseBody().write(MODEL, index, 1);
                exchange.getResponseBody().flush();
            }
        });
        patience = new Patience(LONG, LONG, Duration.ofMillis(100));

        assertFails(PLAIN, "broke off after ", "no more bytes came in time");
        assertThat(filesHere()).isEmpty();
    }

    @Test
    void asksNobodyElseWhenAllWaitingIsUsedUp() throws Exception {
        server.keepSilent("/packed.onnx");
        server.give("/network_v1.espdl", CONTAINER);
        patience = new Patience(LONG, SHORT, LONG);

        assertFails(IN_CONTAINER, "127.0.0.1 did not answer in time", "was not asked");
        assertThat(server.asked()).containsExactly("/packed.onnx");
    }

    @Test
    void aStartWithoutANetworkCostsLessThanFiveSeconds() {
        assertThat(Patience.OF_A_START.answers()).isLessThan(Duration.ofMillis(4_500));
        assertThat(Patience.OF_A_START.answer()).isLessThan(Patience.OF_A_START.answers());
    }

    @Test
    void fetchesNothingThatIsThere() throws Exception {
        Files.write(folder.resolve("plain.onnx"), MODEL);

        fetch(PLAIN);

        assertThat(server.asked()).isEmpty();
        assertThat(out.toString()).contains("already there");
    }

    @Test
    void replacesAnotherFileOnlyWhenToldTo() throws Exception {
        Files.write(folder.resolve("plain.onnx"), ANOTHER);

        assertFails(PLAIN, "--replace");
        assertThat(server.asked()).isEmpty();
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(ANOTHER);

        fetch(PLAIN, folder, true);
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
    }

    @Test
    void leavesWhatWasThereWhenItsReplacementIsWrong() throws Exception {
        Files.write(folder.resolve("plain.onnx"), ANOTHER);
        server.give("/plain.onnx", Arrays.copyOf(MODEL, 1000));

        assertThatExceptionOfType(FetchFailed.class).isThrownBy(() -> fetch(PLAIN, folder, true));

        assertThat(filesHere()).containsExactly("plain.onnx");
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(ANOTHER);
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
    void saysThatNothingCanBeWritten() throws Exception {
        var file = Files.write(folder.resolve("file"), new byte[1]);

        assertThatExceptionOfType(FetchFailed.class)
                .isThrownBy(() -> fetch(PLAIN, file, false))
                .withMessageContaining("can't write to " + file);
        assertThat(server.asked()).as("before a download").isEmpty();
        // Room for the model's name, but not for that of a part.
        var name = "n".repeat(250) + ".onnx";
        server.give("/" + name, MODEL);
        assertFails(card("long", name, MODEL), name + " can't be written");
        assertThat(filesHere()).containsExactly("file");
    }

    @Test
    void clearsAwayWhatAKilledProcessLeft() throws Exception {
        var old = Files.write(folder.resolve("plain.onnx.1234.part"), MODEL);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Files.write(folder.resolve("plain.onnx.5678.part"), MODEL);

        fetch(PLAIN);

        assertThat(filesHere()).containsExactlyInAnyOrder("plain.onnx", "plain.onnx.5678.part");
    }

    @Test
    void severalMayFetchTheSameAtTheSameTime() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var fetches = threads.invokeAll(List.<Callable<Boolean>>of(
                    this::fetchQuietly, this::fetchQuietly, this::fetchQuietly, this::fetchQuietly));
            for (var fetch : fetches) {
                assertThat(fetch.get()).isTrue();
            }
        }

        assertThat(filesHere()).containsExactly("plain.onnx");
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(MODEL);
    }

    private boolean fetchQuietly() throws InterruptedException {
        var settings = FetchSettings.of(environment);
        try (var fetch = ModelFetch.forAStart(settings, patience, new PrintWriter(new StringWriter()))) {
            fetch.fetch(PLAIN, folder, true);
            return true;
        }
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

    private void fetch(ModelCard card) throws InterruptedException {
        fetch(card, folder, false);
    }

    private void fetch(ModelCard card, Path into, boolean replace) throws InterruptedException {
        var settings = FetchSettings.of(environment);
        try (var fetch = ModelFetch.forAStart(settings, patience, new PrintWriter(out))) {
            fetch.fetch(card, into, replace);
        }
    }

    private void assertFails(ModelCard card, String... words) {
        assertThatExceptionOfType(FetchFailed.class)
                .isThrownBy(() -> fetch(card))
                .satisfies(failed -> assertThat(failed.getMessage()).contains(words));
    }

    private List<String> filesHere() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Without a word on the size. */
    private static void unannounced(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
