package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConnectionsIT {
    private static final ApiServer API = ApiServer.get();
    private static final String HEALTH = "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Every address of 127.0.0.0/8 is this machine's, and only 127.0.0.1 counts as a proxy's. */
    @Test
    void anAddressHasSoManyConnectionsAndNoMore() throws IOException {
        var crowd = new ArrayList<RawHttp>();
        for (int n = 0; n < ApiServer.CONNECTIONS_PER_ADDRESS; n++) {
            crowd.add(RawHttp.from("127.0.0.3", API));
            assertThat(health(crowd.getLast())).startsWith("HTTP/1.1 200 ");
        }

        try (var oneMore = RawHttp.from("127.0.0.3", API);
                var another = RawHttp.from("127.0.0.4", API)) {
            assertThat(health(oneMore)).isEmpty();
            assertThat(health(another)).startsWith("HTTP/1.1 200 ");
        }
        for (var client : crowd) {
            client.close();
        }
        Awaitility.await().untilAsserted(() -> {
            try (var later = RawHttp.from("127.0.0.3", API)) {
                assertThat(health(later)).startsWith("HTTP/1.1 200 ");
            }
        });
    }

    @Test
    void aProxyHasAsManyAsItsClientsNeed() throws IOException {
        var crowd = new ArrayList<RawHttp>();
        for (int n = 0; n < 3 * ApiServer.CONNECTIONS_PER_ADDRESS; n++) {
            crowd.add(new RawHttp(API));
        }
        for (var client : crowd) {
            assertThat(health(client)).startsWith("HTTP/1.1 200 ");
            client.close();
        }
    }

    /** The sender of a body that nobody needed reads its answer, and the connection ends. */
    @Test
    void anEarlyAnswerEndsTheConnection() throws IOException {
        for (var framing : List.of("Content-Length: 15000000", "Transfer-Encoding: chunked", "Content-Length: 100")) {
            try (var http = new RawHttp(API)) {
                var answer = http.send("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n")
                        .receive();

                assertThat(answer).startsWith("HTTP/1.1 401 ").contains("Connection: close");
            }
        }
    }

    private static String health(RawHttp client) throws IOException {
        try {
            return client.send(HEALTH).receive(true);
        } catch (SocketException e) {
            return "";
        }
    }
}
