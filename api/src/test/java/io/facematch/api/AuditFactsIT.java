package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.payload.SealContext;
import io.facematch.tenant.ClientReference;
import io.facematch.tenant.ClientReferences;
import io.facematch.tenant.TenantKeys;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a submission for audits. */
class AuditFactsIT {
    private static final ApiServer API = ApiServer.get();
    private static final byte[] PROBE = {1, 2, 3};
    private static final byte[] REFERENCE = {4, 5, 6};
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final String tenant = "audit-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant);
    private final String consent = "consent-" + UUID.randomUUID();
    private final String reference = "Fall Müller " + UUID.randomUUID();
    private final ClientReference said = new ClientReference(consent, reference);

    @Test
    void sealsWhatTheClientSaysInItsOutcome() {
        var id = API.postPair(
                        token,
                        Form.pair(PROBE, REFERENCE)
                                .field("consent_ref", consent)
                                .field("reference", reference))
                .id();
        API.complete(id);

        assertThat(openedOutcomes(id)).containsExactly(Optional.of(said));
        assertThat(API.sql
                        .sql("select encode(sealed_reference, 'escape') from outcome where job_id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .doesNotContain(consent, "Fall");
        var shown = API.get(token, "/v1/jobs/" + id);
        assertThat(shown.toString()).doesNotContain(consent, reference);
        API.assertNotLogged(consent, reference);
    }

    @Test
    void showsWhatIsSensitiveToThoseWhoMaySeeIt() {
        var id = API.postPair(
                        token,
                        Form.pair(PROBE, REFERENCE)
                                .field("consent_ref", consent)
                                .field("reference", reference))
                .id();
        API.complete(id);
        var path = "/v1/outcomes/" + id + ".0";

        var plain = API.get(Tokens.of(tenant, "facematch.audit"), path);
        var sensitive = API.get(Tokens.of(tenant, "facematch.audit facematch.audit.sensitive"), path)
                .json();

        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.text()).doesNotContain(consent, reference, "digests");
        assertThat(sensitive.get("consent_ref").asString()).isEqualTo(consent);
        assertThat(sensitive.get("reference").asString()).isEqualTo(reference);
        API.assertNotLogged(consent, reference);
    }

    /** What nobody can open any more must not hide what everybody still can. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update outcome set sealed_reference = set_byte(sealed_reference, 20, get_byte(sealed_reference, 20) # 1) where job_id = ?   | altered
            update outcome set sealed_reference = ''::bytea where job_id = ?                                                              | altered
            delete from tenant_key where purpose = 'REFERENCES' and tenant = (select tenant from job where id = ?)                       | no_key
            """)
    void saysThatAReferenceCanNotBeOpenedAndShowsAllElse(String change, String why) {
        var id = API.postPair(
                        token,
                        Form.pair(PROBE, REFERENCE)
                                .field("unique_id", "passport-4712")
                                .field("consent_ref", consent)
                                .field("reference", reference))
                .id();
        API.complete(id);
        API.follow(tenant);
        API.sql.sql(change).param(id).update();
        var auditor = Tokens.of(tenant, "facematch.audit facematch.audit.sensitive");

        var detail = API.get(auditor, "/v1/outcomes/" + id + ".0");
        assertThat(detail.status()).as(detail.toString()).isEqualTo(200);
        assertThat(detail.json().get("reference_not_opened").asString()).isEqualTo(why);
        assertThat(detail.json().has("consent_ref")).isFalse();
        assertThat(detail.json().get("summary").asString()).startsWith("Match");
        assertThat(detail.json().get("subject_reference").asString()).matches("[0-9a-f]{64}");

        for (var format : List.of("csv", "jsonl")) {
            var export = API.get(auditor, "/v1/outcomes/export?columns=all&format=" + format);
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.text())
                    .contains(
                            id + ".0",
                            why,
                            detail.json().get("subject_reference").asString())
                    .doesNotContain(consent, reference);
        }
        assertThat(API.get(Tokens.of(tenant, "facematch.audit"), "/v1/outcomes/" + id + ".0")
                        .text())
                .doesNotContain("reference_not_opened");
    }

    @Test
    void keepsNothingWhereTheClientSaysNothing() {
        var id = API.postPair(token, Form.pair(PROBE, REFERENCE).field("consent_ref", " "))
                .id();
        API.complete(id);

        assertThat(openedOutcomes(id)).containsExactly(Optional.empty());
        assertThat(keysOfTenant()).containsExactly("PHOTOS");
    }

    @Test
    void keepsWhatIsSaidOfAnArchiveForAllItsPairs() {
        var query = "/v1/jobs?reference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8);
        var raw =
                API.post(token, query, "application/zip", Zip.ofPairs("a", "b")).id();
        var form = API.post(
                        token,
                        query + "x&consent_ref=of-the-address",
                        Form.CONTENT_TYPE,
                        new Form()
                                .field("reference", reference)
                                .file("archive", Zip.ofPairs("a", "b"))
                                .build())
                .id();
        API.complete(raw);
        API.complete(form);

        var ofRaw = new ClientReference(null, reference);
        assertThat(openedOutcomes(raw)).containsExactly(Optional.of(ofRaw), Optional.of(ofRaw));
        var ofForm = new ClientReference("of-the-address", reference);
        assertThat(openedOutcomes(form)).containsExactly(Optional.of(ofForm), Optional.of(ofForm));
        assertThat(keysOfTenant()).containsExactly("PHOTOS", "REFERENCES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent_ref", "reference"})
    void refusesWhatIsNoLineOfText(String name) {
        for (var text : List.of("x".repeat(257), "bell\u0007", "two\nlines", "nul\0", "line\u2028break", "\u0085")) {
            var byPart = API.postPair(token, Form.pair(PROBE, REFERENCE).field(name, text));
            var byQuery = API.post(
                    token,
                    "/v1/jobs?" + name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8),
                    "application/zip",
                    Zip.ofPairs("a"));

            for (var answer : List.of(byPart, byQuery)) {
                assertProblem(answer, 400, "invalid-parameter");
                assertThat(answer.json().get("detail").asString()).startsWith(name + " ");
            }
        }
        var noUtf8 = API.postPair(token, Form.pair(PROBE, REFERENCE).part(name, "", new byte[] {'a', (byte) 0xE9}));
        assertProblem(noUtf8, 400, "invalid-parameter");
        var twice =
                API.postPair(token, Form.pair(PROBE, REFERENCE).field(name, "x").field(name, "x"));
        assertProblem(twice, 400, "unexpected-part");
        assertThat(API.jobsOf(tenant)).isZero();

        var longest = API.postPair(token, Form.pair(PROBE, REFERENCE).field(name, "\uD83D\uDE00".repeat(256)));
        assertThat(longest.status()).isEqualTo(202);
    }

    @Test
    void anotherReferenceIsAnotherRequest() {
        var key = "key-" + UUID.randomUUID();
        var first = API.postPair(token, Form.pair(PROBE, REFERENCE).field("reference", "a"), "Idempotency-Key", key);

        var again = API.postPair(token, Form.pair(PROBE, REFERENCE).field("reference", "a"), "Idempotency-Key", key);
        assertThat(again.id()).isEqualTo(first.id());
        for (var other : List.of(
                Form.pair(PROBE, REFERENCE),
                Form.pair(PROBE, REFERENCE).field("reference", "b"),
                Form.pair(PROBE, REFERENCE).field("consent_ref", "a"))) {
            assertProblem(API.postPair(token, other, "Idempotency-Key", key), 422, "idempotency-key-reused");
        }
    }

    @Test
    void showsTheTraceOfTheRequest() {
        var answer = API.postPair(token, Form.pair(PROBE, REFERENCE), "traceparent", PARENT);
        API.complete(answer.id());

        assertThat(answer.json().get("trace_id").asString()).isEqualTo(TRACE);
        var outcome = API.get(token, "/v1/jobs/" + answer.id()).json().get("outcome");
        assertThat(outcome.get("trace_id").asString()).isEqualTo(TRACE);
        var archive = API.postZip(token, Zip.ofPairs("a"), "traceparent", PARENT);
        assertThat(archive.json().get("trace_id").asString()).isEqualTo(TRACE);
    }

    @Test
    void makesATraceForARequestWithoutOne() {
        var none = API.postPair(token, Form.pair(PROBE, REFERENCE));
        var invalid = API.postPair(token, Form.pair(PROBE, REFERENCE), "traceparent", PARENT + "-");
        var two = API.postPair(token, Form.pair(PROBE, REFERENCE), "traceparent", PARENT, "traceparent", PARENT);

        assertThat(List.of(none, invalid, two))
                .extracting(answer -> answer.json().get("trace_id").asString())
                .doesNotContain(TRACE)
                .doesNotHaveDuplicates()
                .allMatch(trace -> trace.matches("[0-9a-f]{32}"));
    }

    @Test
    void showsWhatThePhotosWere() {
        var id = API.postPair(token, Form.pair(PROBE, REFERENCE)).id();
        API.complete(id);

        var outcome = API.get(token, "/v1/jobs/" + id).json().get("outcome");

        assertThat(outcome.get("http_status").asInt()).isEqualTo(200);
        assertThat(outcome.get("photos").toString())
                .isEqualTo("{\"image1\":{\"format\":\"JPEG\",\"bytes\":12345,\"width\":480,\"height\":640},"
                        + "\"image2\":{\"bytes\":678}}");
    }

    @Test
    void knowsAPhotoAsItWasSentWhenItsEndIsCutOff() throws IOException {
        var photo = Files.readAllBytes(Path.of("..", "samples", "portraits", "person01_selfie.jpg"));
        var sent = Arrays.copyOf(photo, 3 * photo.length);

        var id = API.postPair(token, Form.pair(sent, photo)).id();
        API.complete(id);

        var row = API.sql
                .sql("select probe_bytes, reference_bytes, encode(probe_photo_digest, 'hex') as probe,"
                        + " encode(reference_photo_digest, 'hex') as reference from outcome where job_id = ?")
                .param(id)
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("probe_bytes", sent.length)
                .containsEntry("reference_bytes", photo.length)
                .containsEntry("probe", digest(sent))
                .containsEntry("reference", digest(photo));
    }

    @Test
    void knowsTheOtherPhotoOfAPairThatCanNotBeRead() {
        var archive = new Zip()
                .add("a_image1.jpg", "to be damaged")
                .add("a_image2.jpg", "fine")
                .pair("z")
                .buildDamaged("to be damaged");
        var id = API.postZip(token, archive).id();

        var outcome = API.get(token, "/v1/jobs/" + id + "/outcomes")
                .json()
                .get("items")
                .get(0);

        assertThat(outcome.get("photos").toString()).isEqualTo("{\"image2\":{\"bytes\":4}}");
        assertThat(outcome.get("http_status").asInt()).isEqualTo(400);
        assertThat(API.sql
                        .sql("select encode(reference_photo_digest, 'hex') from outcome where job_id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo(digest("fine".getBytes(StandardCharsets.US_ASCII)));
    }

    private String digest(byte[] photo) {
        return API.bean(TenantKeys.class).findPhotos(tenant).orElseThrow().digest(ByteBuffer.wrap(photo));
    }

    private List<Optional<ClientReference>> openedOutcomes(UUID job) {
        var references = new ClientReferences(API.bean(TenantKeys.class));
        return API.sql
                .sql(
                        "select accepted_on, pair_index, sealed_reference from outcome where job_id = ? order by pair_index")
                .param(job)
                .query((row, n) -> {
                    var sealed = row.getBytes(3);
                    return sealed == null
                            ? Optional.<ClientReference>empty()
                            : Optional.of(references
                                    .open(
                                            new SealContext(tenant, job, row.getInt(2)),
                                            row.getObject(1, LocalDate.class),
                                            sealed)
                                    .said());
                })
                .list();
    }

    private List<String> keysOfTenant() {
        return API.sql
                .sql("select purpose from tenant_key where tenant = ? order by purpose")
                .param(tenant)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
