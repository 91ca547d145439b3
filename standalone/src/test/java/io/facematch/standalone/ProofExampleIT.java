package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/verify-proof.py}, which shares no code with the product, and what it says of proofs. */
class ProofExampleIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path proof;

    @SuppressWarnings("NullAway.Init")
    private Path keys;

    private record Said(int status, String text) {}

    @BeforeEach
    void download() throws Exception {
        assumeTrue(
                ExampleProgram.isInstalled("python3") && ExampleProgram.isInstalled("openssl"),
                "no python3 or openssl here");
        var server = SharedServer.get();
        var job = server.submit(TestArchive.ofPairs(3));
        server.awaitEnd(job);
        proof = Files.writeString(folder.resolve("outcome.tlog-proof"), awaitProof(server, job + ".1"));
        keys = Files.writeString(
                folder.resolve("log.keys"),
                server.send(server.request("/v1/audit/keys")).body());
    }

    private static String awaitProof(TestServer server, String outcome) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> server.send(server.request("/v1/outcomes/" + outcome + "/proof")),
                        answer -> answer.statusCode() == 200)
                .body();
    }

    @Test
    void verifiesAnOutcome() throws Exception {
        var said = verify();

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).startsWith("VERIFIED: leaf ").contains("\"type\":\"outcome\"", "\"pair_index\":1");
    }

    @Test
    void doesNotVerifyAChangedOutcome() throws Exception {
        var text = Files.readString(proof);
        var extra = text.split("\n", -1)[1].substring("extra ".length());
        var leaf = new String(Base64.getDecoder().decode(extra), StandardCharsets.UTF_8);
        var changed = leaf.replace("\"pair_index\":1", "\"pair_index\":2");
        Files.writeString(
                proof,
                text.replace(extra, Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8))));

        assertThat(verify()).isEqualTo(new Said(1, "NOT VERIFIED: the outcome is not in the log that was signed\n"));
    }

    @Test
    void doesNotVerifyAChangedCheckpoint() throws Exception {
        var text = Files.readString(proof);
        var size = text.split("\n\n", -1)[1].split("\n", -1)[1];
        Files.writeString(proof, text.replace("\n" + size + "\n", "\n" + size + "0\n"));

        assertThat(verify()).isEqualTo(new Said(1, "NOT VERIFIED: the signature does not fit\n"));
    }

    @Test
    void doesNotVerifyUnderOtherKeys() throws Exception {
        var server = SharedServer.get();
        Files.writeString(
                keys,
                server.send(server.requestAs("tenant-" + UUID.randomUUID(), "/v1/audit/keys"))
                        .body());

        assertThat(verify()).isEqualTo(new Said(1, "NOT VERIFIED: none of these keys signed it\n"));
    }

    private Said verify() throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(
                        "python3",
                        Samples.project().resolve("examples/verify-proof.py").toString(),
                        proof.toString(),
                        keys.toString()))
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
