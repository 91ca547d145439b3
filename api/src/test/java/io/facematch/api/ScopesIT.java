package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.facematch.api.security.Scopes;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Which scope opens which route, for which jobs: the table of docs/clients-and-tokens.md. */
class ScopesIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "scopes-" + UUID.randomUUID();
    private static final String ME = "my-client";

    private static final Set<String> EVERY = Set.copyOf(Scopes.ALL);
    private static final Set<String> AUDITORS = Set.of(Scopes.AUDIT);
    private static final Set<String> SENDERS = Set.of(Scopes.COMPARE, Scopes.BULK);
    private static final Set<String> SENDERS_OF_SINGLES = Set.of(Scopes.AUDIT, Scopes.COMPARE);
    private static final Set<String> SENDERS_OF_ARCHIVES = Set.of(Scopes.AUDIT, Scopes.BULK);
    private static final Set<String> READERS_OF_SINGLES = Set.of(Scopes.COMPARE, Scopes.READ, Scopes.READ_TENANT);
    private static final Set<String> READERS_OF_ARCHIVES = Set.of(Scopes.BULK, Scopes.READ, Scopes.READ_TENANT);

    /** Open to everybody, or there only for tests. */
    private static final Set<String> WITHOUT_SCOPE = Set.of(
            "GET /",
            "GET /index.html",
            "GET /audit",
            "GET /assets/formats.json",
            "GET /swagger-ui.html",
            "GET /swagger-ui",
            "GET /swagger-ui/",
            "GET /v3/api-docs",
            "GET /v3/api-docs.yaml",
            "GET /actuator/health",
            "GET /actuator/health/{group:liveness|readiness}",
            "GET /v1/test/defect",
            "GET /v1/test/error",
            "GET /facematch/test/defect",
            "GET /advanced_facematch/test/defect",
            "GET /ExtFaceComparison/Compare/test/defect");

    /** What the issuer adds for those who have no token yet. */
    private static final Set<String> FOR_A_TOKEN = Set.of(
            "POST /api/AppSessionManager/GetAppToken", "POST /sign-in", "GET /.well-known/oauth-authorization-server");

    private static final Map<Whose, UUID> JOBS = new EnumMap<>(Whose.class);

    private static String erasure = "";

    enum Whose {
        NO_JOB,
        MY_SINGLE,
        MY_ARCHIVE,
        OTHER_SINGLE,
        OTHER_ARCHIVE,
        FOREIGN;

        boolean isMine() {
            return this == MY_SINGLE || this == MY_ARCHIVE;
        }
    }

    /** @param opens each of them alone */
    record Row(String route, Whose whose, Set<String> opens) {}

    private static Stream<Row> table() {
        return Stream.of(
                        Stream.of(
                                new Row("POST /v1/jobs", Whose.MY_SINGLE, Set.of(Scopes.COMPARE)),
                                new Row("POST /v1/jobs", Whose.MY_ARCHIVE, Set.of(Scopes.BULK)),
                                new Row("GET /v1/jobs", Whose.NO_JOB, READERS_OF_ARCHIVES),
                                new Row("POST /v1/jobs/{id}/retry", Whose.MY_ARCHIVE, Set.of(Scopes.BULK)),
                                new Row("POST /v1/jobs/{id}/retry", Whose.FOREIGN, Set.of()),
                                new Row("GET /v1/limits", Whose.NO_JOB, EVERY),
                                new Row("GET /v1/models", Whose.NO_JOB, EVERY),
                                new Row("GET /v1/models/{id}", Whose.NO_JOB, EVERY),
                                new Row("POST /facematch", Whose.NO_JOB, Set.of(Scopes.COMPARE)),
                                new Row("POST /advanced_facematch", Whose.NO_JOB, Set.of(Scopes.COMPARE)),
                                new Row("POST /ExtFaceComparison/Compare", Whose.NO_JOB, Set.of(Scopes.COMPARE)),
                                new Row("DELETE /v1/jobs/{id}", Whose.MY_SINGLE, Set.of(Scopes.CANCEL, Scopes.BULK)),
                                new Row("DELETE /v1/jobs/{id}", Whose.MY_ARCHIVE, Set.of(Scopes.CANCEL, Scopes.BULK)),
                                new Row("DELETE /v1/jobs/{id}", Whose.OTHER_SINGLE, Set.of()),
                                new Row("DELETE /v1/jobs/{id}", Whose.OTHER_ARCHIVE, Set.of()),
                                new Row("DELETE /v1/jobs/{id}", Whose.FOREIGN, Set.of())),
                        Stream.of(
                                new Row("GET /v1/outcomes", Whose.NO_JOB, AUDITORS),
                                new Row("POST /v1/outcomes/search", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/outcomes/export", Whose.NO_JOB, AUDITORS),
                                new Row("POST /v1/outcomes/export", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/reports", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/reports/{name}", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/access", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("GET /v1/audit/retention", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("PUT /v1/audit/retention", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("PUT /v1/audit/retention/hold", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("DELETE /v1/audit/retention/hold", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("DELETE /v1/subjects/{unique_id}", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("POST /v1/subjects/erase", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("GET /v1/subjects/erasures/{id}", Whose.NO_JOB, Set.of(Scopes.ADMIN)),
                                new Row("GET /v1/outcomes/{id}", Whose.MY_SINGLE, AUDITORS),
                                new Row("GET /v1/outcomes/{id}", Whose.OTHER_SINGLE, AUDITORS),
                                new Row("GET /v1/outcomes/{id}", Whose.OTHER_ARCHIVE, AUDITORS),
                                new Row("GET /v1/outcomes/{id}", Whose.FOREIGN, Set.of()),
                                new Row("GET /v1/audit/checkpoint", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/keys", Whose.NO_JOB, AUDITORS),
                                new Row("POST /v1/audit/exports", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/exports", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/exports/{id}", Whose.FOREIGN, Set.of()),
                                new Row("DELETE /v1/audit/exports/{id}", Whose.FOREIGN, Set.of()),
                                new Row("GET /v1/audit/exports/{id}/content", Whose.FOREIGN, Set.of()),
                                new Row("GET /v1/audit/consistency", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/audit/tile/{*path}", Whose.NO_JOB, AUDITORS),
                                new Row("GET /v1/outcomes/{id}/proof", Whose.MY_SINGLE, AUDITORS),
                                new Row("GET /v1/outcomes/{id}/proof", Whose.OTHER_ARCHIVE, AUDITORS),
                                new Row("GET /v1/outcomes/{id}/proof", Whose.FOREIGN, Set.of())),
                        Stream.of(
                                new Row("POST /v1/outcomes/{id}/feedback", Whose.MY_SINGLE, SENDERS_OF_SINGLES),
                                new Row("POST /v1/outcomes/{id}/feedback", Whose.MY_ARCHIVE, SENDERS_OF_ARCHIVES),
                                new Row("POST /v1/outcomes/{id}/feedback", Whose.OTHER_SINGLE, AUDITORS),
                                new Row("POST /v1/outcomes/{id}/feedback", Whose.OTHER_ARCHIVE, AUDITORS),
                                new Row("POST /v1/outcomes/{id}/feedback", Whose.FOREIGN, Set.of())),
                        Stream.of(
                                // Changes take a scope to submit, too.
                                new Row("GET /v1/webhooks", Whose.NO_JOB, Set.of(Scopes.READ_TENANT)),
                                new Row("POST /v1/webhooks", Whose.NO_JOB, Set.of()),
                                new Row("GET /v1/webhooks/{id}", Whose.FOREIGN, Set.of()),
                                new Row("PATCH /v1/webhooks/{id}", Whose.NO_JOB, Set.of()),
                                new Row("DELETE /v1/webhooks/{id}", Whose.NO_JOB, Set.of()),
                                new Row("POST /v1/webhooks/{id}/secret", Whose.NO_JOB, Set.of()),
                                new Row("POST /v1/webhooks/{id}/test", Whose.NO_JOB, Set.of()),
                                new Row("GET /v1/webhooks/{id}/deliveries", Whose.FOREIGN, Set.of()),
                                new Row("POST /v1/webhooks/{id}/deliveries/{delivery}/replay", Whose.NO_JOB, Set.of())),
                        reads("GET /v1/jobs/{id}"),
                        reads("GET /v1/jobs/{id}/outcomes"),
                        reads("GET /v1/jobs/{id}/events"),
                        reads("GET /v1/jobs/{id}/results"))
                .flatMap(rows -> rows);
    }

    private static Stream<Row> reads(String route) {
        return Stream.of(
                new Row(route, Whose.MY_SINGLE, READERS_OF_SINGLES),
                new Row(route, Whose.MY_ARCHIVE, READERS_OF_ARCHIVES),
                new Row(route, Whose.OTHER_SINGLE, Set.of(Scopes.READ_TENANT)),
                new Row(route, Whose.OTHER_ARCHIVE, Set.of(Scopes.READ_TENANT)),
                new Row(route, Whose.FOREIGN, Set.of()));
    }

    private static Stream<Arguments> cells() {
        return table().flatMap(row ->
                Stream.concat(Scopes.ALL.stream(), Stream.of("", "openid")).map(scope -> arguments(row, scope)));
    }

    @BeforeAll
    static void makeJobs() {
        var all = String.join(" ", Scopes.ALL);
        makeJobs(Tokens.of(TENANT, ME, all), Whose.MY_SINGLE, Whose.MY_ARCHIVE);
        makeJobs(Tokens.of(TENANT, "other-client", all), Whose.OTHER_SINGLE, Whose.OTHER_ARCHIVE);
        makeJobs(Tokens.of(TENANT + "-foreign", ME, all), Whose.FOREIGN, Whose.FOREIGN);
        erasure = API.delete(Tokens.of(TENANT, Scopes.ADMIN), "/v1/subjects/nobody")
                .json()
                .get("id")
                .asString();
    }

    private static void makeJobs(String token, Whose single, Whose archive) {
        JOBS.put(single, complete(API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}))));
        JOBS.put(archive, complete(API.postZip(token, Zip.ofPairs("a"))));
    }

    private static UUID complete(Answer accepted) {
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        var job = UUID.fromString(accepted.json().get("id").asString());
        API.complete(job);
        return job;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aScopeOpensWhatTheTableSays(Row row, String scope) {
        var status = ask(row, Tokens.of(TENANT, ME, scope));

        if (row.opens().contains(scope)) {
            assertThat(status).isNotIn(401, 403, 404);
        } else if (row.route().contains("/v1/outcomes") || row.route().contains("/v1/audit/exports/{id}")) {
            // Only auditors learn that there is none, and who sends pairs learns nothing of those of others.
            assertThat(status)
                    .isEqualTo(
                            scope.equals(Scopes.AUDIT) || (row.route().endsWith("/feedback") && SENDERS.contains(scope))
                                    ? 404
                                    : 403);
        } else if (row.route().startsWith("GET /v1/webhooks/{id}")) {
            assertThat(status).isEqualTo(scope.equals(Scopes.READ_TENANT) ? 404 : 403);
        } else if (!EVERY.contains(scope)
                || row.whose() == Whose.NO_JOB
                || row.whose().isMine()) {
            assertThat(status).isEqualTo(403);
        } else if (row.route().startsWith("DELETE")
                && row.whose() != Whose.FOREIGN
                && scope.equals(Scopes.READ_TENANT)) {
            assertThat(status).isEqualTo(403); // it may see the job
        } else {
            assertThat(status).isEqualTo(404);
        }
    }

    private static int ask(Row row, String token) {
        var method = row.route().substring(0, row.route().indexOf(' '));
        var path = row.route()
                .substring(method.length() + 1)
                .replace("models/{id}", "models/espdl-mbf-112")
                .replace("outcomes/{id}", "outcomes/{id}.0")
                .replace("erasures/{id}", "erasures/" + erasure)
                .replace("{unique_id}", "nobody")
                .replace("reports/{name}", "reports/borderline")
                .replace("{*path}", "0/000.p/1")
                .replace("consistency", "consistency?from=1")
                .replace("{delivery}", "none")
                .replace("{id}", String.valueOf(JOBS.get(row.whose())));
        if (path.equals("/v1/jobs") && method.equals("POST")) {
            return (row.whose() == Whose.MY_SINGLE
                            ? API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}))
                            : API.postZip(token, Zip.ofPairs("a")))
                    .status();
        }
        return API.send(
                        path,
                        request -> request.header("Authorization", "Bearer " + token)
                                .header("Content-Type", Form.CONTENT_TYPE)
                                .method(method, BodyPublishers.noBody()))
                .status();
    }

    @Test
    void whoMaySeeAndCancelMayCancelWhatItSees() {
        var job = JOBS.get(Whose.OTHER_ARCHIVE);
        var token = Tokens.of(TENANT, ME, Scopes.CANCEL + " " + Scopes.READ_TENANT);

        var answer = API.delete(token, "/v1/jobs/" + job);

        assertThat(answer.status()).isEqualTo(409); // it is completed
        assertThat(API.delete(token, "/v1/jobs/" + JOBS.get(Whose.FOREIGN)).status())
                .isEqualTo(404);
    }

    @Test
    void aForeignJobLooksLikeNone() {
        var token = Tokens.of(TENANT, ME, "facematch.compare facematch.bulk facematch.read facematch.cancel");
        for (var path : List.of("", "/outcomes", "/results", "/events")) {
            var none = API.get(token, "/v1/jobs/" + UUID.randomUUID() + path);

            assertThat(API.get(token, "/v1/jobs/" + JOBS.get(Whose.OTHER_ARCHIVE) + path)
                            .body())
                    .isEqualTo(none.body());
        }
    }

    @Test
    void aClientListsItsOwnJobsUnlessItMaySeeThoseOfItsTenant() {
        var mine = API.get(Tokens.of(TENANT, ME, Scopes.READ), "/v1/jobs?limit=1000")
                .text();
        var all = API.get(Tokens.of(TENANT, ME, Scopes.READ_TENANT), "/v1/jobs?limit=1000")
                .text();

        assertThat(mine).contains(id(Whose.MY_SINGLE), id(Whose.MY_ARCHIVE));
        assertThat(mine).doesNotContain(id(Whose.OTHER_SINGLE), id(Whose.OTHER_ARCHIVE), id(Whose.FOREIGN));
        assertThat(all).contains(id(Whose.MY_SINGLE), id(Whose.OTHER_SINGLE), id(Whose.OTHER_ARCHIVE));
        assertThat(all).doesNotContain(id(Whose.FOREIGN));
    }

    @Test
    void aClientPagesThroughItsOwnJobs() {
        var token = Tokens.of(TENANT, "pages-" + UUID.randomUUID(), "facematch.bulk");
        var first = complete(API.postZip(token, Zip.ofPairs("a")));
        var second = complete(API.postZip(token, Zip.ofPairs("a")));

        var page = API.get(token, "/v1/jobs?limit=1").json();
        var next = API.get(
                        token,
                        "/v1/jobs?limit=1&cursor=" + page.get("next_cursor").asString())
                .json();

        assertThat(page.at("/items/0/id").asString()).isEqualTo(second.toString());
        assertThat(next.at("/items/0/id").asString()).isEqualTo(first.toString());
        assertThat(next.has("next_cursor")).isFalse();
    }

    /** The answer to a repeated request is an answer, too. */
    @Test
    void aKeyOfAnotherClientShowsNothing() {
        var form = Form.pair(new byte[] {1}, new byte[] {2});
        var theirs =
                API.postPair(Tokens.of(TENANT, "other-client", "facematch.compare"), form, "Idempotency-Key", "a-key");
        assertThat(theirs.status()).isEqualTo(202);

        var mine = API.postPair(Tokens.of(TENANT, ME, "facematch.compare"), form, "Idempotency-Key", "a-key");

        assertThat(mine.status()).isEqualTo(422);
        assertThat(mine.text()).doesNotContain(theirs.json().get("id").asString());
    }

    /** Of the version before, when these two were all there were: what the page does with its own jobs. */
    @Test
    void tokensOfBeforeDoWhatThePageNeeds() {
        var token = Tokens.of(TENANT, "cli", "facematch.compare facematch.bulk");
        var single = complete(API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})));
        var archive = complete(API.postZip(token, Zip.ofPairs("a")));
        var running = API.postZip(token, Zip.ofPairs("a")).json().get("id").asString();

        for (var path : List.of(
                "/v1/jobs",
                "/v1/limits",
                "/v1/models",
                "/v1/jobs/" + single,
                "/v1/jobs/" + archive,
                "/v1/jobs/" + archive + "/events",
                "/v1/jobs/" + archive + "/outcomes",
                "/v1/jobs/" + archive + "/results")) {
            assertThat(API.get(token, path).status()).as(path).isEqualTo(200);
        }
        assertThat(API.delete(token, "/v1/jobs/" + running).status()).isEqualTo(200);
    }

    @Test
    void saysWhichScopeIsMissing() {
        var answer = API.get(Tokens.of(TENANT, ME, "facematch.compare"), "/v1/jobs");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("detail").asString())
                .contains("facematch.bulk or facematch.read or facematch.read.tenant");
    }

    @Test
    void theTableHasEveryRoute() {
        var routes = routes(API.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));

        assertThat(table().map(Row::route)).containsAll(routes);
        assertThat(routes).containsAll(table().map(Row::route).distinct().toList());
    }

    @Test
    void theIssuerAddsOnlyRoutesForAToken() {
        var routes = routes(IssuingApi.get().bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));
        routes.removeAll(table().map(Row::route).toList());

        assertThat(routes).isEqualTo(FOR_A_TOKEN);
    }

    private static Set<String> routes(RequestMappingHandlerMapping mappings) {
        var routes = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues()
                        .forEach(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .forEach(method -> routes.add(method + " " + path))));
        routes.removeAll(WITHOUT_SCOPE);
        return routes;
    }

    private static String id(Whose whose) {
        return String.valueOf(JOBS.get(whose));
    }
}
