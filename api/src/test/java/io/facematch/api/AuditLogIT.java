package io.facematch.api;

import static io.facematch.api.FrameworkErrorsIT.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.testing.Form;
import io.facematch.testing.Zip;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.LogPolicy;
import io.facematch.transparency.note.LogProof;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.note.VerifierKey;
import io.facematch.transparency.tile.EntryBundle;
import io.facematch.transparency.tile.TilePath;
import io.facematch.transparency.tile.TiledTree;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What a client needs to be sure of an outcome without believing the server. */
class AuditLogIT {
    private static final ApiServer API = ApiServer.get();

    /** Whose log has one outcome, and who looked at it. */
    private static final AuditLogIT ONE_OUTCOME = new AuditLogIT();

    private final String tenant = "log of " + UUID.randomUUID();
    private final String token = Tokens.of(tenant, "facematch.compare facematch.bulk facematch.audit");

    @BeforeAll
    static void signALog() {
        ONE_OUTCOME.awaitProof(ONE_OUTCOME.decided(0.9) + ".0");
    }

    @Test
    void provesAnOutcomeToWhoeverHasTheKeys() throws RefusedNote {
        var job = decided(0.83);
        var proof = LogProof.parse(awaitProof(job + ".0").body());
        var leaf = proof.extra().orElseThrow();

        var checkpoint = policy(2).verify(proof, new TreeHasher().leaf(leaf));

        assertThat(checkpoint.head().size()).isEqualTo(1);
        var outcome = JsonMapper.shared().readTree(leaf);
        assertThat(outcome.get("job").asString()).isEqualTo(job.toString());
        assertThat(outcome.get("decision").asString()).isEqualTo("MATCH");
        assertThat(outcome.get("tenant").asString()).isEqualTo(tenant);
        // What may be erased must not be in what is published.
        assertThat(new String(leaf, StandardCharsets.UTF_8))
                .doesNotContain("similarity", "cosine", "box")
                // Seconds have two digits.
                .doesNotContainPattern("(?<!\\d)0\\.83");
    }

    @Test
    void publishesTilesThatLeadToTheSignedRoot() throws RefusedNote {
        var job = API.postZip(token, Zip.ofPairs(names(300))).id();
        API.complete(job);
        awaitProof(job + ".299");

        var head = checkpoint().head();
        var tree = new TiledTree(tile -> {
            var path = new TilePath(tile, tile.widthAt(head.size()));
            return Optional.of(get("/v1/audit/" + path).body());
        });

        // Who fetched the proof may be in the log already.
        assertThat(head.size()).isBetween(300L, 310L);
        assertThat(tree.head(head.size())).isEqualTo(head);
        var entries =
                EntryBundle.parse(get("/v1/audit/tile/entries/001.p/44").body()).orElseThrow();
        assertThat(entries).hasSize(44);
        assertThat(new TreeHasher().leaf(entries.getLast())).isEqualTo(tree.leaf(299));
        assertThat(get("/v1/audit/tile/0/000").header("Cache-Control").orElseThrow())
                .contains("immutable", "private");
    }

    @Test
    void provesThatItWasOnlyAddedTo() throws RefusedNote {
        awaitProof(decided(0.9) + ".0");
        var before = checkpoint().head();
        awaitProof(decided(0.2) + ".0");
        awaitProof(decided(0.4) + ".0");
        var after = checkpoint().head();

        var answer = get("/v1/audit/consistency?from=" + before.size() + "&to=" + after.size())
                .json();

        var hashes = answer.get("hashes")
                .valueStream()
                .map(hash -> Hash.fromBase64(hash.asString()).orElseThrow())
                .toList();
        assertThat(answer.get("to").asLong()).isEqualTo(after.size()).isGreaterThan(before.size());
        assertThat(after.extendsFrom(before, hashes)).isTrue();
    }

