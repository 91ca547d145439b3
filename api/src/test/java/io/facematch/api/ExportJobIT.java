package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.job.Outcome.NotCompared;
import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/audit/exports}: exports that are made in the background. */
class ExportJobIT {
    private static final ApiServer API = ApiServer.get();
    private static final String TENANT = "export-job-" + UUID.randomUUID();
    private static final String AUDITOR = Tokens.of(TENANT, "risk", "facematch.audit");
    private static final String SENSITIVE = Tokens.of(TENANT, "risk", "facematch.audit facematch.audit.sensitive");
    private static final String ADDRESS = "/v1/audit/exports";

    private static UUID archive;

    @BeforeAll
    static void decide() {
        archive = API.postZip(Tokens.of(TENANT, "facematch.bulk"), Zip.ofPairs("a", "b"))
                .id();
        API.decide(
                archive,
                0,
                2,
                index -> index == 0 ? ApiServer.compared(0.699_96) : new NotCompared(null, Reason.NO_FACE));
        var single = API.postPair(
                        Tokens.of(TENANT, "web", "facematch.compare"),
                        Form.pair(new byte[] {1}, new byte[] {2})
                                .field("unique_id", "passport-4712")
                                .field("consent_ref", "consent-4713")
                                .field("reference", "case-4714"))
                .id();
        API.complete(single);
        API.follow(TENANT);
    }

