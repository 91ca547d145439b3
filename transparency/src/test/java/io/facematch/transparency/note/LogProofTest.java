package io.facematch.transparency.note;

import static io.facematch.transparency.note.TestSigners.ORIGIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.transparency.note.RefusedNote.Reason;
import io.facematch.transparency.tile.StoredTiles;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogProofTest {
    private static final int SIZE = 7;
    private static final int INDEX = 4;
    private static final NoteSigner ED25519 = TestSigners.ed25519();
    private static final NoteSigner ML_DSA_44 = TestSigners.mlDsa44();
    private static final LogPolicy BOTH = new LogPolicy(ORIGIN, List.of(ED25519.verifier(), ML_DSA_44.verifier()), 2);
    private static final LogPolicy CLASSIC = new LogPolicy(ORIGIN, List.of(ED25519.verifier()), 1);

    private final StoredTiles log = StoredTiles.of(SIZE, SIZE);
    private final Checkpoint checkpoint = new Checkpoint(ORIGIN, log.head());
    private final Hash leaf = new TreeHasher().leaf(StoredTiles.data(INDEX));

    @Test
    void proofFileShowsOfflineThatALogHoldsALeaf() throws RefusedNote {
        var proof = proof(ED25519, ML_DSA_44);

        var read = LogProof.parse(proof.bytes());

        assertThat(BOTH.verify(read, leaf)).isEqualTo(checkpoint);
        assertThat(read.bytes()).isEqualTo(proof.bytes());
    }

    @Test
    void theFileIsTheOneOfTheSpecification() {
        var note = checkpoint.sign(List.of(ED25519));
        var hashes = log.tree().inclusion(INDEX, SIZE);

        assertThat(new String(new LogProof(Optional.of(new byte[] {1, 2}), INDEX, hashes, note).bytes(), UTF_8))
                .isEqualTo("c2sp.org/tlog-proof@v1\nextra AQI=\nindex 4\n"
                        + hashes.get(0).base64() + "\n"
                        + hashes.get(1).base64() + "\n"
                        + hashes.get(2).base64() + "\n"
                        + "\n"
                        + note);
    }

    @Test
    void aLogOfOneLeafNeedsNoHashes() throws RefusedNote {
        var one = StoredTiles.of(1, 1);
        var note = new Checkpoint(ORIGIN, one.head()).sign(List.of(ED25519));

        var read = LogProof.parse(new LogProof(0, List.of(), note).bytes());

        assertThat(CLASSIC.verify(read, StoredTiles.leaves(0, 1).getFirst()).head())
                .isEqualTo(one.head());
    }

    @Test
    void extraDataIsKeptAndNotBelieved() throws RefusedNote {
        var extra = new byte[] {0, 1, (byte) 0xFF};
        var proof = new LogProof(
                Optional.of(extra), INDEX, log.tree().inclusion(INDEX, SIZE), checkpoint.sign(List.of(ED25519)));

        var read = LogProof.parse(proof.bytes());

        assertThat(read.extra()).contains(extra);
        assertThat(CLASSIC.verify(read, leaf)).isEqualTo(checkpoint);
    }

    @Test
    void everyFlippedBitIsRefused() throws RefusedNote {
        var file = proof(ED25519).bytes();
        for (int bit = 0; bit < file.length * 8; bit++) {
            var changed = flipped(file, bit);
            assertThatExceptionOfType(RefusedNote.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> CLASSIC.verify(LogProof.parse(changed), leaf));
        }
    }

    /** One bit of each byte, because most of them cost a verification of ML-DSA. */
    @Test
    void everyFlippedByteOfAProofWithBothSignaturesIsRefused() {
        var file = proof(ED25519, ML_DSA_44).bytes();
        for (int i = 0; i < file.length; i++) {
            var changed = flipped(file, 8 * i + i % 8);
            assertThatExceptionOfType(RefusedNote.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> BOTH.verify(LogProof.parse(changed), leaf));
        }
    }

    @Test
    void everyCutFileIsRefused() {
        var file = proof(ED25519).bytes();
        for (int length = 0; length < file.length; length++) {
            var cut = Arrays.copyOf(file, length);
            refused(Reason.MALFORMED, () -> LogProof.parse(cut));
        }
    }

    @Test
    void anotherLeafOrPlaceIsRefused() {
        var other = new TreeHasher().leaf(StoredTiles.data(INDEX + 1));
        refused(Reason.NOT_INCLUDED, () -> BOTH.verify(proof(ED25519, ML_DSA_44), other));

        for (long index : new long[] {0, INDEX - 1, INDEX + 1, SIZE, Long.MAX_VALUE}) {
            var moved = new LogProof(index, log.tree().inclusion(INDEX, SIZE), checkpoint.sign(List.of(ED25519)));
            refused(Reason.NOT_INCLUDED, () -> CLASSIC.verify(moved, leaf));
        }
    }

    @Test
    void checkpointsThatCannotBeBelievedAreRefused() {
        var proof = proof(ED25519);
        var otherKey = TestSigners.ed25519().verifier();

        refused(Reason.UNKNOWN_SIGNERS, () -> BOTH.verify(proof, leaf));
        refused(Reason.UNKNOWN_SIGNERS, () -> new LogPolicy(ORIGIN, List.of(otherKey), 1).verify(proof, leaf));
        refused(
                Reason.OTHER_LOG,
                () -> new LogPolicy("other.example", List.of(ED25519.verifier()), 1).verify(proof, leaf));
    }

    /** Old and new key count while a log changes them. */
    @Test
    void oneOfSeveralKeysIsEnoughWhereOneIsNeeded() throws RefusedNote {
        var next = TestSigners.ed25519();
        var overlap = new LogPolicy(ORIGIN, List.of(ED25519.verifier(), next.verifier()), 1);

        assertThat(overlap.verify(proof(ED25519), leaf)).isEqualTo(checkpoint);
        assertThat(overlap.verify(proof(next), leaf)).isEqualTo(checkpoint);
    }

    @Test
    void oneKeyDoesNotCountTwice() {
        var text = checkpoint.text();
        var twice = new SignedNote(text, List.of(ED25519.sign(text), ED25519.sign(text)));

        refused(Reason.UNKNOWN_SIGNERS, () -> BOTH.open(twice));
    }

    @Test
    void aKnownKeyThatSignedSomethingElseIsNoCheckpoint() {
        var note = SignedNote.sign("Any text\nof\nthree lines\n", List.of(ED25519));

        refused(Reason.MALFORMED, () -> CLASSIC.open(note));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2sp.org/tlog-proof@v2\nindex 0\n",
                "index 0\n",
                "c2sp.org/tlog-proof@v1\n",
                "c2sp.org/tlog-proof@v1\nindex\n",
                "c2sp.org/tlog-proof@v1\nindex \n",
                "c2sp.org/tlog-proof@v1\nindex 00\n",
                "c2sp.org/tlog-proof@v1\nindex -1\n",
                "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n",
                "c2sp.org/tlog-proof@v1\nextra AQJ=\nindex 0\n",
                "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n",
                "c2sp.org/tlog-proof@v1\nextra AQI=\nextra AQI=\nindex 0\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nextra AQI=\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nAQI=\n",
                "c2sp.org/tlog-proof@v1\r\nindex 0\n",
                "\nc2sp.org/tlog-proof@v1\nindex 0\n"
            })
    void headersThatAreNotInFormAreRefused(String header) {
        var file = header + "\n" + checkpoint.sign(List.of(ED25519));

        refused(Reason.MALFORMED, () -> LogProof.parse(file.getBytes(UTF_8)));
    }

    @Test
    void endlessProofsAreRefused() {
        var note = checkpoint.sign(List.of(ED25519));
        var header = "c2sp.org/tlog-proof@v1\nindex 0\n" + (leaf.base64() + "\n").repeat(64) + "\n" + note;

        refused(Reason.MALFORMED, () -> LogProof.parse(header.getBytes(UTF_8)));
        refused(Reason.TOO_LARGE, () -> LogProof.parse(new byte[256 * 1024 + 1]));
        assertThatThrownBy(() -> new LogProof(0, Collections.nCopies(64, leaf), note))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogProof(-1, List.of(), note)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void policiesThatNobodyCanMeetOrFailAreNotMade() {
        assertThatThrownBy(() -> new LogPolicy(ORIGIN, List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPolicy(ORIGIN, List.of(ED25519.verifier()), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPolicy(ORIGIN, List.of(ED25519.verifier()), 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private LogProof proof(NoteSigner... signers) {
        return new LogProof(INDEX, log.tree().inclusion(INDEX, SIZE), checkpoint.sign(List.of(signers)));
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        var changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static void refused(Reason reason, ThrowingCallable reading) {
        assertThatExceptionOfType(RefusedNote.class)
                .isThrownBy(reading)
                .extracting(RefusedNote::reason)
                .isEqualTo(reason);
    }
}
