package io.facematch.api.webhooks.delivery;

import static io.facematch.api.webhooks.delivery.Receivers.BODY;
import static io.facematch.api.webhooks.delivery.Receivers.HEADERS;
import static io.facematch.api.webhooks.delivery.Receivers.NOW;
import static io.facematch.api.webhooks.delivery.Receivers.address;
import static io.facematch.api.webhooks.delivery.Receivers.resolving;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.webhooks.address.AllowedHosts;
import io.facematch.api.webhooks.address.CheckedResolver;
import io.facematch.api.webhooks.address.CheckedResolver.Lookup;
import io.facematch.api.webhooks.address.ReachableNetworks;
import io.facematch.api.webhooks.address.WebhookAddress;
import io.facematch.api.webhooks.delivery.Answer.None;
import io.facematch.api.webhooks.delivery.Answer.Status;
import io.facematch.api.webhooks.delivery.Sender.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
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

/** What is sent, over which connection, and to which addresses. */
class SenderTest {
    @TempDir
    private static Path folder;

    /** With a certificate of hooks.example.com, in which only this test trusts. */
    private static SSLContext trusting;

    private final Receivers receivers = new Receivers();
    private final List<Sender> senders = new ArrayList<>();
    private final AtomicInteger lookups = new AtomicInteger();

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
    void stop() throws IOException {
        senders.forEach(Sender::close);
        receivers.close();
    }

    @Test
    void postsOverTls() throws Exception {
        var port = receivers.https(trusting, receivers.answering(204));

        var answer = sender().send(address("https://hooks.example.com:" + port + "/a?b=c%20d"), HEADERS, BODY);

        assertThat(answer).isEqualTo(new Status(204, null));
        assertThat(receivers.received()).hasSize(1);
        var request = receivers.received().getFirst();
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
        var port = receivers.https(trusting, receivers.answering(204));

        assertThat(sender().send(address("https://other.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.TLS));
        assertThat(receivers.received()).isEmpty();
    }

    @Test
    void refusesACertificateThatNobodyKnows() throws Exception {
        var port = receivers.https(trusting, receivers.answering(204));

        assertThat(sender(SSLContext.getDefault())
                        .send(address("https://hooks.example.com:" + port + "/"), HEADERS, BODY))
                .isEqualTo(new None(Reason.TLS));
        assertThat(receivers.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws Exception {
        var target = receivers.http(receivers.answering(204));
        var port = receivers.http(exchange -> {
            exchange.getResponseHeaders().add("Location", "http://hooks.example.com:" + target + "/elsewhere");
            receivers.answer(exchange, status);
        });

        assertThat(sender().send(address(port), HEADERS, BODY)).isEqualTo(new Status(status, null));
        assertThat(receivers.received()).hasSize(1);
    }

    @Test
    void keepsNoCookieAndNoConnectionAndLooksEachTime() throws Exception {
        var port = receivers.http(exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "a=b; Path=/");
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            receivers.answer(exchange, 401);
        });
        var sender = sender();

        for (int i = 0; i < 3; i++) {
            sender.send(address(port), HEADERS, BODY);
        }

        assertThat(receivers.received()).hasSize(3);
        assertThat(receivers.received())
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKeys("Cookie", "Authorization"));
        assertThat(lookups).hasValue(3);
    }

    @Test
    void asksNoProxy() throws Exception {
        var proxy = receivers.http(receivers.answering(200));
        var port = receivers.http(receivers.answering(204));
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(proxy));
        System.setProperty("http.nonProxyHosts", "");
        try {
            assertThat(sender().send(address(port), HEADERS, BODY)).isEqualTo(new Status(204, null));
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void tellsARefusedConnectionAnUnknownHostAndAForbiddenOne() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        var address = address(closed);

        assertThat(sender().send(address, HEADERS, BODY)).isEqualTo(new None(Reason.CONNECTION));
        assertThat(sender(host -> {
                            throw new UnknownHostException(host);
                        })
                        .send(address, HEADERS, BODY))
                .isEqualTo(new None(Reason.NOT_RESOLVED));
        assertThat(sender(host -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.1")})
                        .send(address, HEADERS, BODY))
                .isEqualTo(new None(Reason.FORBIDDEN_NETWORK));
    }

    /** An address in digits is checked like one that was looked up. */
    @Test
    void checksAnAddressInDigitsToo() throws Exception {
        var port = receivers.http(receivers.answering(204));
        var address =
                WebhookAddress.of("http://127.0.0.1:" + port + "/", AllowedHosts.of(List.of("http://127.0.0.1:*")));
        var closed = sender(new CheckedResolver(ReachableNetworks.of(List.of())), trusting);

        assertThat(closed.send(address, HEADERS, BODY)).isEqualTo(new None(Reason.FORBIDDEN_NETWORK));
        assertThat(receivers.received()).isEmpty();
    }

    private Sender sender() {
        return sender(Receivers::here, trusting);
    }

    private Sender sender(SSLContext tls) {
        return sender(Receivers::here, tls);
    }

    private Sender sender(Lookup lookup) {
        return sender(lookup, trusting);
    }

    private Sender sender(Lookup lookup, SSLContext tls) {
        return sender(
                resolving(host -> {
                    lookups.incrementAndGet();
                    return lookup.all(host);
                }),
                tls);
    }

    private Sender sender(CheckedResolver resolver, SSLContext tls) {
        var sender = new Sender(resolver, tls, Patience.USUAL, () -> NOW);
        senders.add(sender);
        return sender;
    }
}
