package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The document as it is served, and whether it knows every route there is. */
class DocumentationIT {
    private static final ApiServer API = ApiServer.get();

    /** For browsers and containers; or only here, for tests. */
    private static final Set<String> NO_PART_OF_THE_API = Set.of(
            "/",
            "/index.html",
            "/audit",
            "/assets/formats.json",
            "/swagger-ui.html",
            "/swagger-ui",
            "/swagger-ui/",
            "/error",
            "/v1/test/defect",
            "/v1/test/error",
            "/facematch/test/defect",
            "/advanced_facematch/test/defect",
            "/ExtFaceComparison/Compare/test/defect");

    /** Answered by filters, by the actuator, or only where the issuer is on. */
    private static final Set<String> BELOW_CONTROLLERS = Set.of(
            "GET /actuator/health",
            "GET /actuator/health/liveness",
            "GET /actuator/health/readiness",
            "POST /oauth2/token",
            "GET /oauth2/jwks",
            "GET /.well-known/oauth-authorization-server",
            "POST /api/AppSessionManager/GetAppToken",
            "POST /sign-in");

    @Test
    void documentsEveryRouteAndNoOther() {
        var mapped = new TreeSet<String>(BELOW_CONTROLLERS);
        API.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> !NO_PART_OF_THE_API.contains(path))
                        .forEach(path -> mapping.getMethodsCondition().getMethods().stream()
                                .map(RequestMethod::name)
                                .forEach(method -> mapped.add(method + " " + path.replace("{*", "{")))));

        var documented = new TreeSet<String>();
        Contract.get()
                .document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(member -> !member.equals("parameters"))
                        .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(documented).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource({"/v3/api-docs, application/json", "/v3/api-docs.yaml, application/yaml"})
    void isForEverybodyAndKeptUntilItChanges(String path, String type) {
        var first = API.send(path, request -> request);
        var tag = first.header("ETag").orElseThrow();
        var again = API.send(path, request -> request.header("If-None-Match", tag));
        var other = API.send(path, request -> request.header("If-None-Match", "\"other\""));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Content-Type")).hasValue(type);
        assertThat(first.header("Cache-Control")).hasValue("no-cache");
        assertThat(first.text()).contains("Facematch");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void isTheSameInJson() {
        var json = API.send("/v3/api-docs", request -> request).json();

        assertThat(json).isEqualTo(Contract.get().document());
        assertThat(json.at("/servers/0/url").asString()).isEqualTo("/");
    }

    @Test
    void refusesOtherRepresentations() {
        var answer = API.send("/v3/api-docs", request -> request.header("Accept", "image/png"));

        FrameworkErrorsIT.assertProblem(answer, 406, "not-acceptable");
    }

    @ParameterizedTest
    @CsvSource({
        "index.html, text/html",
        "initializer.js, text/javascript",
        "page.css, text/css",
        "swagger-ui.css, text/css",
        "swagger-ui-bundle.js, text/javascript",
        "swagger-ui-bundle.js.LICENSE.txt, text/plain"
    })
    void servesSwaggerUi(String file, String type) {
        var answer = API.send("/swagger-ui/" + file, request -> request);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).startsWith(type);
        assertThat(answer.header("Cache-Control")).hasValue("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger-ui.html", "/swagger-ui", "/swagger-ui/"})
    void leadsToSwaggerUiAlsoBelowAPathOfAProxy(String path) {
        var answer = API.send(path, request -> request);

        assertThat(answer.status()).isEqualTo(302);
        var location = answer.header("Location").orElseThrow();
        assertThat(URI.create("https://proxy/facematch" + path).resolve(location))
                .hasToString("https://proxy/facematch/swagger-ui/index.html");
    }

    /** The WebJar's own page would fetch a document from elsewhere. */
    @ParameterizedTest
    @ValueSource(strings = {"swagger-initializer.js", "oauth2-redirect.html", "../openapi/facematch.yml", "nothing"})
    void servesNothingElseOfTheWebJar(String file) {
        assertThat(API.send("/swagger-ui/" + file, request -> request).status()).isBetween(400, 404);
    }

    /** The door that all tests ask through compares each of these answers with the document. */
    @ParameterizedTest
    @CsvSource({"/facematch, image1", "/advanced_facematch, image1", "/ExtFaceComparison/Compare, LivenessFace"})
    void vendorsErrorsAreAsDocumented(String path, String photo) {
        var token = Tokens.external("documentation");
        var tooLarge = new byte[ApiServer.MAX_IMAGE_BYTES + 1];

        assertThat(API.send(path, request -> request.POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
        assertThat(API.post(token, path, "text/plain", new byte[1]).status()).isEqualTo(415);
        assertThat(API.post(token, path, Form.CONTENT_TYPE, new Form().build()).status())
                .isEqualTo(400);
        assertThat(API.post(
                                token,
                                path,
                                Form.CONTENT_TYPE,
                                new Form().file(photo, new byte[0]).build())
                        .status())
                .isEqualTo(400);
        assertThat(API.post(
                                token,
                                path,
                                Form.CONTENT_TYPE,
                                new Form().file(photo, tooLarge).build())
                        .status())
                .isEqualTo(413);
    }

    @Test
    void onePhotoIsAnsweredAsDocumented() {
        var form = new Form().file("image1", new byte[] {1});

        var answer = API.post(Tokens.of("documentation"), "/advanced_facematch", Form.CONTENT_TYPE, form.build());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/image1_image2_facematch/performed").asString())
                .isEqualTo("False");
    }
}
