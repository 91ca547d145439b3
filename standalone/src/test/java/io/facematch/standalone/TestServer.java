package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.face.ModelsInUse;
import io.facematch.standalone.local.DatabaseUser;
import io.facematch.standalone.local.Environment;
import io.facematch.standalone.local.Home;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.standalone.local.StandaloneServer;
import io.facematch.standalone.run.ApiClient;
import io.facematch.standalone.terminal.Steps;
import io.facematch.testing.Ledger;
import io.facematch.testing.TestBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A standalone server in this JVM on the tests' broker: from outside through HTTP, and a look behind the scenes. */
final class TestServer implements AutoCloseable {
    static final String TENANT = "default";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> UNFINISHED = Set.of("ENQUEUING", "RUNNING");

    private final Home home;
    private final StandaloneServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private @Nullable SingleConnectionDataSource connection;

    private TestServer(Home home, StandaloneServer server) {
        this.home = home;
        this.server = server;
    }

    static TestServer start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** @param settings properties beside, or instead of, those that the tests need */
    static TestServer start(Path folder, Map<String, Object> settings) throws IOException {
        SharedServer.rest();
        var overrides = new HashMap<String, Object>(settings);
        overrides.computeIfAbsent("facematch.rabbitmq.uri", name -> TestBroker.uri());
        overrides.putIfAbsent("facematch.models", Samples.models());
        overrides.put("facematch.port", "0");
        overrides.putIfAbsent("facematch.log-level", "error");
        // Jobs of tests last longer than it takes to look at them, on a machine of many cores too.
        overrides.putIfAbsent("facematch.worker.threads", "2");
        var home = Home.open(TestHome.prepare(folder));
        return new TestServer(
                home,
                StandaloneServer.start(
                        home, overrides, new Steps(new PrintWriter(System.err, true, StandardCharsets.UTF_8))));
    }

    Home home() {
        return home;
    }

    URI address() {
        return server.address();
    }

    ModelsInUse models() {
        return server.models();
    }

    ConfigurableApplicationContext context() {
        return server.context();
    }

    /** Its database, as the user who may do everything; by one connection, which is none of the server's own. */
    synchronized JdbcClient database() {
        if (Environment.isSet("FACEMATCH_DATABASE_URL")) {
            return context().getBean(JdbcClient.class);
        }
        if (connection == null) {
            connection = connect();
        }
        return JdbcClient.create(connection);
    }

    /** What its database holds of a job. */
    Ledger ledger(UUID job) {
        return new Ledger(database(), job);
    }

    private SingleConnectionDataSource connect() {
        try {
            return new SingleConnectionDataSource(
                    context().getEnvironment().getRequiredProperty("spring.datasource.url"),
                    DatabaseUser.SUPERUSER.username(),
                    DatabaseUser.SUPERUSER.password(home.database()),
                    true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ApiClient client() throws IOException {
        return new ApiClient(address(), token(TENANT));
    }

    String token(String tenant) throws IOException {
        return home.issuer().token(tenant, LocalIssuer.ALL_SCOPES, Instant.now());
    }

    HttpRequest.Builder request(String path) throws IOException {
        return requestAs(TENANT, path);
    }

    HttpRequest.Builder requestAs(String tenant, String path) throws IOException {
        return HttpRequest.newBuilder(address().resolve(path)).header("Authorization", "Bearer " + token(tenant));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    InputStream download(String path) throws IOException, InterruptedException {
        var answer = http.send(request(path).build(), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    JsonNode json(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        var response = send(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    /** Submits an archive; returns the accepted job's id. */
    UUID submit(byte[] archive) throws IOException, InterruptedException {
        return submitAs(TENANT, archive);
    }

    UUID submitAs(String tenant, byte[] archive) throws IOException, InterruptedException {
        var job = json(
                requestAs(tenant, "/v1/jobs")
                        .header("Content-Type", "application/zip")
                        .POST(BodyPublishers.ofByteArray(archive)),
                202);
        return UUID.fromString(job.path("id").asString());
    }

    JsonNode job(UUID id) throws IOException, InterruptedException {
        return json(request("/v1/jobs/" + id), 200);
    }

    /** Looks until the job is as wanted. At every look its counts must sum to its total. */
    JsonNode awaitJob(UUID id, Predicate<JsonNode> wanted) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            var job = job(id);
                            assertThat(sumOfCounts(job))
                                    .isEqualTo(job.path("total").asInt());
                            return job;
                        },
                        wanted);
    }

    JsonNode awaitEnd(UUID id) {
        return awaitJob(id, job -> !UNFINISHED.contains(job.path("state").asString()));
    }

    /** Returns in the middle of a job, after so many outcomes; fails when the job was faster than the test. */
    void awaitOutcomes(UUID id, int atLeast) {
        var job = awaitJob(id, seen -> seen.path("done").asInt() >= atLeast);
        assertThat(job.path("state").asString()).isEqualTo("RUNNING");
    }

    static int sumOfCounts(JsonNode job) {
        return job.path("counts").values().stream().mapToInt(JsonNode::asInt).sum();
    }

    /** Stops all that takes pairs from queues; the API goes on. What was prefetched goes back. */
    void pauseWorker() {
        workerContainers().values().forEach(SimpleMessageListenerContainer::stop);
    }

    void resumeWorker() {
        workerContainers().values().forEach(SimpleMessageListenerContainer::start);
    }

    private Map<String, SimpleMessageListenerContainer> workerContainers() {
        var containers = new HashMap<>(context().getBeansOfType(SimpleMessageListenerContainer.class));
        containers.remove("replyContainer");
        assertThat(containers).hasSize(5);
        return containers;
    }

    @Override
    public void close() throws IOException {
        http.close();
        if (connection != null) {
            connection.destroy();
        }
        server.close();
    }
}
