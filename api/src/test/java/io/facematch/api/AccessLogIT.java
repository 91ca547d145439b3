package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.TestOutcomes;
import io.facematch.testing.Zip;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.LogPolicy;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tile.EntryBundle;
import io.facematch.transparency.tree.Frontier;
import io.facematch.transparency.tree.TreeHasher;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every look at outcomes is a row, and a leaf: {@code /v1/audit/access}. */
class AccessLogIT {
    private static final ApiServer API = ApiServer.get();
    private static final String SUBJECT = "passport-4713-bilal";

    private final String tenant = "access-" + UUID.randomUUID();
    private final String token = Tokens.of(tenant, "auditor", "facematch.bulk facematch.compare facematch.audit");
    private final String admin = Tokens.of(tenant, "chief", "facematch.admin");

    /** A search tells what was asked for, and how much was found; who reads that is seen, too. */
    @Test
    void everyRouteHasItsRow() {
        var archive = API.postZip(token, Zip.ofPairs("a", "b")).id();
        API.complete(archive);
        awaitProof(archive + ".1");
        assertThat(ask("GET", "/v1/outcomes?status=Success&limit=1&from=2026-01-01&zone=Asia/Dubai"))
                .isEqualTo(200);
        assertThat(ask("GET", "/v1/outcomes/" + archive + ".0")).isEqualTo(200);
        assertThat(ask("GET", "/v1/outcomes/export?format=jsonl&client=auditor"))
                .isEqualTo(200);
        assertThat(ask("GET", "/v1/jobs/" + archive + "/results")).isEqualTo(200);
        assertThat(ask("GET", "/v1/audit/tile/entries/000.p/2")).isEqualTo(200);
        assertThat(read(admin, "?what=search")).hasSize(1);

        var rows = read(admin, "").reversed();

        assertThat(rows.stream().map(AccessLogIT::inWords))
                .containsExactly(
                        "auditor proof completed 1 {id=" + archive + ".1}",
                        "auditor search completed 1" + " {from=2025-12-31T20:00:00Z, order=newest, status=Success}",
                        "auditor outcome completed 1 {columns=plain, id=" + archive + ".0}",
                        "auditor export began null" + " {client=auditor, columns=plain, format=jsonl, order=newest}",
                        "auditor export completed 2" + " {client=auditor, columns=plain, format=jsonl, order=newest}",
                        "auditor results began null {job=" + archive + "}",
                        "auditor results completed 2 {job=" + archive + "}",
                        "auditor entries completed 2 {first=0}",
                        "chief access completed 1 {what=search}");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.get("tenant").asString()).isEqualTo(tenant);
            assertThat(row.get("actor_tenant").asString()).isEqualTo(tenant);
            assertThat(Instant.parse(row.get("at").asString()))
                    .isBefore(API.clock.instant().plusSeconds(1));
        });
        assertThat(rows.get(3).get("request")).isEqualTo(rows.get(4).get("request"));
        assertThat(rows.get(5).get("request"))
                .isEqualTo(rows.get(6).get("request"))
                .isNotEqualTo(rows.get(3).get("request"));
    }

    @Test
    void aSubjectIsThereAsADigestAndForFewOnly() {
        var job = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2}).field("unique_id", SUBJECT))
                .id();
        API.complete(job);
        API.follow(tenant);
        for (var path : List.of("/v1/outcomes/search", "/v1/outcomes/export")) {
            var found = API.post(
                    token,
                    path,
                    "application/json",
                    ("{\"subject\": \"" + SUBJECT + "\"}").getBytes(StandardCharsets.UTF_8));
            assertThat(found.text()).contains(job.toString());
        }

        var shown = API.get(admin, "/v1/audit/access").text();
        var all = API.get(Tokens.of(tenant, "facematch.admin facematch.audit.sensitive"), "/v1/audit/access");

        assertThat(shown).doesNotContain(SUBJECT, "subject_reference");
        assertThat(all.text()).doesNotContain(SUBJECT);
        var digests = items(all).stream()
                .filter(row -> row.has("subject_reference"))
                .map(row -> row.get("subject_reference").asString())
                .toList();
        assertThat(digests)
                .hasSize(3) // a search, and an export with two rows
                .containsOnly(referenceOf(job))
                .doesNotContainNull();
        assertThat(API.sql
                        .sql("select string_agg(l::text, ' ') from access_log l where tenant = ?")
                        .param(tenant)
                        .query(String.class)
                        .single())
                .doesNotContain(SUBJECT);
        API.assertNotLogged(SUBJECT, digests.getFirst());
    }

    private static String referenceOf(UUID job) {
        return API.sql
                .sql("select encode(subject_reference, 'hex') from outcome where job_id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    @Test
    void whoIsRefusedHasSeenNothing() {
        var archive = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(archive);
        var stranger = Tokens.of(tenant, "facematch.bulk");
        for (var path : List.of(
                "/v1/outcomes",
                "/v1/outcomes/export",
                "/v1/outcomes/" + archive + ".0",
                "/v1/outcomes/" + archive + ".0/proof",
                "/v1/audit/tile/entries/000.p/1",
                "/v1/audit/access")) {
            assertProblem(API.get(stranger, path), 403, "forbidden");
        }
        assertThat(ask("GET", "/v1/outcomes/" + archive + ".9")).isEqualTo(404);
        assertThat(ask("GET", "/v1/outcomes?status=none")).isEqualTo(400);
        assertThat(ask("HEAD", "/v1/outcomes/export")).isEqualTo(200);
        assertThat(ask("HEAD", "/v1/jobs/" + archive + "/results")).isEqualTo(200);
        assertThat(API.get(Tokens.of(tenant, "facematch.read"), "/v1/jobs/" + archive + "/results")
                        .status())
                .isEqualTo(404);

        assertThat(read(admin, "")).isEmpty();
    }

    /** A client that goes away in the middle has got something. */
    @Test
    void whatBreaksOffIsKeptAsThat() throws IOException {
        TestOutcomes.load(
                API.sql, tenant, ApiServer.MAX_EXPORTED, 40, LocalDate.ofInstant(API.clock.instant(), ZoneOffset.UTC));
        API.follow(tenant);
        try (var reader = new RawHttp(API)) {
            assertThat(reader.send(RawHttp.head("GET /v1/outcomes/export?format=jsonl HTTP/1.1", token))
                            .receive(true))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(read(admin, "?what=export").stream().map(AccessLogIT::progress))
                    .as("while it is sent")
                    .containsExactly("began");
        }

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(read(admin, "?what=export").stream().map(AccessLogIT::progress))
                                .containsExactly("broken_off", "began"));
        assertThat(read(admin, "?what=export").getFirst().get("rows").asLong())
                .isBetween(1L, ApiServer.MAX_EXPORTED - 1L);
    }

    @Test
    void aLookIsALeafThatHidesWhoLookedAndOpensWithItsSalt() throws Exception {
        var archive = API.postZip(token, Zip.ofPairs("a")).id();
        API.complete(archive);
        awaitProof(archive + ".0");
        API.post(
                token,
                "/v1/outcomes/search",
                "application/json",
                ("{\"subject\": \"" + SUBJECT + "\"}").getBytes(StandardCharsets.UTF_8));
        var row = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(admin, "?what=search").getFirst(), search -> search.has("log"));
        var index = row.at("/log/leaf_index").asLong();
        var head = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> checkpoint().head(), signed -> signed.size() > index);

        var entries = EntryBundle.parse(API.get(token, "/v1/audit/tile/entries/000.p/" + head.size())
                        .body())
                .orElseThrow();
        var root = new Frontier();
        entries.forEach(leaf -> root.add(new TreeHasher().leaf(leaf)));
        assertThat(root.head()).isEqualTo(head);

        var text = new String(entries.get((int) index), StandardCharsets.UTF_8);
        var leaf = JsonMapper.shared().readTree(text);
        assertThat(leaf.get("type").asString()).isEqualTo("access");
        assertThat(leaf.get("id").asString()).isEqualTo(row.get("id").asString());
        assertThat(text).doesNotContain("auditor", "search", SUBJECT);
        assertThat(leaf.get("access").asString()).isEqualTo(committed(row));
    }

    /** As docs/audit.md says it. */
    private static String committed(JsonNode row) throws GeneralSecurityException {
        var filter = new CanonicalJson();
        row.get("filter")
                .properties()
                .forEach(member -> filter.put(member.getKey(), member.getValue().asString()));
        var access = new CanonicalJson()
                .put("filter", filter)
                .put("rows", row.get("rows").asLong())
                .put("subject", row.at("/log/subject").asString());
        for (var name : List.of("request", "actor_tenant", "actor_client", "what", "progress")) {
            access.put(name, row.get(name).asString());
        }
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(Base64.getDecoder().decode(row.at("/log/salt").asString()));
        return Base64.getEncoder().encodeToString(sha256.digest(access.bytes()));
    }

    @Test
    void pagesAndFiltersFindTheirOwn() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask("GET", "/v1/outcomes?client=c" + i)).isEqualTo(200);
        }
        var between = API.clock.instant();
        assertThat(API.get(Tokens.of(tenant, "other", "facematch.audit"), "/v1/outcomes")
                        .status())
                .isEqualTo(200);

        assertThat(clients(read(admin, "?what=search&client=auditor"))).containsExactly("c4", "c3", "c2", "c1", "c0");
        assertThat(read(admin, "?client=other")).hasSize(1);
        assertThat(read(admin, "?what=search&from=" + between)).hasSize(1);
        assertThat(clients(read(admin, "?what=search&to=" + between))).hasSize(5);
        assertThat(read(admin, "?what=results")).isEmpty();

        var first = API.get(admin, "/v1/audit/access?what=search&client=auditor&limit=2")
                .json();
        assertThat(ask("GET", "/v1/outcomes?client=meanwhile")).isEqualTo(200);
        var second = read(
                admin,
                "?what=search&client=auditor&limit=200&cursor="
                        + first.get("next_cursor").asString());
        assertThat(clients(second)).containsExactly("c2", "c1", "c0");
    }

    private static List<String> clients(List<JsonNode> rows) {
        return rows.stream().map(row -> row.at("/filter/client").asString()).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour=red | colour",
                "what=everything | search, outcome, export",
                "what= | search, outcome, export",
                "from=yesterday | 2026-03-01T08:00:00Z",
                "from=2026-03-02&to=2026-03-01 | after to",
                "from=1970-01-01 | 10 years",
                "zone=Nowhere | Asia/Dubai",
                "limit=201 | between 1 and 200",
                "cursor=x | next_cursor",
                "subject=a | POST"
            })
    void refusesWhatItCantUse(String query, String help) {
        var answer = API.get(admin, "/v1/audit/access?" + query);

        assertProblem(answer, 400, "invalid-parameter");
        assertThat(answer.json().get("detail").asString()).contains(help);
    }

    @Test
    void timesLongAgoFindNothing() {
        assertThat(ask("GET", "/v1/outcomes")).isEqualTo(200);

        assertThat(read(admin, "?to=0001-01-01")).isEmpty();
        assertThat(read(admin, "?from=9000-01-01")).isEmpty();
        assertThat(read(admin, "?what=search&to=9999-01-01")).hasSize(1);
    }

    /** Who looks at another tenant is seen by that tenant's own, and not in the log of the one who looks. */
    @Test
    void tenantsAreApart() {
        var other = tenant + "-operator";
        var operator = Tokens.of(other, "support", "facematch.audit facematch.admin");
        assertThat(API.get(operator, "/v1/outcomes?tenant=" + tenant).status()).isEqualTo(200);

        var seen = read(admin, "");
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().get("actor_tenant").asString()).isEqualTo(other);
        assertThat(seen.getFirst().get("actor_client").asString()).isEqualTo("support");
        assertThat(read(operator, "")).isEmpty();
        assertThat(read(operator, "?what=search&tenant=" + tenant)).hasSize(1);
        var auditor = Tokens.of(tenant, "facematch.audit facematch.audit.sensitive facematch.read.tenant");
        assertProblem(API.get(auditor, "/v1/audit/access"), 403, "forbidden");
        assertProblem(API.get(auditor, "/v1/audit/access?tenant=" + tenant), 403, "forbidden");
    }

    private static String inWords(JsonNode row) {
        return row.get("actor_client").asString() + " " + row.get("what").asString() + " " + progress(row) + " "
                + (row.has("rows") ? row.get("rows").asLong() : "null") + " "
                + row.get("filter").properties().stream()
                        .map(member -> member.getKey() + "=" + member.getValue().asString())
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String progress(JsonNode row) {
        return row.get("progress").asString();
    }

    private static List<JsonNode> read(String reader, String query) {
        return items(API.get(reader, "/v1/audit/access" + query));
    }

    private static List<JsonNode> items(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().get("items").valueStream().toList();
    }

    private int ask(String method, String path) {
        return API.send(
                        path,
                        request -> request.header("Authorization", "Bearer " + token)
                                .method(method, BodyPublishers.noBody()))
                .status();
    }

    private void awaitProof(String outcome) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ask("GET", "/v1/outcomes/" + outcome + "/proof") == 200);
    }

    private Checkpoint checkpoint() throws RefusedNote {
        var keys = new ArrayList<VerifierKey>();
        for (var line : API.get(token, "/v1/audit/keys").text().lines().toList()) {
            keys.add(VerifierKey.parse(line));
        }
        return new LogPolicy(keys.getFirst().name(), keys, 2)
                .open(SignedNote.parse(API.get(token, "/v1/audit/checkpoint").body()));
    }
}
