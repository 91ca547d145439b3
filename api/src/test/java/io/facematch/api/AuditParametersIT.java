package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each route of the audit refuses a parameter that it does not know: a mistake in a filter must not show more than was meant. */
class AuditParametersIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "parameters-" + UUID.randomUUID();
    private static final String TOKEN = Tokens.of(TENANT, "facematch.audit facematch.admin facematch.compare");
    private static final List<String> AUDIT = List.of("/v1/outcomes", "/v1/audit", "/v1/subjects");

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
        return API
                .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> AUDIT.stream().anyMatch(path::startsWith))
                        .flatMap(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .map(method -> method + " " + path)))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void refusesAParameterThatItDoesNotKnow(String route) {
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(method.length() + 1)
                .replace("/v1/audit/exports/{id}", export)
                .replace("outcomes/{id}", "outcomes/" + outcome)
                .replace("{id}", UUID.randomUUID().toString())
                .replace("{unique_id}", "nobody")
                .replace("{name}", "volume")
                .replace("{*path}", "0/000.p/1");

        var answer = API.send(
                path + "?odd=1",
                request -> request.header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.startsWith("P")
                                        ? BodyPublishers.ofString("{\"same_person\": true}")
                                        : BodyPublishers.noBody()));

        assertProblem(answer, 400, "invalid-parameter");
    }

    @Test
    void saysWhereThereIsNoneToKnow() {
        assertThat(API.get(TOKEN, export + "?tenant=" + TENANT)
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("'tenant' is not known here. This address takes no parameters.");
    }
}
