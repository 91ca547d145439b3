package io.facematch.api;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document as a judge of answers. It is stricter than what is published: members that the document does not
 * name are errors here, while clients are meant to ignore them.
 */
public final class Contract {
    private static final Contract SHARED = new Contract();
    private static final String ADDRESS = "https://facematch.example/openapi";
    /** An answer has one of these only where the document says so. */
    private static final List<String> TELLING_HEADERS = List.of(
            "Location",
            "Retry-After",
            "Preference-Applied",
            "Idempotent-Replayed",
            "Content-Disposition",
            "WWW-Authenticate",
            "ETag",
            "Facematch-Status",
            "Facematch-Reason",
            "Facematch-Faces",
            "Facematch-Job");

    private final JsonNode document = read();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemas(Map.of(ADDRESS, closed(document).toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    private Contract() {}

    public static Contract get() {
        return SHARED;
    }

    public JsonNode document() {
        return document;
    }

    /** What the value breaks of the schema at this place of the document. */
    public List<String> violations(JsonPointer schema, JsonNode value) {
        return compiled
                .computeIfAbsent(
                        schema.toString(), place -> schemas.getSchema(SchemaLocation.of(ADDRESS + "#" + place)))
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /** Follows the reference that may stand at this place. */
    public JsonPointer resolve(JsonPointer place) {
        var reference = document.at(place).path("$ref");
        return reference.isString() ? JsonPointer.compile(reference.asString().substring(1)) : place;
    }

    /** Judges an answer to an operation of the document; the rest of the addresses is not its affair. */
    void check(HttpRequest request, Answer answer) {
        check(request.method(), request.uri().getRawPath(), answer);
    }

    /** @param path as it was sent, without a query */
    void check(String asked, String path, Answer answer) {
        var head = asked.equals("HEAD");
        var method = head ? "get" : asked.toLowerCase(Locale.ROOT);
        var operation = operation(method, path);
        if (operation.isEmpty()) {
            return;
        }
        var place = resolve(operation
                .get()
                .append(JsonPointer.empty().appendProperty("responses"))
                .appendProperty(Integer.toString(answer.status())));
        var wrong = new ArrayList<String>();
        if (document.at(place).isMissingNode()) {
            wrong.add("the status is not documented");
        } else {
            checkHeaders(place, answer, wrong);
            if (!head) {
                checkBody(place, answer, wrong);
            }
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(
                    asked + " " + path + " breaks the contract:\n" + String.join("\n", wrong) + "\n" + answer);
        }
    }

    private Optional<JsonPointer> operation(String method, String path) {
        return document.path("paths").propertyNames().stream()
                .filter(template ->
                        path.matches(template.replace("{path}", ".+").replaceAll("\\{\\w+}", "[^/]+")))
                .map(template -> JsonPointer.empty()
                        .appendProperty("paths")
                        .appendProperty(template)
                        .appendProperty(method))
                .filter(place -> !document.at(place).isMissingNode())
                .findFirst();
    }

    private void checkHeaders(JsonPointer response, Answer answer, List<String> wrong) {
        var headers = response.appendProperty("headers");
        for (var name : document.at(headers).propertyNames()) {
            var place = resolve(headers.appendProperty(name));
            var value = answer.header(name);
            if (value.isEmpty() && document.at(place).path("required").asBoolean(false)) {
                wrong.add("the header " + name + " is missing");
            }
            value.ifPresent(text -> violations(place.appendProperty("schema"), header(text))
                    .forEach(violation -> wrong.add(name + ": " + violation)));
        }
        TELLING_HEADERS.stream()
                .filter(name ->
                        answer.header(name).isPresent() && !document.at(headers).has(name))
                // What Spring adds to an error below an address that looks like a file, so that no browser runs it.
                .filter(name -> !answer.header(name).equals(Optional.of("inline;filename=f.txt")))
                .forEach(name -> wrong.add("the header " + name + " is not documented"));
    }

    private static JsonNode header(String text) {
        return text.matches("\\d{1,9}")
                ? JsonNodeFactory.instance.numberNode(Integer.parseInt(text))
                : JsonNodeFactory.instance.stringNode(text);
    }

    private void checkBody(JsonPointer response, Answer answer, List<String> wrong) {
        var content = response.appendProperty("content");
        if (document.at(content).isMissingNode()) {
            if (answer.body().length > 0) {
                wrong.add("there is a body");
            }
            return;
        }
        var type = answer.header("Content-Type").map(MediaType::parseMediaType).orElse(MediaType.ALL);
        var name = type.getType() + "/" + type.getSubtype();
        if (!document.at(content).has(name)) {
            wrong.add("the media type " + name + " is not documented");
        } else if (type.getSubtype().endsWith("json")) {
            wrong.addAll(violations(content.appendProperty(name).appendProperty("schema"), answer.json()));
        }
    }

    private static JsonNode read() {
        try {
            var text = new ClassPathResource("openapi/facematch.yml").getContentAsString(StandardCharsets.UTF_8);
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode closed(JsonNode open) {
        var copy = open.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.has("properties") && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
        node.values().forEach(Contract::close);
    }
}