    @Test
    void isForTheAuditOfItsOwnTenant() {
        var outcome = decided(0.9) + ".0";
        awaitProof(outcome);
        for (var path : List.of(
                "/v1/audit/checkpoint",
                "/v1/audit/keys",
                "/v1/audit/tile/0/000.p/1",
                "/v1/audit/tile/entries/000.p/1",
                "/v1/audit/consistency?from=1",
                "/v1/outcomes/" + outcome + "/proof")) {
            var named = path + (path.contains("?") ? "&" : "?") + "tenant=" + tenant.replace(" ", "%20");
            assertProblem(API.get(Tokens.of(tenant, "facematch.read.tenant"), path), 403, "forbidden");
            assertProblem(API.get(Tokens.of("foreign", "facematch.audit"), named), 403, "forbidden");
            assertThat(API.get(Tokens.of("foreign", "facematch.audit"), path).status())
                    .isIn(path.contains("keys") ? 200 : 404, 409);
            assertThat(API.get(Tokens.of("foreign", "facematch.audit facematch.admin"), named)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void namesItsLogAfterTheTenant() throws RefusedNote {
        awaitProof(decided(0.9) + ".0");

        assertThat(checkpoint().origin()).startsWith("facematch/").endsWith("/" + tenant.replace(" ", "%20"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "5",
                "00000000-0000-0000-0000-000000000000.0",
                "0199f1d2-7c3a-7e51-9c1e-2f6b8a4d1c07.0",
                "0199f1d2-7c3a-7e51-9c1e-2f6b8a4d1c07.-1",
                "0199f1d2-7c3a-7e51-9c1e-2f6b8a4d1c07.99999999999"
            })
    void knowsNoOtherOutcome(String id) {
        assertProblem(get("/v1/outcomes/" + id + "/proof"), 404, "unknown-outcome");
    }

    @ParameterizedTest
    @CsvSource({
        "tile/0/000.p/200, 404",
        "tile/0/001, 404",
        "tile/entries/000.p/200, 404",
        "tile/entries/x999/x999/x999/x999/x999/x999/999, 404",
        "tile/64/000, 404",
        "tile/0/0, 404",
        "tile/0/000.p/0, 404",
        "tile/0/000.p/256, 404",
        "tile/-1/000, 404",
        "tile/0/x001, 404",
        "tile, 404",
        "consistency, 400",
        "consistency?from=0, 400",
        "consistency?from=2000, 400",
        "consistency?from=1&to=2000, 400",
        "consistency?from=x, 400",
        "consistency?from=99999999999999999999, 400"
    })
    void refusesWhatTheLogDoesNotHave(String path, int status) {
        var answer = API.get(ONE_OUTCOME.token, "/v1/audit/" + path);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from log_tile where tenant = ?",
                "update log_tile set hashes = substring(hashes for 32) where tenant = ?",
                "update log_checkpoint set note = 'nothing' where tenant = ?"
            })
    void saysThatALogWithoutItsHashesProvesNothing(String forgery) {
        var log = new AuditLogIT();
        var outcome = log.decided(0.9) + ".0";
        log.awaitProof(outcome);
        log.awaitProof(log.decided(0.9) + ".0");

        API.sql.sql(forgery).param(log.tenant).update();

        assertProblem(log.get("/v1/outcomes/" + outcome + "/proof"), 409, "log-not-intact");
        if (forgery.contains("log_tile")) {
            assertProblem(log.get("/v1/audit/consistency?from=1"), 409, "log-not-intact");
        }
    }

    @Test
    void saysThatNoLeafCanBeMadeOfARowWithValuesThatNoneHas() {
        var log = new AuditLogIT();
        var outcome = log.decided(0.9) + ".0";
        log.awaitProof(outcome);

        API.sql
                .sql("update outcome set decided_at = 'infinity' where tenant = ?")
                .param(log.tenant)
                .update();

        assertProblem(log.get("/v1/outcomes/" + outcome + "/proof"), 409, "log-not-intact");
        assertProblem(log.get("/v1/audit/tile/entries/000.p/1"), 409, "log-not-intact");
    }

    @Test
    void saysThatALogIsNotSignedYet() {
        var answer = API.get(Tokens.of("nothing-yet", "facematch.audit"), "/v1/audit/checkpoint");

        assertProblem(answer, 409, "log-not-signed");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    private static String[] names(int count) {
        var names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = "p" + i;
        }
        return names;
    }

    private UUID decided(double similarity) {
        var job = API.postPair(token, Form.pair(new byte[] {1}, new byte[] {2})).id();
        API.decide(job, 0, 1, index -> ApiServer.compared(similarity));
        return job;
    }

    private Answer awaitProof(String outcome) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> get("/v1/outcomes/" + outcome + "/proof"),
                        answer -> answer.status() != 404 && answer.status() != 409);
    }

    private Checkpoint checkpoint() throws RefusedNote {
        return policy(2).open(SignedNote.parse(get("/v1/audit/checkpoint").body()));
    }

    private LogPolicy policy(int signatures) throws RefusedNote {
        var lines = get("/v1/audit/keys").text().lines().toList();
        var keys = new ArrayList<VerifierKey>();
        for (var line : lines) {
            keys.add(VerifierKey.parse(line));
        }
        return new LogPolicy(keys.getFirst().name(), keys, signatures);
    }

    private Answer get(String path) {
        return API.get(token, path);
    }
}
