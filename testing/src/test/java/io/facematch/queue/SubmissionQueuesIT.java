package io.facematch.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.facematch.testing.TestBroker;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an API does about exchanges and queues that are, or are not, at the broker. */
@ExtendWith(OutputCaptureExtension.class)
class SubmissionQueuesIT {
    private static final String PASSWORD = UUID.randomUUID().toString();

    private static final String USER = "api-" + UUID.randomUUID();

    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void makeUser() throws Exception {
        assumeTrue(TestBroker.isPrivate(), "a broker that is ours to make users on");
        TestBroker.uri();
        Broker.control("add_user", USER, PASSWORD);
    }

    @AfterAll
    static void removeUser() throws Exception {
        if (TestBroker.isPrivate()) {
            Broker.control("delete_user", USER);
        }
    }

    @BeforeEach
    void connect() throws Exception {
        connection = Broker.connections().newConnection("test");
        channel = connection.createChannel();
        Topology.declare(channel);
    }

    @AfterEach
    void disconnect() throws Exception {
        Topology.declare(channel);
        connection.close();
    }

    private void mayDeclare(String names) throws Exception {
        Broker.control("set_permissions", USER, names, names, names);
    }

    /** A broker of version 0.1 has the queues, but not all exchanges. */
    @Test
    void areDeclaredWhereTheyAreMissing() throws Exception {
        channel.exchangeDelete(Topology.SET_ASIDE);
        channel.exchangeDelete(Topology.REPLIES);
        mayDeclare("^facematch\\.");

        connectAnApi();

        assertThat(Topology.missing(channel)).isEmpty();
    }

    @Test
    void areLeftAloneWhereTheyAreThere() throws Exception {
        mayDeclare("^$");

        connectAnApi();

        assertThat(Topology.missing(channel)).isEmpty();
    }

    @Test
    void areAskedForWhereTheUserMayNotDeclareThem(CapturedOutput output) throws Exception {
        channel.exchangeDelete(Topology.SET_ASIDE);
        mayDeclare("^$");

        assertThatThrownBy(this::connectAnApi).isInstanceOf(AmqpException.class);

        assertThat(output)
                .containsOnlyOnce(
                        "facematch.set-aside is not there, and the API's user at the broker may not declare it")
                .contains("docker/rabbitmq-topology.json");
    }

    private void connectAnApi() {
        try (var api = new SpringApplicationBuilder(
                        QueueConfiguration.class, SubmissionQueues.class, RabbitAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .run("--facematch.rabbitmq.uri=amqp://" + USER + ":" + PASSWORD + "@127.0.0.1:"
                        + URI.create(TestBroker.uri()).getPort())) {
            api.getBean(ConnectionFactory.class).createConnection().close();
        }
    }
}
