package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.LogProof;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import io.facematch.transparency.tree.TreeHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The page's own verification of proofs, in a browser, with proofs of the product and with forged ones. */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the one setup fills the fields
class ProofInBrowserIT {
    private static final String ORIGIN = "log.example/acme";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));
    private static final String JOB = "0199f1d2-7c3a-7e51-9c1e-2f6b8a4d1c07";

    private static final String LEAF =
            "{\"accepted_on\":\"2026-11-30\",\"client\":\"mobile\",\"comparison\":\"aGFzaA==\","
                    + "\"decided_at\":\"2026-11-30T11:59:58.120345Z\",\"decision\":\"MATCH\",\"embedder\":\"network\","
                    + "\"http_status\":200,\"job\":\"" + JOB + "\",\"operating_point\":\"STANDARD\",\"pair_index\":3,"
                    + "\"status\":\"Success\",\"subject\":\"aGFzaA==\",\"surface\":\"v1\",\"tenant\":\"acme\","
                    + "\"threshold\":0.7,\"type\":\"outcome\",\"version\":1,\"worker\":\"w\"}";

    /** As the API tells of the same outcome. */
    private static final Map<String, Object> OUTCOME = Map.ofEntries(
            Map.entry("job", JOB),
            Map.entry("pair_index", 3),
            Map.entry("tenant", "acme"),
            Map.entry("client", "mobile"),
            Map.entry("surface", "v1"),
            Map.entry("status", "Success"),
            Map.entry("decision", "match"),
            Map.entry("operating_point", "standard"),
            Map.entry("threshold", 0.7),
            Map.entry("model", "network"),
            Map.entry("worker", "w"),
            Map.entry("http_status", 200),
            Map.entry("accepted_on", "2026-11-30"),
            Map.entry("decided_at", "2026-11-30T11:59:58.120345Z"));

    private static final String VERIFY = """
            const [proofs, keys, outcome, done] = arguments;
            (async () => {
              const { verify } = await import('/assets/audit/proof/verify.js');
              const told = [];
              for (const proof of proofs) {
                const bytes = Uint8Array.from(atob(proof), (c) => c.charCodeAt(0));
                const { state, words, steps } = await verify({ proof: bytes, keys, outcome });
                told.push([state, words, steps.map((step) => `${step.code} ${step.state}`).join(', ')]);
              }
              return told;
            })().then(done, (error) => done([['error', String(error), '']]));
            """;

    /** What the page says of a proof. */
    private record Verdict(String state, String words, String steps) {
        static Verdict of(Object told) {
            var parts = (List<?>) told;
            return new Verdict(
                    String.valueOf(parts.get(0)), String.valueOf(parts.get(1)), String.valueOf(parts.get(2)));
        }
    }

    private final NoteSigner signer = signer(SignatureType.ED25519);
    private final NoteSigner second = signer(SignatureType.ML_DSA_44);
    private final String keys = signer.verifier() + "\n" + second.verifier() + "\n";
    private WebFiles files;
    private Browser browser;

    @BeforeAll
    void open() throws IOException {
        files = WebFiles.serve();
        browser = Browser.open();
        browser.driver().manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
        browser.driver().get(files.address() + "/assets/audit/proof/verify.js");
    }

    @AfterAll
    void close() throws IOException {
        files.close();
        browser.close();
    }

    @Test
    void anOutcomeIsVerifiedWhereverItIsInATreeOfAnySize() {
        var proofs = new ArrayList<byte[]>();
        for (var size : List.of(1, 2, 3, 5, 8, 13)) {
            for (var index = 0; index < size; index++) {
                proofs.add(proof(index, size).bytes());
            }
        }

        assertThat(verify(proofs))
                .hasSize(32)
                .allSatisfy(verdict ->
                        assertThat(verdict.state()).as(verdict.toString()).isEqualTo("valid"));
    }

    @Test
    void itTellsEachStepAndWhichEntryItIs() {
        var verdict = verify(proof(4, 7).bytes());

        assertThat(verdict.words())
                .isEqualTo("Verified: this outcome is entry 5 of 7 in the signed log " + ORIGIN
                        + ", unchanged since it was entered.");
        assertThat(verdict.steps())
                .isEqualTo("form good, leaf good, hash good, path good, root good, key good, signature good");
    }

    /** All but the second signature, which browsers can't check, and which the page says it has not checked. */
    @Test
    void noByteCanBeChanged() {
        var proof = proof(4, 7).bytes();
        var end = new String(proof, StandardCharsets.UTF_8).lastIndexOf("\u2014 ");
        var endOfFirst =
                new String(proof, StandardCharsets.UTF_8).substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        var forged = IntStream.range(0, endOfFirst)
                .mapToObj(at -> {
                    var changed = proof.clone();
                    changed[at] ^= (byte) (at % 2 == 0 ? 1 : 32);
                    return changed;
                })
                .toList();

        var verdicts = verify(forged);

        assertThat(IntStream.range(0, forged.size())
                        .filter(at -> !verdicts.get(at).state().equals("invalid"))
                        .mapToObj(at -> at + ": " + verdicts.get(at)))
                .isEmpty();
        assertThat(verdicts).extracting(Verdict::words).allMatch(words -> words.startsWith("Not verified. "));
    }

    @Test
    void aProofThatIsCutAnywhereIsNone() {
        var proof = proof(4, 7).bytes();
        var text = new String(proof, StandardCharsets.UTF_8);
        var signatures = text.indexOf("\u2014 ");
        var cut = IntStream.range(0, 40)
                .mapToObj(part -> text.substring(0, signatures * part / 40).getBytes(StandardCharsets.UTF_8))
                .toList();

        assertThat(verify(cut)).extracting(Verdict::state).containsOnly("invalid");
    }

    @Test
    void anotherOutcomeInTheSameLogIsNotThisOne() {
        var verdict = verify(proof(LEAF.replace("\"pair_index\":3", "\"pair_index\":4"), 4, 7)
                .bytes());

        assertThat(verdict.state()).isEqualTo("invalid");
        assertThat(verdict.words()).contains("place in the job is 4 in the log, 3 here");
        assertThat(verdict.steps()).startsWith("form good, leaf bad, hash skipped");
    }

    @Test
    void aProofOfAnotherTreeLeadsElsewhere() {
        var other = proof(4, 8);
        var mixed = new LogProof(other.extra(), 4, other.hashes(), proof(4, 7).checkpoint());

        var verdict = verify(mixed.bytes());

        assertThat(verdict.state()).isEqualTo("invalid");
        assertThat(verdict.steps()).containsAnyOf("path bad", "root bad");
    }

    @Test
    void aSignatureOfSomebodyElseIsNone() {
        var others = signer(SignatureType.ED25519).verifier() + "\n";

        var verdict = verify(List.of(proof(4, 7).bytes()), others).getFirst();

        assertThat(verdict.state()).isEqualTo("invalid");
        assertThat(verdict.words()).contains("None of the Ed25519 keys of this log signed the checkpoint.");
    }

    @Test
    void aKeyIsNotTakenUnderAnotherId() {
        var wrong = keys.replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+");

        var verdict = verify(List.of(proof(4, 7).bytes()), wrong).getFirst();

        assertThat(verdict.state()).isEqualTo("invalid");
        assertThat(verdict.words()).contains("A key has another id than it says.");
    }

    @Test
    void aBrowserWithoutEd25519SaysThatItCantTell() {
        browser.script("""
                window.importKey = crypto.subtle.importKey;
                crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));
                """);
        try {
            var verdict = verify(proof(4, 7).bytes());

            assertThat(verdict.state()).isEqualTo("open");
            assertThat(verdict.words()).contains("This browser can’t check Ed25519 signatures.");
            assertThat(verdict.steps()).endsWith("root good, key good, signature open");
        } finally {
            browser.script("crypto.subtle.importKey = window.importKey");
        }
    }

    private Verdict verify(byte[] proof) {
        return verify(List.of(proof)).getFirst();
    }

    private List<Verdict> verify(List<byte[]> proofs) {
        return verify(proofs, keys);
    }

    private List<Verdict> verify(List<byte[]> proofs, String trusted) {
        var encoded = proofs.stream().map(Base64.getEncoder()::encodeToString).toList();
        var told = (List<?>) browser.driver().executeAsyncScript(VERIFY, encoded, trusted, OUTCOME);
        return told.stream().map(Verdict::of).toList();
    }

    private LogProof proof(int index, int size) {
        return proof(LEAF, index, size);
    }

    /** The leaf at a place of a tree whose other leaves are numbers. */
    private LogProof proof(String leaf, int index, int size) {
        var hasher = new TreeHasher();
        var hashes = IntStream.range(0, size)
                .mapToObj(at -> (at == index ? leaf : "leaf " + at).getBytes(StandardCharsets.UTF_8))
                .map(hasher::leaf)
                .toList();
        var checkpoint = new Checkpoint(ORIGIN, new TreeHead(size, root(hashes)));
        return new LogProof(
                Optional.of(leaf.getBytes(StandardCharsets.UTF_8)),
                index,
                path(index, hashes),
                checkpoint.sign(List.of(signer, second)));
    }

    /** RFC 6962, 2.1. */
    private static Hash root(List<Hash> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        var split = split(leaves);
        return new TreeHasher().node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
    }

    /** RFC 6962, 2.1.1. */
    private static List<Hash> path(int index, List<Hash> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        var split = split(leaves);
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        var path = new ArrayList<>(index < split ? path(index, left) : path(index - split, right));
        path.add(root(index < split ? right : left));
        return path;
    }

    private static int split(List<Hash> leaves) {
        return Integer.highestOneBit(leaves.size() - 1);
    }

    private static NoteSigner signer(SignatureType type) {
        try {
            return new NoteSigner(
                    ORIGIN, type, KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair(), CLOCK);
        } catch (NoSuchAlgorithmException notInThisJava) {
            throw new IllegalStateException(notInThisJava);
        }
    }
}
