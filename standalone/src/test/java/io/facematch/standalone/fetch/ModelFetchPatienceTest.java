package io.facematch.standalone.fetch;

import static io.facematch.standalone.fetch.TestModels.CONTAINER;
import static io.facematch.standalone.fetch.TestModels.IN_CONTAINER;
import static io.facematch.standalone.fetch.TestModels.MODEL;
import static io.facematch.standalone.fetch.TestModels.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a fetch waits for a server that is slow, silent or stands still. */
class ModelFetchPatienceTest extends ModelFetchFixture {
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
}
