package io.facematch.transparency.note;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.transparency.tile.StoredTiles;
import io.facematch.transparency.tree.TreeHasher;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogProofTest {
    private static final String ORIGIN = "log.example/audit";
    private static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-11-30T12:00:00Z"));

    @Test
    void proofFileShowsOfflineThatALogHoldsALeaf() throws Exception {
        var log = StoredTiles.of(1_000, 1_000);
        var ed25519 = signer(SignatureType.ED25519);
        var mlDsa = signer(SignatureType.ML_DSA_44);
        var checkpoint = new Checkpoint(ORIGIN, log.head());
        var proof = new LogProof(321, log.tree().inclusion(321, 1_000), checkpoint.sign(List.of(ed25519, mlDsa)));

        var read = LogProof.parse(proof.bytes());

        var policy = new LogPolicy(
                ORIGIN,
                List.of(
                        VerifierKey.parse(ed25519.verifier().toString()),
                        VerifierKey.parse(mlDsa.verifier().toString())),
                2);
        assertThat(policy.verify(read, new TreeHasher().leaf(StoredTiles.data(321))))
                .isEqualTo(checkpoint);
        assertThat(read.bytes()).isEqualTo(proof.bytes());
    }

    private static NoteSigner signer(SignatureType type) throws GeneralSecurityException {
        var keys = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
        return new NoteSigner(ORIGIN, type, keys, TIME);
    }
}
