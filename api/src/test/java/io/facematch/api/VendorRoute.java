package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.facematch.job.Outcome.Result;
import io.facematch.testing.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * A vendor's route and its contract: samples that answers must equal byte for byte, and schemas that they must follow,
 * in {@code contract/<vendor>}. A sample belongs to one route, or to all of a vendor.
 */
enum VendorRoute {
    FACEMATCH("/facematch", "kwikid", "image1", "image2", 0.85),
    ADVANCED_FACEMATCH("/advanced_facematch", "kwikid", "image1", "image2", 0.872),
    COMPARE("/ExtFaceComparison/Compare", "azakaw", "LivenessFace", "FaceFromDocument", 0.960_515_737_533_569_3);

    static final byte[] PROBE = {1, 2, 3};
    static final byte[] REFERENCE = {4, 5, 6};

    private static final ApiServer API = ApiServer.get();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Set<Integer> OF_TOKENS = Set.of(401, 403);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    final String path;
    final String vendor;
    final String probe;
    final String reference;
    /** The similarity that the vendor's own documentation shows. */
    final double match;

    VendorRoute(String path, String vendor, String probe, String reference, double match) {
        this.path = path;
        this.vendor = vendor;
        this.probe = probe;
        this.reference = reference;
        this.match = match;
    }

    Form form() {
        return form(PROBE, REFERENCE);
    }

    Form form(byte[] probeImage, byte[] referenceImage) {
        return new Form().file(probe, probeImage).file(reference, referenceImage);
    }

    Answer post(String token, Form form, String... headers) {
        return API.post(token, path, Form.CONTENT_TYPE, form.build(), headers);
    }

    /** Its answer comes when a test has decided the pair, or too late. */
    CompletableFuture<Answer> postAndWait(String tenant) {
        return CompletableFuture.supplyAsync(
                () -> post(Tokens.external(tenant), form()),
                task -> Thread.ofVirtual().start(task));
    }

    /** What a client gets whose pair a worker decides so. */
    Answer decided(String tenant, Result result) {
        var answer = postAndWait(tenant);
        var job = API.awaitRunning(tenant);
        API.decide(job, 0, 1, index -> result);
        API.reply(API.takeMessages(job).getFirst());
        return answer.join();
    }

    void assertAnswers(Answer answer, int status, String sample) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(UUID.matcher(answer.text()).replaceAll("{id}")).isEqualTo(sample(sample));
        assertFollowsContract(answer);
    }

    /** In all but the words. */
    void assertFollowsContract(Answer answer) {
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertFollowsSchema(answer.text(), answer.status());
        assertThat(answer.header("Cache-Control").orElse("")).contains("no-store");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    }

    /** The same of an answer as it came over the wire. */
    void assertAnswers(String raw, int status, String sample) {
        assertThat(raw).startsWith("HTTP/1.1 " + status + " ");
        assertThat(raw).containsIgnoringCase("\r\ncontent-type: application/json\r\n");
        assertThat(raw).contains("\r\n" + sample(sample));
        assertFollowsSchema(sample(sample), status);
    }

    private void assertFollowsSchema(String body, int status) {
        assertThat(SCHEMAS.getSchema(read(schema(status))).validate(body, InputFormat.JSON))
                .isEmpty();
    }

    private String schema(int status) {
        if (status == 200) {
            return name().toLowerCase(Locale.ROOT) + ".schema.json";
        }
        return vendor.equals("kwikid") && OF_TOKENS.contains(status) ? "token_error.schema.json" : "error.schema.json";
    }

    private String sample(String name) {
        var own = name().toLowerCase(Locale.ROOT) + "/" + name + ".json";
        return read(getClass().getResource(file(own)) == null ? name + ".json" : own)
                .stripTrailing();
    }

    private String read(String file) {
        try (var content = getClass().getResourceAsStream(file(file))) {
            assertThat(content).as(file(file)).isNotNull();
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String file(String name) {
        return "/contract/" + vendor + "/" + name;
    }
}
