package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.security.Scopes;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Each route refuses a parameter that it does not know, in the shape of its errors: a mistake must not decide by another rule,
 * or show more, than was meant.
 */
class UnknownParametersIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "parameters-" + UUID.randomUUID();
    private static final String TOKEN = Tokens.of(TENANT, "client", String.join(" ", Scopes.ALL));

    /** Pages, and what is there for tests and for errors. */
    private static final Set<String> IGNORING = Set.of(
            "GET /",
            "GET /index.html",
            "GET /audit",
            "GET /swagger-ui.html",
            "GET /swagger-ui",
            "GET /swagger-ui/",
            "GET /v1/test/defect",
            "GET /v1/test/error",
            "GET /facematch/test/defect",
            "GET /advanced_facematch/test/defect",
            "GET /ExtFaceComparison/Compare/test/defect");

    private static String outcome = "";
    private static String export = "";

    @BeforeAll
    static void decide() {
        var job = API.postPair(TOKEN, Form.pair(new byte[] {1}, new byte[] {2})).id();
        API.complete(job);
        API.follow(TENANT);
        outcome = job + ".0";
        export = ExportJobIT.awaitEnd(TOKEN, "{}");
    }

    private static Stream<String> routes() {
        return routes(API.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class));
    }

    /** What a process has that issues tokens itself. */
    private static Stream<String> routesOfIssuer() {
        var others = routes().toList();
        return routes(IssuingApi.get().bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class))
                .filter(route -> !others.contains(route));
    }

    private static Stream<String> routes(RequestMappingHandlerMapping mappings) {
        return mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .map(method -> method + " " + path)))
                .filter(route -> !IGNORING.contains(route))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesAParameterThatItDoesNotKnow(String route) {
        assertRefused(route, API.port());
    }

    @ParameterizedTest
    @MethodSource("routesOfIssuer")
    void refusesItWhereTokensAreIssued(String route) {
        assertRefused(route, IssuingApi.get().port());
    }

    private static void assertRefused(String route, int port) {
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(method.length() + 1)
                .replace("/v1/audit/exports/{id}", export)
                .replace("outcomes/{id}", "outcomes/" + outcome)
                .replaceAll("\\{(id|delivery)}", UUID.randomUUID().toString())
                .replace("{unique_id}", "nobody")
                .replace("{name}", "volume")
                .replace("{*path}", "0/000.p/1")
                .replace("{group:liveness|readiness}", "liveness");

        var answer = API.send(
                port,
                path + "?odd%20=1",
                request -> request.header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.startsWith("P")
                                        ? BodyPublishers.ofString("{\"same_person\": true}")
                                        : BodyPublishers.noBody()));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.header("Content-Type").orElse("")).contains("json");
        // Where all parameters belong in the body, none is named.
        assertThat(answer.text()).containsAnyOf("'odd ' is not known here", "takes no parameters here");
        var json = answer.json();
        if (json.has("code")) {
            assertThat(json.get("code").asString()).isEqualTo("invalid-parameter");
        } else {
            assertThat(json.has("msg") || json.has("messages"))
                    .as("the shape of a vendor: %s", answer)
                    .isTrue();
        }
    }

    @Test
    void answersVendorsInTheirShape() {
        var form = Form.pair(new byte[] {1}, new byte[] {2}).build();

        assertThat(API.post(TOKEN, "/facematch?uniqueId=1", Form.CONTENT_TYPE, form)
                        .text())
                .isEqualTo("{\"msg\":\"'uniqueId' is not known here. This address takes no parameters.\"}");
        assertThat(API.post(TOKEN, "/ExtFaceComparison/Compare?threshold=0.9", Form.CONTENT_TYPE, form)
                        .text())
                .isEqualTo("{\"version\":null,\"statusCode\":400,\"messages\":[\"'threshold' is not known here. This"
                        + " address takes no parameters.\"],\"result\":null}");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/jobs?operatingPoint=strict, POST, Did you mean operating_point?",
        "/v1/jobs?operating-point=strict, POST, Did you mean operating_point?",
        "/v1/jobs?stem=path, POST, Did you mean stems?",
        "/v1/jobs?threshold=0.9, POST, 'Known are operating_point, names, stems, consent_ref, reference.'",
        "/v1/jobs?states=FAILED, GET, Did you mean state?",
        "/v1/outcomes?similarity_mim=0.5, GET, Did you mean similarity_min?",
        "/v1/outcomes?desision=match, GET, Did you mean decision?",
        "/v1/jobs/x/results?Zone=UTC, GET, Did you mean zone?"
    })
    void saysWhatWasProbablyMeant(String address, String method, String hint) {
        var answer = API.send(
                address,
                request -> request.header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/zip")
                        .method(method, BodyPublishers.ofByteArray(Zip.ofPairs("a"))));

        FrameworkErrorsIT.assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(hint);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=x, limit must be a whole number.",
        "limit=1&limit=2, `limit` must be there once.",
        "state=RUNNING&state=FAILED, `state` must be there once."
    })
    void namesAParameterThatIsWrong(String query, String detail) {
        var answer = API.get(TOKEN, "/v1/jobs?" + query);

        FrameworkErrorsIT.assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).isEqualTo(detail.replace('`', '\''));
    }

    @Test
    void saysWhereThereIsNoneToKnow() {
        assertThat(API.get(TOKEN, export + "?tenant=" + TENANT)
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("'tenant' is not known here. This address takes no parameters.");
    }

    /** Programs for mail and chat add parameters to links. */
    @Test
    void showsAPageToWhoeverFollowsALink() {
        for (var page : List.of("/", "/audit", "/swagger-ui/index.html", "/assets/app.js")) {
            assertThat(API.send(page + "?utm_source=mail", request -> request).status())
                    .as(page)
                    .isEqualTo(200);
        }
    }
}
