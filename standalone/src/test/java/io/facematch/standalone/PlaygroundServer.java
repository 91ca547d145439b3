package io.facematch.standalone;

import static org.awaitility.Awaitility.await;

import io.facematch.api.issuer.Clients;
import io.facematch.api.security.Owner;
import io.facematch.api.signin.SignInCodes;
import io.facematch.standalone.local.LocalIssuer;
import io.facematch.testing.TestOutcomes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A {@link TestServer} as those see it who look at its pages: the shared one, or one of other settings for one class. */
public final class PlaygroundServer implements BeforeAllCallback, AfterAllCallback {
    /** What the API forgives beyond a token's end. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private final Map<String, Object> settings;
    private @Nullable TestServer server;
    private @Nullable Path folder;

    public PlaygroundServer() {
        this(Map.of());
    }

    /** @param settings properties beside the tests' usual ones */
    public PlaygroundServer(Map<String, Object> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (settings.isEmpty()) {
            server = SharedServer.get();
        } else {
            folder = Files.createTempDirectory("playground");
            server = TestServer.start(folder, settings);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null && folder != null) {
            server.close();
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    public URI address() {
        return running().address();
    }

    public String token() throws IOException {
        return token(TestServer.TENANT);
    }

    public String token(String tenant) throws IOException {
        return running().token(tenant);
    }

    /** One that allows no more than these. */
    public String token(String tenant, List<String> scopes) throws IOException {
        return running().home().issuer().token(tenant, scopes, Instant.now());
    }

    /** Has an archive compared, and returns when auditors find all its outcomes, each with a signed proof. */
    public void compareAndSign(String tenant, Path archive, int pairs) throws IOException, InterruptedException {
        var job = running().submitAs(tenant, Files.readAllBytes(archive));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> found(tenant, job) == pairs && areSigned(tenant, job, pairs));
    }

    /** So many outcomes of the last 30 days, as the reports count them, of 50 clients. */
    public void load(String tenant, int rows) {
        TestOutcomes.load(running().database(), tenant, rows, 30, LocalDate.now(ZoneOffset.UTC));
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> json(
                                        tenant,
                                        "/v1/audit/reports/volume?from="
                                                + LocalDate.now(ZoneOffset.UTC).minusDays(40))
                                .path("totals")
                                .path("outcomes")
                                .asInt()
                        == rows);
    }

    /** As if all outcomes of the tenant had been held against its log now. */
    public void addVerification(String tenant, String result, String through) {
        running()
                .database()
                .sql("""
                        insert into log_verification (id, tenant, at, through, size, signed, result, findings, finding, by)
                        values (gen_random_uuid(), :tenant, now(), cast(:through as timestamptz), 1, 1, :result, 1,
                            case when :result = 'altered' then 'row 0 was changed' end, 'command')""")
                .param("tenant", tenant)
                .param("through", through)
                .param("result", result)
                .update();
    }

    /** What the API answers. */
    public JsonNode json(String tenant, String path) throws IOException, InterruptedException {
        return running().json(running().requestAs(tenant, path), 200);
    }

    private int found(String tenant, UUID job) throws IOException, InterruptedException {
        return json(tenant, "/v1/outcomes?limit=200&job=" + job).path("items").size();
    }

    private boolean areSigned(String tenant, UUID job, int pairs) throws IOException, InterruptedException {
        for (var pair = 0; pair < pairs; pair++) {
            var proof = running().requestAs(tenant, "/v1/outcomes/" + job + "." + pair + "/proof");
            if (running().send(proof).statusCode() != 200) {
                return false;
            }
        }
        return true;
    }

    public String expiredToken() throws IOException {
        return tokenThatEndsAt(Instant.now().minus(CLOCK_SKEW).minus(Duration.ofMinutes(4)));
    }

    /** One that the API takes for so long and no longer; by its own claims it has expired already. */
    public String tokenFor(Duration left) throws IOException {
        return tokenThatEndsAt(Instant.now().minus(CLOCK_SKEW).plus(left));
    }

    private String tokenThatEndsAt(Instant end) throws IOException {
        return running()
                .home()
                .issuer()
                .token(TestServer.TENANT, LocalIssuer.ALL_SCOPES, end.minus(LocalIssuer.LIFETIME));
    }

    /** As {@code up} prints it, for a tenant. */
    public String link(String tenant) {
        var owner = new Owner(tenant, "cli", Set.copyOf(LocalIssuer.ALL_SCOPES));
        return address() + "/#code="
                + running().context().getBean(SignInCodes.class).issue(owner);
    }

    /** A new client with all scopes, and its secret. */
    public Clients.Issued addClient(String tenant) {
        return new Clients(running().database(), InstantSource.system()).add("browser", tenant, LocalIssuer.ALL_SCOPES);
    }

    public void pauseWorker() {
        running().pauseWorker();
    }

    public void resumeWorker() {
        running().resumeWorker();
    }

    /** @param name of a file below samples, such as {@code portraits/person01_id.jpg} */
    public static Path sample(String name) {
        return Samples.demo().resolveSibling(name);
    }

    private TestServer running() {
        if (server == null) {
            throw new IllegalStateException("register this extension in a static field");
        }
        return server;
    }
}