    static Answer ask(String token, String body) {
        return API.post(token, ADDRESS, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of an export that is over. */
    static String awaitEnd(String token, String body) {
        return awaitEnd(token, ask(token, body));
    }

    /** The same of one that was just asked for. */
    static String awaitEnd(String token, Answer accepted) {
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        var address = accepted.header("Location").orElseThrow();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !List.of("queued", "running").contains(state(token, address)));
        return address;
    }

    private static String state(String token, String address) {
        return json(token, address).get("state").asString();
    }

    private static JsonNode json(String token, String address) {
        return API.get(token, address).json();
    }

    @Test
    void makesTheFileThatAnExportAtOnceIs() throws Exception {
        for (var format : List.of("csv", "jsonl")) {
            var address = awaitEnd(AUDITOR, "{\"format\": \"" + format + "\", \"order\": \"oldest\"}");

            var file = API.get(AUDITOR, address + "/content");
            assertThat(file.status()).as(file.toString()).isEqualTo(200);
            assertThat(file.body())
                    .isEqualTo(API.get(AUDITOR, "/v1/outcomes/export?order=oldest&format=" + format)
                            .body());
            var sum = MessageDigest.getInstance("SHA-256").digest(file.body());
            var export = json(AUDITOR, address);
            assertThat(export.get("sha256").asString()).isEqualTo(HexFormat.of().formatHex(sum));
            assertThat(export.get("bytes").asInt()).isEqualTo(file.body().length);
            assertThat(export.at("/progress/rows").asInt()).isEqualTo(3);
            assertThat(export.at("/progress/of").asInt()).isEqualTo(3);
            assertThat(file.header("Content-Disposition").orElseThrow())
                    .matches("attachment; filename=\"facematch-outcomes-\\d{8}T\\d{6}Z\\." + format + "\"");
        }
    }

    @Test
    void takesTheFiltersOfASearchAndASubject() {
        var ofClient = awaitEnd(AUDITOR, "{\"client\": \"web\"}");
        var ofSubject = awaitEnd(SENSITIVE, "{\"subject\": \"passport-4712\", \"columns\": \"all\"}");

        assertThat(API.get(AUDITOR, ofClient + "/content").text().lines()).hasSize(2);
        assertThat(API.get(SENSITIVE, ofSubject + "/content").text().lines()).hasSize(2);
        assertThat(API.get(SENSITIVE, ofSubject).text()).contains("(withheld)").doesNotContain("passport-4712");
        assertThat(API.sql
                        .sql("select string_agg(e::text, ' ') from audit_export e where owner_tenant = ?")
                        .param(TENANT)
                        .query(String.class)
                        .single())
                .doesNotContain("passport-4712");
    }

    @Test
    void sensitiveColumnsNeedTheirScopeAtBothTimes() {
        assertProblem(ask(AUDITOR, "{\"columns\": \"all\"}"), 403, "forbidden");
        var address = awaitEnd(SENSITIVE, "{\"columns\": \"all\"}");

        assertProblem(API.get(AUDITOR, address + "/content"), 403, "forbidden");
        assertThat(API.get(SENSITIVE, address + "/content").text())
                .contains("subject_reference,consent_ref,reference")
                .contains(",consent-4713,case-4714");
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        var address = awaitEnd(AUDITOR, "{}");
        var foreign = Tokens.of("foreign-" + UUID.randomUUID(), "facematch.audit");

        assertProblem(API.get(foreign, address), 404, "unknown-export");
        assertProblem(API.get(foreign, address + "/content"), 404, "unknown-export");
        assertProblem(API.delete(foreign, address), 404, "unknown-export");
        assertThat(API.get(foreign, ADDRESS).json().get("items").size()).isZero();
        assertProblem(ask(foreign, "{\"tenant\": \"" + TENANT + "\"}"), 403, "forbidden");
    }

    @Test
    void anAdministratorExportsForAnotherTenantAndNeedsItsScopeForTheFile() {
        var operator = "operator-" + UUID.randomUUID();
        var admin = Tokens.of(operator, "facematch.audit facematch.admin");
        var address = awaitEnd(admin, "{\"tenant\": \"" + TENANT + "\"}");

        assertThat(API.get(admin, address + "/content").text()).contains(archive.toString());
        assertProblem(API.get(Tokens.of(operator, "facematch.audit"), address + "/content"), 403, "forbidden");
    }

    @Test
    void listsThemInPages() {
        var tenant = "export-pages-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "facematch.audit");
        var first = awaitEnd(token, "{}");
        var second = awaitEnd(token, "{}");

        var page = API.get(token, ADDRESS + "?limit=1").json();
        var next = API.get(
                        token,
                        ADDRESS + "?limit=1&cursor=" + page.get("next_cursor").asString())
                .json();

        assertThat(page.at("/items/0/links/self").asString()).isEqualTo(second);
        assertThat(next.at("/items/0/links/self").asString()).isEqualTo(first);
        assertThat(next.has("next_cursor")).isFalse();
    }

    @Test
    void theFileOnDiskIsSealedAndGoesWithTheExport() throws IOException {
        var address = awaitEnd(AUDITOR, "{\"format\": \"jsonl\"}");
        var file = file(address);

        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain(archive.toString(), "Success", TENANT);
        assertThat(API.delete(AUDITOR, address).status()).isEqualTo(204);
        assertThat(file).doesNotExist();
        assertProblem(API.get(AUDITOR, address), 404, "unknown-export");
    }

    private static Path file(String address) {
        var id = address.substring(address.lastIndexOf('/') + 1);
        try (var files = Files.list(API.spool)) {
            return files.filter(path -> path.getFileName().toString().contains(id))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void expiresAndThenNobodyHasItsKey() throws IOException {
        var address = awaitEnd(AUDITOR, "{}");
        var id = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
        // Its time is over; a moment of our own, since other tests need the clock.
        API.sql
                .sql("update audit_export set expires_at = now() - interval '1 second' where id = ?")
                .param(id)
                .update();

        assertProblem(API.get(AUDITOR, address + "/content"), 410, "export-gone");
        API.runScheduled("ExportSchedule.sweep");
        assertThat(state(AUDITOR, address)).isEqualTo("expired");
        assertProblem(API.get(AUDITOR, address + "/content"), 410, "export-gone");
        assertThat(API.sql
                        .sql(
                                "select wrapped is null and epoch is null and subject_reference is null from audit_export where id = ?")
                        .param(id)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        try (var files = Files.list(API.spool)) {
            assertThat(files).noneMatch(path -> path.toString().contains(id.toString()));
        }
    }

    /** As after a kill: it is said to run, nobody does, and half a file is there. */
    @Test
    void isBegunAgainAfterItsProcessDied() throws IOException {
        var address = awaitEnd(AUDITOR, "{\"order\": \"oldest\"}");
        var id = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
        var old = file(address);
        var whole = Files.readAllBytes(old);
        Files.write(old, java.util.Arrays.copyOf(whole, whole.length / 2));
        API.sql.sql("""
                        update audit_export set state = 'running', wrapped = null, epoch = null, bytes = null, sha256 = null,
                            expires_at = null, lease_until = now() - interval '1 minute' where id = ?""").param(id).update();

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> state(AUDITOR, address).equals("completed"));
        assertThat(API.get(AUDITOR, address + "/content").body())
                .isEqualTo(API.get(AUDITOR, "/v1/outcomes/export?order=oldest").body());
        API.runScheduled("ExportSchedule.sweep");
        assertThat(old).doesNotExist();
    }

    @Test
    void aFileThatAnotherProcessHasIsAskedForAgain() throws IOException {
        var address = awaitEnd(AUDITOR, "{}");
        Files.delete(file(address));

        var answer = API.get(AUDITOR, address + "/content");
        assertProblem(answer, 503, "busy");
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void takesDownWhoHadItMadeAndWhoFetchedIt() {
        var tenant = "export-looks-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "risk", "facematch.audit facematch.admin");
        var address = awaitEnd(token, "{}");
        API.get(token, address + "/content");

        // That a download was completed is written after its last byte.
        var looks = Awaitility.await()
                .until(
                        () -> API.get(token, "/v1/audit/access?what=export")
                                .json()
                                .get("items"),
                        items -> items.size() == 4);
        assertThat(looks.valueStream().map(look -> look.get("progress").asString()))
                .containsExactly("completed", "began", "completed", "began");
        assertThat(looks.get(0).at("/filter/of").asString()).isEqualTo("download");
        assertThat(looks.get(3).at("/filter/of").isMissingNode()).isTrue();
        assertThat(looks.get(3).at("/filter/export").asString()).isEqualTo(address.substring(ADDRESS.length() + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"from\": \"2030-01-02\", \"to\": \"2030-01-01\"}: from must not be after to",
                "{\"kind\": \"all\"}: kind must be one of rows, pack",
                "{\"format\": \"pdf\"}: format must be one of",
                "{\"kind\": \"pack\", \"format\": \"csv\"}: it takes no format",
                "{\"kind\": \"pack\", \"order\": \"newest\"}: it takes no order",
                "{\"colour\": \"red\"}: 'colour' is not known here",
                "{\"zone\": \"Mars/Olympus\"}: zone must be the name of a time zone"
            })
    void saysWhatIsWrongWithARequest(String bodyAndDetail) {
        var detail = bodyAndDetail.substring(bodyAndDetail.indexOf("}: ") + 3);
        var answer = ask(AUDITOR, bodyAndDetail.substring(0, bodyAndDetail.indexOf("}: ") + 1));

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(detail);
    }

    @Test
    void aTenantMayHaveSoManyOpen() {
        var tenant = "export-many-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "facematch.audit");
        for (int i = 0; i < 5; i++) {
            API.sql.sql("""
                            insert into audit_export (id, tenant, owner_tenant, owner_client, kind, format, filter, all_columns,
                                byte_order_mark, zone, log_size, state, attempts, submitted_at, lease_until)
                            values (gen_random_uuid(), :tenant, :tenant, 'c', 'rows', 'csv', '{}', false, false, 'UTC', 0,
                                'running', 1, now(), now() + interval '1 hour')""").param("tenant", tenant).update();
        }

        var answer = ask(token, "{}");
        assertProblem(answer, 429, "too-many-exports");
        assertThat(answer.header("Retry-After")).isPresent();
    }

    @Test
    void isNotThereWhileItIsNotReadyOrHasFailed() {
        var tenant = "export-failed-" + UUID.randomUUID();
        var token = Tokens.of(tenant, "facematch.audit");
        var running = insert(tenant, "running", null);
        var failed = insert(tenant, "failed", "too-many-rows");

        assertProblem(API.get(token, ADDRESS + "/" + running + "/content"), 409, "export-not-ready");
        var answer = API.get(token, ADDRESS + "/" + failed + "/content");
        assertProblem(answer, 409, "export-not-ready");
        assertThat(answer.json().get("detail").asString()).contains("More outcomes match");
        assertThat(API.get(token, ADDRESS + "/" + failed)
                        .json()
                        .at("/problem/code")
                        .asString())
                .isEqualTo("too-many-rows");
    }

    private static UUID insert(String tenant, String state, @Nullable String problem) {
        var id = UUID.randomUUID();
        API.sql
                .sql("""
                        insert into audit_export (id, tenant, owner_tenant, owner_client, kind, format, filter, all_columns,
                            byte_order_mark, zone, log_size, state, problem, attempts, submitted_at, finished_at, lease_until)
                        values (:id, :tenant, :tenant, 'c', 'rows', 'csv', '{}', false, false, 'UTC', 0, :state, :problem, 1, now(),
                            now(), now() + interval '1 hour')""")
                .param("id", id)
                .param("tenant", tenant)
                .param("state", state)
                .param("problem", problem)
                .update();
        return id;
    }
}
