package io.facematch.api.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.facematch.api.webhooks.address.AllowedHosts;
import io.facematch.api.webhooks.address.CheckedResolver;
import io.facematch.api.webhooks.address.ReachableNetworks;
import io.facematch.api.webhooks.address.RefusedAddress;
import io.facematch.api.webhooks.address.WebhookAddress;
import io.facematch.api.webhooks.delivery.Answer.None;
import io.facematch.api.webhooks.delivery.Answer.Status;
import io.facematch.api.webhooks.delivery.Sender.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    private static final byte[] BODY = "{\"type\":\"job.completed\"}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final AllowedHosts HOSTS =
            AllowedHosts.of(List.of("hooks.example.com:*", "other.example.com:*", "http://hooks.example.com:*"));

    @TempDir
    private static Path folder;

    /** With a certificate of hooks.example.com, in which only this test trusts. */
    private static SSLContext trusting;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    private final AtomicInteger lookups = new AtomicInteger();

    record Received(String method, String target, Map<String, List<String>> headers, byte[] body) {}

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve("server.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks.example.com",
                        "-ext",
                        "san=dns:hooks.example.com",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, "password".toCharArray());
        }
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "password".toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @AfterEach
    void stop() throws Exception {
        for (var one : opened) {
            one.close();
        }
    }

    @Test
    void postsOverTls() throws Exception {
        var port = https(answering(204));

        var answer = sender().send(address("https://hooks.example.com:" + port + "/a?b=c%20d"), HEADERS, BODY);

        assertThat(answer).isEqualTo(new Status(204, null));
        assertThat(received).hasSize(1);
        var request = received.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/a?b=c%20d");
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(request.headers())
                .containsEntry("Webhook-id", List.of("an-id"))
                .containsEntry("Host", List.of("hooks.example.com:" + port))
                .containsEntry("User-agent", List.of("Facematch-Webhooks/1"))
                .doesNotContainKeys("Accept-encoding", "Upgrade", "Cookie", "Authorization", "Expect");
        assertThat(request.headers()).containsEntry("Content-type", List.of("application/json; charset=UTF-8"));
    }

    @Test
    void refusesACertificateOfAnotherHost() throws Exception {
        var port = https(answering(204));

        assertThat(sender().send(address("https://other.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.TLS));
        assertThat(received).isEmpty();
    }

    @Test
    void refusesACertificateThatNobodyKnows() throws Exception {
        var port = https(answering(204));

        assertThat(sender(SSLContext.getDefault(), Patience.USUAL)
                        .send(address("https://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.TLS));
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws Exception {
        var target = http(answering(204));
        received.clear();
        var port = http(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://hooks.example.com:" + target + "/elsewhere");
            answer(exchange, status);
        });

        assertThat(sender().send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new Status(status, null));
        assertThat(received).hasSize(1);
    }

    @Test
    void keepsNoCookieAndNoConnectionAndLooksEachTime() throws Exception {
        var port = http(exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "a=b; Path=/");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            answer(exchange, 401);
        });
        var sender = sender();

        for (int i = 0; i < 3; i++) {
            sender.send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY);
        }

        assertThat(received).hasSize(3);
        assertThat(received)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKeys("Cookie", "Authorization"));
        assertThat(lookups).hasValue(3);
    }

    @Test
    void asksNoProxy() throws Exception {
        var proxy = http(answering(200));
        received.clear();
        var port = http(answering(204));
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(proxy));
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(sender().send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                    .isEqualTo(new Status(204, null));
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    /** It would never end. */
    @Test
    void readsNoBody() throws Exception {
        var port = http(exchange -> {
            received(exchange);
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[1 << 16]);
                }
            }
        });

        assertThat(sender().send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new Status(200, null));
    }

    @Test
    void breaksOffAHeadThatDoesNotEnd() throws Exception {
        var port = raw("HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(20_000));

        assertThat(sender().send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.CONNECTION));
    }

    @Test
    void waitsNoLongerForAnAnswerThatIsNotHttp() throws Exception {
        var port = raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        var hasty = sender(trusting, new Patience(Duration.ofSeconds(5), Duration.ofMillis(300)));

        assertThat(hasty.send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isInstanceOf(None.class);
    }

    /** Each byte comes in time, the answer never does. */
    @Test
    void givesUpOnAReceiverThatIsTooSlowInAll() throws Exception {
        var released = new CountDownLatch(1);
        opened.add(released::countDown);
        var port = http(exchange -> {
            received(exchange);
            await(released);
        });
        var hasty = sender(trusting, new Patience(Duration.ofSeconds(5), Duration.ofMillis(300)));

        assertThat(hasty.send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.TIMED_OUT));
    }

    @Test
    void givesUpOnAHeadThatTrickles() throws Exception {
        var released = new CountDownLatch(1);
        opened.add(released::countDown);
        var port = trickling(released);
        var hasty = sender(trusting, new Patience(Duration.ofSeconds(5), Duration.ofMillis(500)));

        assertThat(hasty.send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.TIMED_OUT));
    }

    @Test
    void tellsARefusedConnectionAnUnknownHostAndAForbiddenOne() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        var address = address("http://hooks.example.com:" + closed + "/");

        assertThat(sender().send(address, HEADERS, BODY)).isEqualTo(new None(Reason.CONNECTION));
        assertThat(sender(resolving(host -> {
                            throw new UnknownHostException(host);
                        }))
                        .send(address, HEADERS, BODY))
                .isEqualTo(new None(Reason.NOT_RESOLVED));
        assertThat(sender(resolving(host -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.1")}))
                        .send(address, HEADERS, BODY))
                .isEqualTo(new None(Reason.FORBIDDEN_NETWORK));
    }

    /** An address in digits is checked like one that was looked up. */
    @Test
    void checksAnAddressInDigitsToo() throws Exception {
        var port = http(answering(204));
        var address =
                WebhookAddress.of("http://127.0.0.1:" + port + "/", AllowedHosts.of(List.of("http://127.0.0.1:*")));
        var closed =
                new Sender(new CheckedResolver(ReachableNetworks.of(List.of())), trusting, Patience.USUAL, () -> NOW);
        opened.add(closed);

        assertThat(closed.send(address, HEADERS, BODY)).isEqualTo(new None(Reason.FORBIDDEN_NETWORK));
        assertThat(received).isEmpty();
    }

    @Test
    void readsWhenToComeBack() throws Exception {
        assertThat(retryAfter("120")).isEqualTo(new Status(503, Duration.ofMinutes(2)));
        assertThat(retryAfter("Fri, 02 Jan 2026 03:05:05 GMT")).isEqualTo(new Status(503, Duration.ofMinutes(1)));
        assertThat(retryAfter("soon")).isEqualTo(new Status(503, null));
        assertThat(retryAfter("99999999999999999999")).isEqualTo(new Status(503, null));
    }

    private static final Map<String, String> HEADERS = Map.of("webhook-id", "an-id");

    private Answer retryAfter(String value) throws Exception {
        var port = http(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", value);
            answer(exchange, 503);
        });
        return sender().send(address("http://hooks.example.com:" + port + "/"), HEADERS, BODY);
    }

    private static WebhookAddress address(String text) throws RefusedAddress {
        return WebhookAddress.of(text, HOSTS);
    }

    private Sender sender() {
        return sender(trusting, Patience.USUAL);
    }

    private Sender sender(SSLContext tls, Patience patience) {
        return sender(resolving(host -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}), tls, patience);
    }

    private Sender sender(CheckedResolver resolver) {
        return sender(resolver, trusting, Patience.USUAL);
    }

    private Sender sender(CheckedResolver resolver, SSLContext tls, Patience patience) {
        var sender = new Sender(resolver, tls, patience, () -> NOW);
        opened.add(sender);
        return sender;
    }

    private CheckedResolver resolving(CheckedResolver.Lookup lookup) {
        return new CheckedResolver(
                host -> {
                    lookups.incrementAndGet();
                    return lookup.all(host);
                },
                ReachableNetworks.of(List.of("127.0.0.0/8")));
    }

    private int http(HttpHandler handler) throws IOException {
        return start(HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0), handler);
    }

    private int https(HttpHandler handler) throws IOException {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(trusting));
        return start(server, handler);
    }

    private int start(HttpServer server, HttpHandler handler) {
        var threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
        server.createContext("/", handler);
        server.setExecutor(threads);
        server.start();
        opened.add(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return server.getAddress().getPort();
    }

    /** A server that says this, whatever it is asked, and closes. */
    private int raw(String answer) throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        opened.add(server);
        Thread.ofPlatform().daemon().start(() -> {
            try (var socket = server.accept()) {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The client went away, as it should.
            }
        });
        return server.getLocalPort();
    }

    private int trickling(CountDownLatch released) throws IOException {
        var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        opened.add(server);
        Thread.ofPlatform().daemon().start(() -> {
            try (var socket = server.accept()) {
                var out = socket.getOutputStream();
                out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                while (!released.await(20, TimeUnit.MILLISECONDS)) {
                    out.write('a');
                }
            } catch (IOException e) {
                // The client went away, as it should.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return server.getLocalPort();
    }

    private HttpHandler answering(int status) {
        return exchange -> answer(exchange, status);
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        received(exchange);
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void received(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
