package io.facematch.api.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.webhooks.delivery.Answer.None;
import io.facematch.api.webhooks.delivery.Answer.Status;
import io.facematch.api.webhooks.delivery.Sender.Patience;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long, and how far, a receiver is listened to that is slow, never ends or speaks no HTTP. */
class SenderPatienceTest {
    private final Receivers receivers = new Receivers();

    @AfterEach
    void stop() throws IOException {
        receivers.close();
    }

    /** It would never end. */
    @Test
    void readsNoBody() throws Exception {
        var port = receivers.http(exchange -> {
            receivers.take(exchange);
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[1 << 16]);
                }
            }
        });

        assertThat(send(port, Patience.USUAL)).isEqualTo(new Status(200, null));
    }

    @Test
    void breaksOffAHeadThatDoesNotEnd() throws Exception {
        var port = receivers.saying("HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(20_000));

        assertThat(send(port, Patience.USUAL)).isEqualTo(new None(Reason.CONNECTION));
    }

    @Test
    void waitsNoLongerForAnAnswerThatIsNotHttp() throws Exception {
        var port = receivers.saying("SSH-2.0-OpenSSH_9.2\r\n\r\n");

        assertThat(send(port, inAll(Duration.ofMillis(300)))).isInstanceOf(None.class);
    }

    @Test
    void givesUpOnAReceiverThatIsTooSlowInAll() throws Exception {
        var port = receivers.silent();

        assertThat(send(port, inAll(Duration.ofMillis(300)))).isEqualTo(new None(Reason.TIMED_OUT));
    }

    /** Each byte comes in time, the answer never does. */
    @Test
    void givesUpOnAHeadThatTrickles() throws Exception {
        var port = receivers.trickling();

        assertThat(send(port, inAll(Duration.ofMillis(500)))).isEqualTo(new None(Reason.TIMED_OUT));
    }

    @Test
    void readsWhenToComeBack() throws Exception {
        assertThat(retryAfter("120")).isEqualTo(new Status(503, Duration.ofMinutes(2)));
        assertThat(retryAfter("Fri, 02 Jan 2026 03:05:05 GMT")).isEqualTo(new Status(503, Duration.ofMinutes(1)));
        assertThat(retryAfter("soon")).isEqualTo(new Status(503, null));
        assertThat(retryAfter("99999999999999999999")).isEqualTo(new Status(503, null));
    }

    private Answer retryAfter(String value) throws Exception {
        var port = receivers.http(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", value);
            receivers.answer(exchange, 503);
        });
        return send(port, Patience.USUAL);
    }

    private static Patience inAll(Duration whole) {
        return new Patience(Duration.ofSeconds(5), whole);
    }

    private static Answer send(int port, Patience patience) throws Exception {
        var resolver = Receivers.resolving(Receivers::here);
        try (var sender = new Sender(resolver, SSLContext.getDefault(), patience, () -> Receivers.NOW)) {
            return sender.send(Receivers.address(port), Receivers.HEADERS, Receivers.BODY);
        }
    }
}
