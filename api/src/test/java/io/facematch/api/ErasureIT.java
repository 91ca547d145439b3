package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.tenant.TenantKeys;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.facematch.transparency.note.LogPolicy;
import io.facematch.transparency.note.LogProof;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tree.TreeHasher;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tells of a person goes; what was decided stays, and can still be proven: {@code /v1/subjects}. */
class ErasureIT {
    private static final ApiServer API = ApiServer.get();
    private static final String ALL = "facematch.bulk facematch.compare facematch.read.tenant facematch.audit"
            + " facematch.audit.sensitive facematch.admin";

    private final String tenant = "erasure-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant, "protector", ALL);

    private UUID compare(String subject, String... more) {
        var form = Form.pair(new byte[] {1}, new byte[] {2}).field("unique_id", subject);
        for (int i = 0; i < more.length; i += 2) {
            form.field(more[i], more[i + 1]);
        }
        var job = API.postPair(token, form).id();
        API.complete(job);
        return job;
    }

    private Answer erase(String with, String subject) {
        return API.post(
                with,
                "/v1/subjects/erase",
                "application/json",
                JsonMapper.shared().writeValueAsBytes(Map.of("subject", subject)));
    }

    private Answer delete(String with, String subject) {
        return API.delete(
                with,
                "/v1/subjects/"
                        + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private String row(UUID job) {
        return API.sql
                .sql(
                        "select o::text || e::text from outcome o join audit_entry e using (accepted_on, job_id, pair_index)"
                                + " where job_id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    private JsonNode found(String subject) {
        return API.post(
                        token,
                        "/v1/outcomes/search",
                        "application/json",
                        JsonMapper.shared().writeValueAsBytes(Map.of("subject", subject)))
                .json()
                .get("items");
    }

    @Test
    void whatTellsOfTheSubjectGoesAndTheSkeletonStays() {
        var job = compare("passport-4711", "consent_ref", "consent-17", "reference", "case-17");
        var other = compare("passport-4712");
        API.follow(tenant);
        var before = API.get(token, "/v1/outcomes/" + job + ".0").json();
        assertThat(found("passport-4711")).hasSize(1);
        var otherBefore = row(other);

        var receipt = erase(token, "passport-4711");

        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.json().get("outcomes").asInt()).isEqualTo(1);
        assertThat(receipt.json().get("searches").asInt()).isEqualTo(1);
        var after = API.get(token, "/v1/outcomes/" + job + ".0").json();
        assertThat(before.has("similarity")).isTrue();
        for (var gone : List.of(
                "similarity",
                "cosine",
                "faces",
                "quality",
                "subject_reference",
                "photo_digests",
                "consent_ref",
                "reference")) {
            assertThat(after.has(gone)).as(gone).isFalse();
        }
        for (var kept :
                List.of("id", "status", "decision", "match", "decided_at", "model", "threshold", "timings_ms")) {
            assertThat(after.get(kept)).as(kept).isEqualTo(before.get(kept)).isNotNull();
        }
        assertThat(after.get("erased").asBoolean()).isTrue();
        assertThat(after.get("summary").asString()).contains("Its subject was erased");
        assertThat(found("passport-4711")).isEmpty();
        assertThat(row(other)).isEqualTo(otherBefore);
        assertThat(API.get(token, "/v1/jobs/" + job)
                        .json()
                        .get("outcome")
                        .get("match")
                        .asBoolean())
                .isTrue();
        assertThat(API.get(token, "/v1/outcomes").json().get("items")).hasSize(2);
        assertThat(API.get(token, "/v1/outcomes/export?format=csv&columns=all").text())
                .contains(job.toString(), "match");
        API.assertNotLogged("passport-4711");
    }

    /** Whatever columns there are: the old values are nowhere in the database. */
    @Test
    void nothingOfItIsLeftInAnyTable() {
        var job = compare("passport-4713", "consent_ref", "consent-18");
        compare("passport-4713");
        API.follow(tenant);
        found("passport-4713");
        API.follow(tenant);
        var traces = API.sql
                .sql("""
                        select array[encode(o.subject_reference, 'hex'), encode(o.sealed_reference, 'hex'), encode(e.salt, 'hex')]
                        from outcome o join audit_entry e using (accepted_on, job_id, pair_index) where job_id = ?""")
                .param(job)
                .query((row, n) -> (String[]) row.getArray(1).getArray())
                .single();
        assertThat(traces).doesNotContainNull();
        assertThat(tablesWith(traces)).contains("outcome", "audit_entry", "access_log", "pair", "attempted_digest");

        assertThat(delete(token, "passport-4713").status()).isEqualTo(200);

        assertThat(tablesWith(traces)).isEmpty();
    }

    /** Who asked for a photo of the subject asked for the subject. */
    @Test
    void whoAskedForItsPhotoIsForgottenAndForOthersIsNot() throws IOException {
        var portrait = Files.readAllBytes(Path.of("..", "samples", "portraits", "person01_selfie.jpg"));
        var photo = Arrays.copyOf(portrait, 3 * portrait.length); // so that the API itself keeps its digest
        var job = API.postPair(token, Form.pair(photo, portrait).field("unique_id", "passport-4721"))
                .id();
        API.complete(job);
        API.follow(tenant);
        assertThat(foundBy(photo)).hasSize(1);
        foundBy(new byte[] {7});
        var export = ExportJobIT.awaitEnd(
                token,
                API.post(
                        token,
                        "/v1/audit/exports",
                        Form.CONTENT_TYPE,
                        new Form().file("photo", photo).build()));
        var key = API.bean(TenantKeys.class).findPhotos(tenant).orElseThrow();
        var digest = key.digest(ByteBuffer.wrap(photo));
        assertThat(tablesWith(digest)).contains("access_log", "audit_export", "outcome", "audit_entry", "pair");

        var receipt = erase(token, "passport-4721").json();

        assertThat(receipt.get("outcomes").asInt()).isEqualTo(1);
        assertThat(receipt.get("searches").asInt())
                .as("a search, and an export twice")
                .isEqualTo(3);
        assertThat(tablesWith(digest)).isEmpty();
        assertThat(tablesWith(key.digest(ByteBuffer.wrap(new byte[] {7})))).containsExactly("access_log");
        assertThat(foundBy(photo)).isEmpty();
        assertThat(API.get(token, export).json().at("/problem/code").asString()).isEqualTo("subject-erased");
    }

    /** Of two people with one photo, what is left must not say that it was the other one's, too. */
    @Test
    void aPhotoThatOthersHaveForgetsWhomItWasOf() throws IOException {
        var portrait = Files.readAllBytes(Path.of("..", "samples", "portraits", "person02_selfie.jpg"));
        var photo = Arrays.copyOf(portrait, 3 * portrait.length); // so that the API itself keeps its digest
        var stays = new ArrayList<UUID>();
        for (var subject : List.of("passport-4731", "passport-4732", "passport-4731", "passport-4733")) {
            var job = API.postPair(token, Form.pair(photo, portrait).field("unique_id", subject))
                    .id();
            API.complete(job);
            stays.add(job);
        }
        API.follow(tenant);
        assertThat(API.get(token, "/v1/audit/reports/repeats?by=photo")
                        .json()
                        .at("/rows/0/latest")
                        .asString())
                .isEqualTo(stays.getLast() + ".0");

        assertThat(erase(token, "passport-4733").json().get("outcomes").asInt()).isEqualTo(1);

        var row = API.get(token, "/v1/audit/reports/repeats?by=photo").json().at("/rows/0");
        assertThat(row.get("attempts").asInt()).isEqualTo(3);
        assertThat(row.get("match").asInt()).isEqualTo(3);
        assertThat(row.get("latest").asString()).isEqualTo(stays.get(2) + ".0");
        assertThat(erase(token, "passport-4731").json().get("outcomes").asInt()).isEqualTo(2);
        assertThat(API.get(token, "/v1/audit/reports/repeats?by=photo").json().get("rows"))
                .as("of one outcome, nothing was repeated")
                .isEmpty();
        assertThat(foundBy(photo)).hasSize(1);
    }

    /** Where nothing was ever decided of a subject, too, an export that was asked for by it names it. */
    @Test
    void anExportThatFoundNothingIsForgotten() {
        var export = ExportJobIT.awaitEnd(
                token,
                API.post(
                        token,
                        "/v1/audit/exports",
                        "application/json",
                        "{\"subject\": \"passport-4734\"}".getBytes(StandardCharsets.UTF_8)));
        var digest = API.sql
                .sql("select encode(subject_reference, 'hex') from audit_export where tenant = ?")
                .param(tenant)
                .query(String.class)
                .single();
        assertThat(tablesWith(digest)).contains("access_log", "audit_export");

        assertThat(erase(token, "passport-4734").json().get("outcomes").asInt()).isZero();

        assertThat(tablesWith(digest)).isEmpty();
        assertThat(API.get(token, export).json().at("/problem/code").asString()).isEqualTo("subject-erased");
    }

    private JsonNode foundBy(byte[] photo) {
        return API.post(
                        token,
                        "/v1/outcomes/search",
                        Form.CONTENT_TYPE,
                        new Form().file("photo", photo).build())
                .json()
                .get("items");
    }

    private List<String> tablesWith(String... traces) {
        var tables = API.sql.sql("""
                        select relname::text from pg_class where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
                            and not relispartition""").query((row, n) -> row.getString(1)).list();
        return tables.stream()
                .filter(table -> API.sql
                        .sql("select exists (select from " + table + " t where t::text like any (?))")
                        .param(Arrays.stream(traces)
                                .map(trace -> "%" + trace + "%")
                                .toArray(String[]::new))
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    @Test
    void itsProofStillHolds() throws Exception {
        var job = compare("passport-4714");
        API.follow(tenant);

        assertThat(erase(token, "passport-4714").status()).isEqualTo(200);

        var proof = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> API.get(token, "/v1/outcomes/" + job + ".0/proof"), answer -> answer.status() == 200);
        var keys = new ArrayList<VerifierKey>();
        for (var line : API.get(token, "/v1/audit/keys").text().lines().toList()) {
            keys.add(VerifierKey.parse(line));
        }
        var parsed = LogProof.parse(proof.body());
        new LogPolicy(keys.getFirst().name(), keys, 2)
                .verify(parsed, new TreeHasher().leaf(parsed.extra().orElseThrow()));
        var leaf = JsonMapper.shared().readTree(parsed.extra().orElseThrow());
        assertThat(leaf.get("job").asString()).isEqualTo(job.toString());
        assertThat(leaf.has("comparison")).isTrue();
        var entries = API.get(token, "/v1/audit/tile/entries/000.p/1");
        assertThat(entries.status()).isEqualTo(200);
        assertThat(entries.text()).contains(job.toString());
    }

    @Test
    void theReceiptIsKeptAndProvesWhoWasErasedToItsHolderOnly() throws Exception {
        compare("passport-4715");
        API.follow(tenant);
        var told = erase(token, "passport-4715");
        var receipt = told.json();
        var address = told.headers().firstValue("Content-Location").orElseThrow();

        var kept = API.get(token, address);

        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().has("salt")).isFalse();
        for (var member : List.of(
                "id", "erased_at", "tenant", "by_tenant", "by", "outcomes", "searches", "names", "subject_sha256")) {
            assertThat(kept.json().get(member)).isEqualTo(receipt.get(member)).isNotNull();
        }
        assertThat(receipt.get("by").asString()).isEqualTo("protector");
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(HexFormat.of().parseHex(receipt.get("salt").asString()));
        assertThat(HexFormat.of().formatHex(sha256.digest("passport-4715".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(receipt.get("subject_sha256").asString());
        assertThat(tablesWith(receipt.get("salt").asString())).isEmpty();
        assertThat(API.get(token, "/v1/audit/access?what=erasure")
                        .json()
                        .at("/items/0/filter/receipt")
                        .asString())
                .isEqualTo(receipt.get("subject_sha256").asString());
        assertThat(API.get(token, "/v1/audit/reports/retention")
                        .json()
                        .at("/rows/0/what")
                        .asString())
                .isEqualTo("erasure");
        assertProblem(
                API.get(Tokens.of(tenant + "-other", ALL), address + "?tenant=" + tenant + "-other"),
                404,
                "unknown-erasure");
        assertProblem(API.get(Tokens.of(tenant + "-other", "facematch.audit"), address), 403, "forbidden");
        assertProblem(API.get(token, "/v1/subjects/erasures/none"), 404, "unknown-erasure");
    }

    @Test
    void againThereIsNothingLeftAndWhatComesLaterIsNew() {
        compare("passport-4716");
        API.follow(tenant);
        assertThat(erase(token, "passport-4716").json().get("outcomes").asInt()).isEqualTo(1);

        assertThat(erase(token, "passport-4716").json().get("outcomes").asInt()).isZero();
        compare("passport-4716");
        API.follow(tenant);

        assertThat(found("passport-4716")).hasSize(1);
        assertThat(delete(token, "passport-4716").json().get("outcomes").asInt())
                .isEqualTo(1);
    }

    /** The stream has not come to it: it becomes a leaf first. */
    @Test
    void anOutcomeThatWasJustDecidedIsErasedToo() {
        var job = compare("passport-4717");

        assertThat(erase(token, "passport-4717").json().get("outcomes").asInt()).isEqualTo(1);

        assertThat(API.get(token, "/v1/outcomes/" + job + ".0").json().has("similarity"))
                .isFalse();
    }

    @Test
    void twoAtOnceEraseItOnce() {
        compare("passport-4718");
        API.follow(tenant);
        var both = Stream.of(1, 2)
                .map(n -> CompletableFuture.supplyAsync(() -> erase(token, "passport-4718")))
                .toList();

        assertThat(both.stream()
                        .map(CompletableFuture::join)
                        .mapToInt(answer -> answer.json().get("outcomes").asInt())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void aJobThatIsNotOverIsInTheWay() {
        var job = API.postZip(token, Zip.ofPairs("carol", "dave")).id();
        API.decide(job, 0, 1, index -> ApiServer.compared(0.9));

        assertProblem(erase(token, "carol"), 409, "subject-in-use");
        assertThat(API.delete(
                                Tokens.of(tenant, "facematch.bulk facematch.cancel facematch.read.tenant"),
                                "/v1/jobs/" + job)
                        .status())
                .isEqualTo(200);

        assertThat(erase(token, "carol").json().get("outcomes").asInt()).isEqualTo(1);
    }

    /** Of an archive whose results can still be fetched. */
    @Test
    void namesGoFromTheResultsAndTheOthersStay() throws Exception {
        var job = API.postZip(token, Zip.ofPairs("erin", "frank")).id();
        API.complete(job);

        assertThat(erase(token, "erin").json().get("names").asInt()).isEqualTo(1);

        var outcomes = API.get(token, "/v1/jobs/" + job + "/outcomes");
        assertThat(outcomes.text()).contains("frank").doesNotContain("erin");
        assertThat(outcomes.json().at("/items/0/pair_id").asString()).isEqualTo("(erased 1)");
        assertThat(outcomes.json().at("/items/0/similarity").isMissingNode()).isTrue();
        var archive = API.get(token, "/v1/jobs/" + job + "/results");
        assertThat(archive.status()).isEqualTo(200);
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive.body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                if (entry.getName().endsWith(".json")) {
                    assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                            .doesNotContain("erin");
                }
            }
        }
        assertThat(names).hasSize(3).anyMatch(name -> name.contains("frank")).noneMatch(name -> name.contains("erin"));
    }

    @Test
    void aHoldKeepsIt() {
        var job = compare("passport-4719");
        API.follow(tenant);
        assertThat(put("/v1/audit/retention/hold", "{\"reason\": \"case 17\"}").status())
                .isEqualTo(200);

        assertProblem(erase(token, "passport-4719"), 409, "legal-hold");
        assertThat(API.get(token, "/v1/outcomes/" + job + ".0").json().has("similarity"))
                .isTrue();
        assertThat(API.delete(token, "/v1/audit/retention/hold").status()).isEqualTo(200);

        assertThat(erase(token, "passport-4719").json().get("outcomes").asInt()).isEqualTo(1);
    }

    private Answer put(String path, String body) {
        return API.send(
                path,
                request -> request.PUT(BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json"));
    }

    @Test
    void aTenantErasesItsOwnOnlyAndAnAdministratorNamesAnother() {
        var job = compare("passport-4720");
        API.follow(tenant);
        var strangers = tenant + "-strangers";
        var stranger = Tokens.of(strangers, ALL);

        assertThat(erase(stranger, "passport-4720").json().get("outcomes").asInt())
                .isZero();
        assertThat(delete(stranger, "passport-4720").json().get("outcomes").asInt())
                .isZero();
        assertThat(API.get(token, "/v1/outcomes/" + job + ".0").json().has("similarity"))
                .isTrue();
        var receipt = API.delete(stranger, "/v1/subjects/passport-4720?tenant=" + tenant)
                .json();

        assertThat(receipt.get("outcomes").asInt()).isEqualTo(1);
        assertThat(receipt.get("tenant").asString()).isEqualTo(tenant);
        assertThat(receipt.get("by_tenant").asString()).isEqualTo(strangers);
        for (var scope : List.of("facematch.audit", "facematch.audit.sensitive", "facematch.compare facematch.bulk")) {
            assertProblem(erase(Tokens.of(tenant, scope), "x"), 403, "forbidden");
            assertProblem(delete(Tokens.of(tenant, scope), "x"), 403, "forbidden");
        }
    }

    /** In an address: percent-encoded, as UTF-8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "..hidden",
                "Zoë Ünal",
                "名前-7",
                "😀",
                "a+b",
                "a b",
                "a&b=c?d#e",
                "erase",
                "erasures",
                "%41"
            })
    void oddNamesStandInAnAddress(String subject) {
        if (subject.equals("%41")) {
            assertThat(delete(token, subject).status()).isEqualTo(400);
            return;
        }
        compare(subject);
        API.follow(tenant);

        assertThat(delete(token, subject).json().get("outcomes").asInt()).isEqualTo(1);
    }

    /** They don't stand in an address, but in a body. */
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a\\b", "a;b", "100%", "..", "."})
    void otherNamesAreRefusedThereAndTakenInABody(String subject) {
        compare(subject);
        API.follow(tenant);
        if (!subject.startsWith(".")) {
            var refused = delete(token, subject);
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        }

        assertThat(erase(token, subject).json().get("outcomes").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"subject\": \" \"}",
                "{\"subject\": \"x\", \"subjects\": \"y\"}",
                "{\"subject\": [\"x\"]}",
                "{\"subject\": null}"
            })
    void aRequestThatNamesNobodyIsRefused(String body) {
        assertProblem(
                API.post(token, "/v1/subjects/erase", "application/json", body.getBytes(StandardCharsets.UTF_8)),
                400,
                "invalid-parameter");
    }
}
