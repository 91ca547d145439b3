package io.facematch.api.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.facematch.api.Contract;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Scopes;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.job.JobState;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

class ApiDocumentTest {
    private static final Contract CONTRACT = Contract.get();
    private static final JsonNode DOCUMENT = CONTRACT.document();

    @Test
    void isOpenApi() {
        var schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemaIdResolvers(
                        ids -> ids.mapPrefix("https://spec.openapis.org", "classpath:spec.openapis.org")));
        var metaSchema =
                schemas.getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"));

        assertThat(metaSchema.validate(DOCUMENT)).isEmpty();
    }

    /** A comma in an unquoted text makes a member of its rest, which no schema forbids. */
    @Test
    void hasNoMembersWithoutValue() {
        var empty = new ArrayList<String>();
        walk(
                JsonPointer.empty(),
                DOCUMENT,
                (place, node) -> node.properties().stream()
                        .filter(member ->
                                member.getValue().isNull() && !place.toString().contains("/example"))
                        .forEach(member -> empty.add(place + " " + member.getKey())));

        assertThat(empty).isEmpty();
    }

    @Test
    void everyExampleObeysItsSchema() {
        var wrong = new ArrayList<String>();
        var checked = new ArrayList<JsonPointer>();
        walk(JsonPointer.empty(), DOCUMENT, (place, node) -> {
            if (!node.has("schema")) {
                return;
            }
            examples(place).forEach(example -> {
                checked.add(example);
                CONTRACT.violations(place.appendProperty("schema"), DOCUMENT.at(example))
                        .forEach(violation -> wrong.add(example + ": " + violation));
            });
        });

        assertThat(wrong).isEmpty();
        assertThat(checked).hasSizeGreaterThan(80);
    }

    @Test
    void everyAnswerInJsonHasAnExample() {
        var without = new ArrayList<String>();
        walk(
                JsonPointer.empty(),
                DOCUMENT.path("paths"),
                (place, node) -> node.path("responses").propertyNames().forEach(status -> {
                    var response = CONTRACT.resolve(JsonPointer.compile("/paths" + place)
                            .appendProperty("responses")
                            .appendProperty(status));
                    DOCUMENT.at(response).path("content").propertyNames().stream()
                            .filter(type -> type.endsWith("json"))
                            .map(type -> response.appendProperty("content").appendProperty(type))
                            .filter(content -> examples(content).isEmpty())
                            .forEach(content -> without.add(content.toString()));
                }));

        // The document is its own example.
        assertThat(without).containsExactly("/paths/~1v3~1api-docs/get/responses/200/content/application~1json");
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        var referred = new ArrayList<String>();
        walk(JsonPointer.empty(), DOCUMENT, (place, node) -> {
            if (node.path("$ref").isString()) {
                referred.add(node.path("$ref").asString().substring(1));
            }
        });

        assertThat(referred)
                .allMatch(place -> !DOCUMENT.at(JsonPointer.compile(place)).isMissingNode());
        var components = DOCUMENT.path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .flatMap(kind -> kind.getValue().propertyNames().stream()
                        .map(name -> "/components/" + kind.getKey() + "/" + name))
                .toList();
        assertThat(referred).containsAll(components);
    }

    @Test
    void everyOperationSaysWhatItIsFor() {
        var ids = new ArrayList<String>();
        var tags = DOCUMENT.path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asString())
                .toList();
        for (var path : DOCUMENT.path("paths").values()) {
            path.properties().stream()
                    .filter(member -> !member.getKey().equals("parameters"))
                    .forEach(member -> {
                        var operation = member.getValue();
                        ids.add(operation.path("operationId").asString());
                        assertThat(operation.path("summary").asString()).isNotBlank();
                        assertThat(tags).contains(operation.path("tags").path(0).asString());
                    });
        }

        assertThat(ids).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void knowsTheWordsOfTheCode() {
        assertThat(words("OperatingPoint")).isEqualTo(codes(OperatingPoint.values(), OperatingPoint::code));
        assertThat(words("Status")).isEqualTo(codes(Status.values(), Status::code));
        assertThat(words("StatusOrPending"))
                .startsWith(words("Status").toArray(String[]::new))
                .endsWith("Pending");
        assertThat(words("Reason")).isEqualTo(codes(Reason.values(), Reason::code));
        assertThat(words("ProblemCode"))
                .containsExactlyInAnyOrderElementsOf(codes(ProblemCode.values(), ProblemCode::code));
        assertThat(words("Job/properties/state")).isEqualTo(codes(JobState.values(), JobState::name));
        assertThat(words("Job/properties/kind")).isEqualTo(codes(JobKind.values(), JobKind::code));
        assertThat(words("Model/properties/task")).isEqualTo(codes(ModelTask.values(), ApiDocumentTest::lowerCase));
        assertThat(words("Model/properties/tier")).isEqualTo(codes(ModelTier.values(), ApiDocumentTest::lowerCase));
        assertThat(DOCUMENT.at("/components/securitySchemes/clientCredentials/flows/clientCredentials/scopes")
                        .propertyNames())
                .containsExactlyElementsOf(Scopes.ALL);
    }

    private static List<String> words(String schema) {
        return DOCUMENT.at("/components/schemas/" + schema + "/enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static <E extends Enum<E>> List<String> codes(E[] values, Function<E, String> code) {
        return Arrays.stream(values).map(code).distinct().toList();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static List<JsonPointer> examples(JsonPointer owner) {
        var found = new ArrayList<JsonPointer>();
        if (DOCUMENT.at(owner).has("example")) {
            found.add(owner.appendProperty("example"));
        }
        var several = owner.appendProperty("examples");
        for (var name : DOCUMENT.at(several).propertyNames()) {
            found.add(CONTRACT.resolve(several.appendProperty(name)).appendProperty("value"));
        }
        return found;
    }

    private static void walk(JsonPointer place, JsonNode node, BiConsumer<JsonPointer, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(place, node);
            node.properties()
                    .forEach(member -> walk(place.appendProperty(member.getKey()), member.getValue(), visitor));
        }
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                walk(place.appendIndex(index), node.get(index), visitor);
            }
        }
    }
}
