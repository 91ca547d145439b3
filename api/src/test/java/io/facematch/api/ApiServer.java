package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.facematch.api.audit.stream.OutcomeStream;
import io.facematch.job.JobKeys;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.Result;
import io.facematch.job.Outcome.Timings;
import io.facematch.job.OutcomeTransaction;
import io.facematch.queue.Topology;
import io.facematch.testing.Form;
import io.facematch.testing.Relay;
import io.facematch.testing.SettableClock;
import io.facematch.testing.TestBroker;
import io.facematch.testing.TestDatabase;
import io.facematch.testing.TestJobs;
import io.facematch.verification.OperatingPoint;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/**
 * The API as its own process would run it, with a real database and a real broker behind relays that a test may cut. One
 * for all tests of the JVM; each test is a tenant of its own. There is no worker: a test writes outcomes itself.
 */
final class ApiServer {
    static final int MAX_IMAGE_BYTES = 1 << 20;

    /** A little less than two of the largest images. */
    static final int MAX_PAIR_BYTES = 2 * MAX_IMAGE_BYTES - 4096;

    static final int MAX_ARCHIVE_BYTES = 4 << 20;
    static final int MAX_PAIRS = 3000;
    static final int MAX_LISTENERS = 10;
    static final int MAX_LISTENERS_PER_TENANT = 3;

    /** Of an address that is no proxy's: tests have 127.0.0.1, which is one. */
    static final int CONNECTIONS_PER_ADDRESS = 5;

    static final int WEBHOOKS_PER_TENANT = 3;

    /** Of benchmarks, more. */
    static final int MAX_EXPORTED = Integer.getInteger("facematch.test.max-exported", 20_000);

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(4);

    private static final ApiServer SHARED = new ApiServer();

    final SettableClock clock = new SettableClock();
    final Relay databaseRelay;
    final Relay brokerRelay;
    final Path spool;
    /** Straight to the database, past the relay, by one connection: a test that ends all others keeps its own. */
    final JdbcClient sql;

    private final TestDatabase database;
    private final List<String> arguments;
    private final ConfigurableApplicationContext context;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ApiServer(String... more) {
        try {
            var folder = Files.createTempDirectory("facematch-api-test");
            spool = Files.createDirectory(folder.resolve("spool"));
            database = TestDatabase.create();
            sql = JdbcClient.create(database.pool(1));
            var databaseUri = URI.create(database.jdbcUrl().substring("jdbc:".length()));
            databaseRelay = Relay.to(databaseUri.getPort());
            var brokerUri = URI.create(TestBroker.uri());
            brokerRelay = Relay.to(brokerUri.getPort());
            var masterKey = new byte[32];
            new Random().nextBytes(masterKey);
            var signingKey = new byte[32];
            new Random().nextBytes(signingKey);
            var settings = List.of(
                    "--facematch.port=0",
                    "--facematch.database.url="
                            + database.jdbcUrl().replace(":" + databaseUri.getPort(), ":" + databaseRelay.port()),
                    "--facematch.rabbitmq.uri=" + brokerUri(),
                    "--facematch.master.key=" + Base64.getEncoder().encodeToString(masterKey),
                    "--facematch.keys.folder=" + folder.resolve("keys"),
                    "--facematch.audit.signing-key=" + Base64.getEncoder().encodeToString(signingKey),
                    "--facematch.audit.checkpoint-interval=1s",
                    "--facematch.audit.verification=off",
                    "--facematch.security.public-key-file=" + Tokens.publicKeyFile(folder),
                    "--facematch.submission.spool-directory=" + spool,
                    "--facematch.submission.max-image-size=" + MAX_IMAGE_BYTES + "B",
                    "--facematch.submission.max-message-size=" + (MAX_PAIR_BYTES + (1 << 20)) + "B",
                    "--facematch.submission.max-archive-size=" + MAX_ARCHIVE_BYTES + "B",
                    "--facematch.submission.max-pairs=" + MAX_PAIRS,
                    "--facematch.submission.max-uploads=4",
                    "--facematch.submission.pair-memory=10MB",
                    "--facematch.submission.answer-within=" + ANSWER_WITHIN,
                    "--facematch.events.max-listeners=" + MAX_LISTENERS,
                    "--facematch.events.max-listeners-per-tenant=" + MAX_LISTENERS_PER_TENANT,
                    "--facematch.events.poll-interval=20ms",
                    "--facematch.limits.requests-per-second=10000",
                    "--facematch.limits.compares-per-second=10000",
                    "--facematch.limits.uploads=4",
                    "--facematch.limits.tenants.rate.compares-per-second=5",
                    "--facematch.limits.tenants.crowd.requests-per-second=2",
                    "--facematch.limits.tenants.few-requests.requests-per-second=3",
                    "--facematch.limits.tenants.one-upload.uploads=1",
                    "--facematch.limits.tenants.small-jobs.pairs-per-job=2",
                    "--facematch.exports.max-rows=" + MAX_EXPORTED,
                    "--facematch.connections.per-address=" + CONNECTIONS_PER_ADDRESS,
                    "--facematch.webhooks.allowed-hosts=http://127.0.0.1:*,https://localhost:*,hooks.example.com",
                    "--facematch.webhooks.allowed-networks=127.0.0.0/8",
                    "--facematch.webhooks.per-tenant=" + WEBHOOKS_PER_TENANT,
                    "--server.tomcat.connection-timeout=3s",
                    "--logging.level.root=info");
            arguments = Stream.of(settings, List.of(more), database.login(TestDatabase.User.API))
                    .flatMap(List::stream)
                    .toList();
            context = process();
        } catch (IOException e) {
            throw new IllegalStateException("the API did not start", e);
        }
    }

