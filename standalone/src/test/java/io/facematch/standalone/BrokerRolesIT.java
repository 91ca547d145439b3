package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import io.facematch.api.ApiConfiguration;
import io.facematch.queue.Topology;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.run.ApiClient;
import io.facematch.testing.Ledger;
import io.facematch.testing.RawBroker;
import io.facematch.testing.TestBroker;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestDatabase.User;
import io.facematch.worker.WorkerConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The API publishes, the worker takes and sets aside, and the broker lets neither do anything else: with the settings, users and
 * permissions of docker-compose.yml.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class BrokerRolesIT {
    private static final String API = "facematch_api";
    private static final String WORKER = "facematch_worker";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ComposeBroker broker;
    private static JdbcClient database;
    private static ConfigurableApplicationContext api;
    private static ConfigurableApplicationContext worker;
    private static URI address;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(TestBroker.isPrivate() && TestDatabase.isOurs(), "the servers are not ours to make users on");
        broker = ComposeBroker.start(folder);
        var home = Home.open(TestHome.prepare(folder.resolve("home")));
        var tables = TestDatabase.create();
        database = JdbcClient.create(tables.asSuperuser());
        var settings = List.of(
                "--facematch.port=0",
                "--facematch.log-level=error",
                "--facematch.database.url=" + tables.jdbcUrl(),
                "--facematch.master.key-file=" + home.masterKey(),
                "--facematch.keys.folder=" + home.keys());
        api = run(
                ApiConfiguration.class,
                settings,
                tables.login(User.API),
                broker.login(API),
                List.of(
                        "--facematch.issuer.enabled=true",
                        "--facematch.issuer.uri=" + LocalIssuer.configuredUri(),
                        "--facematch.issuer.private-key-file=" + home.issuer().privateKeyFile(),
                        "--facematch.submission.spool-directory=" + Files.createDirectories(folder.resolve("spool"))));
        worker = run(
                WorkerConfiguration.class,
                settings,
                tables.login(User.WORKER),
                broker.login(WORKER),
                List.of("--facematch.worker.threads=2", "--facematch.models=" + Samples.models()));
        address = URI.create("http://127.0.0.1:" + api.getEnvironment().getRequiredProperty("local.server.port"));
        token = home.issuer().token("default", LocalIssuer.ALL_SCOPES, Instant.now());
    }

    @SafeVarargs
    private static ConfigurableApplicationContext run(Class<?> process, List<String>... settings) {
        var arguments = new ArrayList<String>();
        for (var some : settings) {
            arguments.addAll(some);
        }
        return new SpringApplicationBuilder(process).run(arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        if (worker != null) {
            worker.close();
        }
        if (api != null) {
            api.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void theApiIsToldOfTheOutcomeOfASinglePair() throws Exception {
        var heard = new ArrayList<String>();
        try (var connection = broker.connect(API);
                var client = new ApiClient(address, token)) {
            var channel = connection.createChannel();
            var copies = "facematch.reply." + UUID.randomUUID();
            channel.queueDeclare(copies, false, true, true, Map.of());
            channel.queueBind(
                    copies,
                    Topology.REPLIES,
                    api.getBean("replyQueue", Queue.class).getName());

            var job = client.compare(Samples.portrait("person07_selfie"), Samples.portrait("person07_id"));

            assertThat(job.path("state").asString()).isEqualTo("COMPLETED");
            assertThat(job.at("/outcome/status").asString()).isEqualTo("Success");
            await().atMost(PATIENCE).until(() -> {
                var reply = channel.basicGet(copies, true);
                if (reply != null) {
                    heard.add(new String(reply.getBody(), StandardCharsets.US_ASCII));
                }
                return !heard.isEmpty();
            });
            assertThat(heard).containsExactly(job.path("id").asString());
        }
    }

    @Test
    void anArchiveIsComparedThoughAWorkerDiedWithItsPairs() throws Exception {
        pauseWorker();
        var job = submit(6);
        // As a worker that dies: what it took is set aside by the next one.
        try (var dying = new RawBroker(broker.uri(WORKER))) {
            for (var lane : Topology.lanes()) {
                dying.redeliver(lane, 1);
            }
        }
        resumeWorker();

        var ledger = new Ledger(database, job);
        await().atMost(PATIENCE).until(() -> ledger.state().equals("COMPLETED"));
        ledger.assertCompletedExactlyOnce(6);
        assertThat(ledger.answers()).containsOnly("Success");
        assertThat(ledger.attempts()).as("each was tried alone").containsOnly(1);
    }

    @Test
    void aCancelledJobGetsNoMoreOutcomes() throws Exception {
        pauseWorker();
        var job = submit(6);
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(address.resolve("/v1/jobs/" + job))
                            .header("Authorization", "Bearer " + token)
                            .DELETE()
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        resumeWorker();

        try (var queues = new RawBroker(broker.uri(WORKER))) {
            await().atMost(PATIENCE).until(queues::isEmpty);
        }
        var ledger = new Ledger(database, job);
        assertThat(ledger.state()).isEqualTo("CANCELLED");
        assertThat(ledger.indices()).isEmpty();
    }

    /** What it may: take pairs, set aside, answer. */
    @Test
    void aWorkerMayNothingElse() throws Exception {
        try (var connection = broker.connect(WORKER);
                var owner = broker.connect(API)) {
            var replies = replyQueue(owner);
            for (var exchange : List.of("", Topology.COMPARISONS, "amq.direct", "amq.fanout", "amq.topic")) {
                assertMayNotPublish(connection, exchange, Topology.SINGLE);
            }
            assertMayNotPublish(connection, "", replies);
            for (var queue :
                    List.of(replies, api.getBean("replyQueue", Queue.class).getName())) {
                assertRefused(connection, channel -> channel.basicGet(queue, true));
                assertRefused(connection, channel -> channel.basicConsume(queue, new DefaultConsumer(channel)));
                assertRefused(connection, channel -> channel.queueBind(queue, Topology.REPLIES, queue));
            }
            assertMayDeclareNothing(connection);
            assertRefused(
                    connection,
                    channel ->
                            channel.queueDeclare("facematch.reply." + UUID.randomUUID(), false, true, true, Map.of()));
            assertMayDeleteNothing(connection);
        }
    }

    /** What it may: publish pairs, and have a queue for replies. */
    @Test
    void theApiMayNothingElse() throws Exception {
        try (var connection = broker.connect(API)) {
            for (var exchange : List.of("", Topology.SET_ASIDE, Topology.REPLIES, "amq.direct", "amq.topic")) {
                assertMayNotPublish(connection, exchange, Topology.SUSPECT);
            }
            for (var queue : Topology.queues()) {
                assertRefused(connection, channel -> channel.basicGet(queue, false));
                assertRefused(connection, channel -> channel.basicConsume(queue, new DefaultConsumer(channel)));
                assertRefused(connection, channel -> channel.queuePurge(queue));
            }
            var own = replyQueue(connection);
            for (var exchange : List.of(Topology.COMPARISONS, Topology.SET_ASIDE)) {
                assertRefused(connection, channel -> channel.queueBind(own, exchange, Topology.SINGLE));
            }
            assertMayDeclareNothing(connection);
            assertMayDeleteNothing(connection);
        }
    }

    @Test
    void nobodyElseIsLetIn() {
        assertThatThrownBy(() -> broker.connect("guest", "guest")).isInstanceOf(AuthenticationFailureException.class);
        assertThatThrownBy(() -> broker.connect("facematch", "facematch"))
                .isInstanceOf(AuthenticationFailureException.class);
        assertThatThrownBy(() -> broker.connect(API, "")).isInstanceOf(AuthenticationFailureException.class);
    }

    private static String replyQueue(Connection connection) throws IOException {
        var name = "facematch.reply." + UUID.randomUUID();
        try {
            connection.createChannel().queueDeclare(name, false, false, true, Map.of());
        } catch (ShutdownSignalException e) {
            throw new IOException(e);
        }
        return name;
    }

    private static void assertMayDeclareNothing(Connection connection) {
        for (var name :
                List.of("", "facematch.mine", "facematch.bulk.8", "mine", "facematch.reply.", "amq.rabbitmq.x")) {
            assertRefused(connection, channel -> channel.queueDeclare(name, false, true, true, Map.of()));
        }
        for (var exchange : List.of(Topology.COMPARISONS, Topology.REPLIES, "facematch.mine")) {
            assertRefused(connection, channel -> channel.exchangeDeclare(exchange, "direct", true));
            assertRefused(connection, channel -> channel.exchangeDelete(exchange));
        }
        assertRefused(
                connection, channel -> channel.exchangeBind(Topology.SET_ASIDE, Topology.COMPARISONS, Topology.SINGLE));
        assertRefused(connection, channel -> channel.queueBind(Topology.DEAD, Topology.COMPARISONS, Topology.SINGLE));
        assertRefused(
                connection, channel -> channel.queueUnbind(Topology.SINGLE, Topology.COMPARISONS, Topology.SINGLE));
    }

    private static void assertMayDeleteNothing(Connection connection) {
        for (var queue : Topology.queues()) {
            assertRefused(connection, channel -> channel.queueDelete(queue));
            assertRefused(connection, channel -> channel.queueDeclare(queue, true, false, false, Map.of()));
        }
    }

    private static void assertMayNotPublish(Connection connection, String exchange, String key) {
        assertRefused(connection, channel -> {
            channel.confirmSelect();
            channel.basicPublish(exchange, key, null, new byte[] {1});
            try {
                channel.waitForConfirmsOrDie(PATIENCE.toMillis());
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
    }

    private interface Attempt {
        void on(Channel channel) throws IOException;
    }

    /** The broker says that it is a question of rights, and does nothing. */
    private static void assertRefused(Connection connection, Attempt attempt) {
        var refused = catchThrowable(() -> attempt.on(connection.createChannel()));
        for (var cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close) {
                assertThat(close.getReplyText()).startsWith("ACCESS_REFUSED");
                return;
            }
        }
        throw new AssertionError("not refused", refused);
    }

    private static UUID submit(int pairs) throws Exception {
        var archive = Files.write(Files.createTempFile("pairs", ".zip"), TestArchive.ofPairs(pairs));
        try (var client = new ApiClient(address, token)) {
            return UUID.fromString(client.submit(archive).path("id").asString());
        } finally {
            Files.delete(archive);
        }
    }

    private static void pauseWorker() {
        consumers().forEach(SimpleMessageListenerContainer::stop);
    }

    private static void resumeWorker() {
        consumers().forEach(SimpleMessageListenerContainer::start);
    }

    private static List<SimpleMessageListenerContainer> consumers() {
        return List.copyOf(
                worker.getBeansOfType(SimpleMessageListenerContainer.class).values());
    }
}
