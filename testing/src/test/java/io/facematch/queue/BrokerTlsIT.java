package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.broker.LocalRabbit;
import io.facematch.testing.Certificates;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** With {@code amqps} every connection of a process checks who the broker is before it tells a password. */
@SuppressWarnings("NullAway.Init")
class BrokerTlsIT {
    private static Certificates certificates;
    private static LocalRabbit broker;
    private static int port;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(TestBroker.isPrivate(), "RabbitMQ is not installed here");
        certificates = Certificates.make(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var home = folder.resolve("broker");
        Files.writeString(Files.createDirectories(home.resolve("conf.d")).resolve("tls.conf"), """
                listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                """.formatted(
                        port, certificates.server(), certificates.serverKey()));
        broker = LocalRabbit.launch(home);
        broker.awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void speaksToABrokerWhoseAuthorityItKnows() {
        assertThat(failures("127.0.0.1", trusting())).isEmpty();
    }

    @Test
    void refusesACertificateOfAnUnknownAuthority() {
        assertThat(failures("127.0.0.1", List.of())).hasSize(2).allSatisfy(BrokerTlsIT::isAboutTheCertificate);
    }

    @Test
    void refusesACertificateForAnotherName() {
        assertThat(failures("localhost", trusting())).hasSize(2).allSatisfy(BrokerTlsIT::isAboutTheCertificate);
    }

    /** As docs/deployment.md says. */
    private static List<String> trusting() {
        return List.of(
                "--spring.ssl.bundle.pem.broker.truststore.certificate=file:" + certificates.authority(),
                "--spring.rabbitmq.ssl.bundle=broker");
    }

    /** What goes wrong with each of the two kinds of connections that a process has: Spring's, and that of a publisher. */
    private static List<Throwable> failures(String host, List<String> trust) {
        var settings = new ArrayList<>(trust);
        settings.add(
                "--facematch.rabbitmq.uri=amqps://" + URI.create(broker.uri()).getUserInfo() + "@" + host + ":" + port);
        var failures = new ArrayList<Throwable>();
        try (var process = new SpringApplicationBuilder(
                        QueueConfiguration.class, RabbitAutoConfiguration.class, SslAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .run(settings.toArray(String[]::new))) {
            add(
                    failures,
                    catchThrowable(() -> process.getBean(ConnectionFactory.class)
                            .createConnection()
                            .close()));
            try (var publisher = process.getBean(Publishers.class).to("amq.direct")) {
                add(failures, catchThrowable(publisher::newChannel));
            }
        }
        return failures;
    }

    private static void add(List<Throwable> failures, Throwable failure) {
        if (failure != null) {
            failures.add(failure);
        }
    }

    private static void isAboutTheCertificate(Throwable failure) {
        assertThat(failure)
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(SSLException.class),
                        thrown -> assertThat(thrown).hasCauseInstanceOf(SSLException.class));
    }
}
