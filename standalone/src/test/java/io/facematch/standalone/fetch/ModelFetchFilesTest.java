package io.facematch.standalone.fetch;

import static io.facematch.standalone.fetch.TestModels.ANOTHER;
import static io.facematch.standalone.fetch.TestModels.CONTAINER;
import static io.facematch.standalone.fetch.TestModels.CONVERTED;
import static io.facematch.standalone.fetch.TestModels.IN_CONTAINER;
import static io.facematch.standalone.fetch.TestModels.MODEL;
import static io.facematch.standalone.fetch.TestModels.PLAIN;
import static io.facematch.standalone.fetch.TestModels.card;
import static io.facematch.standalone.fetch.TestModels.sha256;
import static io.facematch.standalone.fetch.TestModels.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import io.facematch.card.ModelSource.Converter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Which bytes end up in the folder, under which name, and what was there before. */
class ModelFetchFilesTest extends ModelFetchFixture {
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

    /** Without a word on the size. */
    private static void unannounced(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
