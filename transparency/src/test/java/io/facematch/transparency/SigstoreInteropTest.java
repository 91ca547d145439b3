package io.facematch.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.ImmutableInclusionProof;
import io.facematch.transparency.note.Checkpoint;
import io.facematch.transparency.note.NoteSigner;
import io.facematch.transparency.note.SignatureType;
import io.facematch.transparency.tile.StoredTiles;
import io.facematch.transparency.tree.Hash;
import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sigstore's client, written by others for their own log, says of ours. */
class SigstoreInteropTest {
    private static final String ORIGIN = "log.example/audit";

    @Test
    void sigstoreVerifiesEveryInclusionProof() throws Exception {
        var log = StoredTiles.of(600, 600);
        for (int size : new int[] {1, 2, 3, 7, 8, 255, 256, 257, 600}) {
            var head = log.tree().head(size);
            for (int index = 0; index < size; index++) {
                InclusionProofVerifier.verify(
                        log.tree().leaf(index).bytes(),
                        index,
                        size,
                        bytes(log.tree().inclusion(index, size)),
                        head.root().bytes());
            }
        }
    }

    @Test
    void sigstoreRefusesTheProofOfAnotherLeaf() {
        var tree = StoredTiles.of(600, 600).tree();

        assertThatThrownBy(() -> InclusionProofVerifier.verify(
                        tree.leaf(8).bytes(),
                        7,
                        600,
                        bytes(tree.inclusion(7, 600)),
                        tree.head(600).root().bytes()))
                .isInstanceOf(InclusionProofVerificationException.class);
    }

    @Test
    void sigstoreReadsACheckpointWithBothSignatures() throws Exception {
        var log = StoredTiles.of(600, 600);
        var ed25519 = signer(SignatureType.ED25519);
        var checkpoint = new Checkpoint(ORIGIN, log.head());
        var note = checkpoint.sign(List.of(ed25519, signer(SignatureType.ML_DSA_44)));

        var read = ImmutableInclusionProof.builder()
                .checkpoint(note.toString())
                .logIndex(0L)
                .rootHash(log.head().root().toString())
                .treeSize(600L)
                .build()
                .parsedCheckpoint();

        assertThat(read.getSignedData()).isEqualTo(checkpoint.text());
        assertThat(read.getOrigin()).isEqualTo(ORIGIN);
        assertThat(read.getSize()).isEqualTo(600);
        assertThat(read.getBase64Hash()).isEqualTo(log.head().root().base64());
        assertThat(read.getSignatures()).hasSize(2);
        var first = read.getSignatures().getFirst();
        assertThat(first.getIdentity()).isEqualTo(ORIGIN);
        assertThat(ByteBuffer.wrap(first.getKeyHint()).getInt())
                .isEqualTo(ed25519.verifier().keyId());
        assertThat(first.getSignature()).isEqualTo(note.signatures().getFirst().bytes());
    }

    private static NoteSigner signer(SignatureType type) throws Exception {
        var keys = KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
        return new NoteSigner(ORIGIN, type, keys, InstantSource.system());
    }

    private static List<byte[]> bytes(List<Hash> hashes) {
        return hashes.stream().map(Hash::bytes).toList();
    }
}