    static ApiServer get() {
        return SHARED;
    }

    /** Of the relay, which finds the broker also when a test has started it anew somewhere else. */
    String brokerUri() {
        var broker = TestBroker.uri();
        return broker.replace(":" + URI.create(broker).getPort(), ":" + brokerRelay.port());
    }

    /** Does at once what the API does every so often, such as {@code ExportSchedule.sweep}. */
    void runScheduled(String method) {
        bean(ScheduledTaskHolder.class).getScheduledTasks().stream()
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().endsWith("." + method))
                .findAny()
                .orElseThrow()
                .getRunnable()
                .run();
    }

    /** Another API process with the same settings, beside the same database and broker. */
    ConfigurableApplicationContext process() {
        return process(argument -> argument);
    }

    /** The same with some settings changed. */
    ConfigurableApplicationContext process(UnaryOperator<String> setting) {
        var process = new SpringApplicationBuilder(ApiConfiguration.class)
                .initializers(early ->
                        ((GenericApplicationContext) early).registerBean("clock", InstantSource.class, () -> clock))
                .run(arguments.stream().map(setting).toArray(String[]::new));
        CapturedLog.follow();
        return process;
    }

    /** One that a test may stop, with more settings. */
    static ApiServer another(String... more) {
        return new ApiServer(more);
    }

    void stop() {
        context.close();
    }

    int port() {
        return port(context);
    }

    static int port(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? -1 : server.getPort();
    }

    TestDatabase database() {
        return database;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    /** Sends what {@code request} says to {@code path}. Whatever is answered must be as the document says. */
    Answer send(String path, UnaryOperator<HttpRequest.Builder> request) {
        return send(port(), path, request);
    }

    Answer send(int port, String path, UnaryOperator<HttpRequest.Builder> request) {
        var builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        try {
            var response = http.send(request.apply(builder).build(), BodyHandlers.ofByteArray());
            var answer = new Answer(response.statusCode(), response.headers(), response.body());
            Contract.get().check(response.request(), answer);
            return answer;
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    Answer get(String token, String path) {
        return send(path, request -> request.header("Authorization", "Bearer " + token));
    }

    /** Listens to {@code path}. */
    Events follow(String token, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        try {
            return new Events(http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    Answer delete(String token, String path) {
        return send(path, request -> request.DELETE().header("Authorization", "Bearer " + token));
    }

    Answer post(String token, String path, String contentType, byte[] body, String... headers) {
        return send(path, request -> {
            request.POST(BodyPublishers.ofByteArray(body))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", contentType);
            return headers.length == 0 ? request : request.headers(headers);
        });
    }

    Answer postPair(String token, Form form, String... headers) {
        return post(token, "/v1/jobs", Form.CONTENT_TYPE, form.build(), headers);
    }

    Answer postZip(String token, byte[] zip, String... headers) {
        return post(token, "/v1/jobs", "application/zip", zip, headers);
    }

    /** Does what a worker would do for the pairs {@code from} to {@code to} - 1. */
    void decide(UUID job, int from, int to, IntFunction<Result> result) {
        decide(open(job), from, to, result);
    }

    /** As a worker sees the job: with the key that opens its pairs. */
    OpenJob open(UUID job) {
        return bean(JobKeys.class).open(job).orElseThrow();
    }

    /** For a worker that took the job's key before it was gone. */
    void decide(OpenJob open, int from, int to, IntFunction<Result> result) {
        decide(open, from, to, result, open.operatingPoint().threshold());
    }

    /** As a version of the product did in which the operating point had this threshold. */
    void decide(OpenJob open, int from, int to, IntFunction<Result> result, double threshold) {
        var outcomes = new ArrayList<Outcome>();
        for (int index = from; index < to; index++) {
            outcomes.add(new Outcome(
                    open,
                    index,
                    result.apply(index),
                    threshold,
                    TestJobs.PHOTOS,
                    new Models(
                            "embedder-of-test",
                            "detector-of-test",
                            "calibration-of-test",
                            true,
                            "1".repeat(64),
                            "2".repeat(64)),
                    new Timings(
                            Duration.ofMillis(40),
                            Duration.ofMillis(5),
                            Duration.ofMillis(20),
                            Duration.ofMillis(10),
                            Duration.ofMillis(36)),
                    "test",
                    clock.instant()));
        }
        bean(OutcomeTransaction.class).write(outcomes);
    }

    void complete(UUID job) {
        var total = sql.sql("select total from job where id = ?")
                .param(job)
                .query(Integer.class)
                .single();
        decide(job, 0, total, index -> compared(0.83));
    }

    /** Has the audit read all outcomes of a tenant now. */
    void follow(String tenant) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(2))
                .until(() -> {
                    while (bean(OutcomeStream.class).follow()) {
                        // There is more.
                    }
                    return sql.sql("""
                            select not exists (select from outcome o where tenant = ? and not exists (select from audit_entry e
                                where (e.accepted_on, e.job_id, e.pair_index) = (o.accepted_on, o.job_id, o.pair_index)))""").param(tenant).query(Boolean.class).single();
                });
    }

    static Result compared(double similarity) {
        return new Compared(
                similarity, 0.5, OperatingPoint.STANDARD.decide(similarity), TestJobs.face(0.9), TestJobs.face(0.8));
    }

    /** The accepted job of a tenant that has no other. */
    UUID awaitRunning(String tenant) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> sql.sql("select id from job where tenant = ? and state = 'RUNNING'")
                                .param(tenant)
                                .query(UUID.class)
                                .optional(),
                        Optional::isPresent)
                .orElseThrow();
    }

    List<UUID> running(String tenant) {
        return sql.sql("select id from job where tenant = ? and state = 'RUNNING'")
                .param(tenant)
                .query((row, n) -> row.getObject("id", UUID.class))
                .list();
    }

    String state(UUID job) {
        return sql.sql("select state from job where id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    List<String> keysOf(UUID job) {
        return sql.sql("select purpose from job_key where job_id = ? order by purpose")
                .param(job)
                .query((row, n) -> row.getString("purpose"))
                .list();
    }

    int jobsOf(String tenant) {
        return sql.sql("select count(*) from job where tenant = ?")
                .param(tenant)
                .query(Integer.class)
                .single();
    }

    /** Takes the messages of a job out of all queues. */
    List<GetResponse> takeMessages(UUID job) {
        return takeMessages(Set.of(job));
    }

    /** The same of several jobs. */
    List<GetResponse> takeMessages(Set<UUID> jobs) {
        var queues = new ArrayList<>(Topology.lanes());
        // First, as its messages expire within seconds, and other tests leave thousands in the lanes.
        queues.addFirst(Topology.SINGLE);
        var found = new ArrayList<GetResponse>();
        try (var connection = broker();
                var channel = connection.createChannel()) {
            for (var queue : queues) {
                for (var got = channel.basicGet(queue, true); got != null; got = channel.basicGet(queue, true)) {
                    var job = String.valueOf(got.getProps().getHeaders().get("facematch-job"));
                    if (jobs.contains(UUID.fromString(job))) {
                        found.add(got);
                    }
                }
            }
            return found;
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker can't be asked", e);
        }
    }

    /** Decides every single pair as soon as it is in its queue, until the connection is closed. */
    Connection decidingAtOnce() {
        try {
            var connection = broker();
            var channel = connection.createChannel();
            channel.basicConsume(
                    Topology.SINGLE,
                    true,
                    (tag, message) -> {
                        var job = String.valueOf(
                                message.getProperties().getHeaders().get("facematch-job"));
                        // Other tests have left pairs there whose jobs are over.
                        bean(JobKeys.class)
                                .open(UUID.fromString(job))
                                .ifPresent(open -> decide(open, 0, 1, index -> compared(0.83)));
                        var replyTo = message.getProperties().getReplyTo();
                        if (replyTo != null) {
                            channel.basicPublish(
                                    Topology.REPLIES, replyTo, null, job.getBytes(StandardCharsets.US_ASCII));
                        }
                    },
                    tag -> {});
            return connection;
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker can't be followed", e);
        }
    }

    /** Tells the waiting client that the pair of {@code message} is decided, as a worker does. */
    void reply(GetResponse message) {
        var job = String.valueOf(message.getProps().getHeaders().get("facematch-job"));
        reply(message.getProps().getReplyTo(), List.of(UUID.fromString(job)));
    }

    /** The same for several jobs of one API process. */
    void reply(String queue, Collection<UUID> jobs) {
        try (var connection = broker();
                var channel = connection.createChannel()) {
            for (var job : jobs) {
                channel.basicPublish(
                        Topology.REPLIES, queue, null, job.toString().getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the broker can't be told", e);
        }
    }

    private static Connection broker() throws IOException, TimeoutException {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(TestBroker.uri());
            return factory.newConnection();
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException("the broker has no proper address", e);
        }
    }

    /** Until the API works again with all it needs. */
    void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        send("/actuator/health/readiness", request -> request).status() == 200);
    }

    List<String> logged() {
        return CapturedLog.lines();
    }

    /** Of uploads. Finished exports, also those of other tests, stay for a day. */
    void assertSpoolIsEmpty() throws IOException {
        try (var files = Files.list(spool)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith("export-")))
                    .isEmpty();
        }
    }

    void assertNotLogged(String... secrets) {
        assertThat(logged().stream().filter(line -> Stream.of(secrets).anyMatch(line::contains)))
                .isEmpty();
    }
}
