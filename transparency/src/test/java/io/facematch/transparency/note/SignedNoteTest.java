package io.facematch.transparency.note;

import static io.facematch.transparency.note.TestSigners.ORIGIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.transparency.note.RefusedNote.Reason;
import io.facematch.transparency.tile.StoredTiles;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
    /** The example that Go's package documents. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    private static final Checkpoint CHECKPOINT =
            new Checkpoint(ORIGIN, StoredTiles.of(300, 300).head());
    private static final NoteSigner ED25519 = TestSigners.ed25519();
    private static final NoteSigner ML_DSA_44 = TestSigners.mlDsa44();

    @Test
    void theDocumentedNoteIsVerified() throws RefusedNote {
        var key = VerifierKey.parse(GO_KEY);

        assertThat(parse(GO_NOTE).signers(List.of(key))).containsExactly(key);
        assertThat(parse(GO_NOTE)).hasToString(GO_NOTE);
        assertThat(key).hasToString(GO_KEY);
    }

    @Test
    void everySignerThatIsKnownIsNamed() throws RefusedNote {
        var note = CHECKPOINT.sign(List.of(ED25519, ML_DSA_44));

        assertThat(note.signers(List.of(
                        ML_DSA_44.verifier(),
                        ED25519.verifier(),
                        TestSigners.ed25519().verifier())))
                .containsExactly(ED25519.verifier(), ML_DSA_44.verifier());
        assertThat(SignedNote.parse(note.bytes())).hasToString(note.toString());
    }

    @Test
    void signaturesOfOthersArePassedOverEvenIfTheyAreWrong() throws RefusedNote {
        var stranger = new NoteSignature("stranger.example", 7, new byte[] {1});
        var sameName = new NoteSignature(ORIGIN, ED25519.verifier().keyId() + 1, new byte[64]);
        var sameId = new NoteSignature("other.example", ED25519.verifier().keyId(), new byte[64]);
        var text = CHECKPOINT.text();
        var note = new SignedNote(text, List.of(stranger, sameName, sameId, ED25519.sign(text)));

        assertThat(SignedNote.parse(note.bytes()).signers(List.of(ED25519.verifier())))
                .containsExactly(ED25519.verifier());
    }

    @Test
    void oneWrongSignatureByAKnownKeyRefusesTheNote() {
        var text = CHECKPOINT.text();
        var wrong = new NoteSignature(ORIGIN, ED25519.verifier().keyId(), new byte[64]);
        var note = new SignedNote(text, List.of(ML_DSA_44.sign(text), ED25519.sign(text), wrong));

        refused(Reason.BAD_SIGNATURE, () -> note.signers(List.of(ED25519.verifier(), ML_DSA_44.verifier())));
    }

    @Test
    void aNoteThatNobodyKnownHasSignedIsRefused() {
        var note = CHECKPOINT.sign(List.of(ED25519));

        refused(Reason.UNKNOWN_SIGNERS, () -> note.signers(List.of()));
        refused(Reason.UNKNOWN_SIGNERS, () -> note.signers(List.of(ML_DSA_44.verifier())));
    }

    /** C2SP tlog-cosignature, and a signature checked by another implementation of ML-DSA. */
    @Test
    void mlDsaSignsTheCosignedMessage() throws Exception {
        var signature = ML_DSA_44.sign(CHECKPOINT.text());
        long seconds = TestSigners.NOW.getEpochSecond();
        var message = ByteBuffer.allocate(12 + 1 + 17 + 8 + 1 + 17 + 8 + 8 + 32)
                .put("subtree/v1\n\0".getBytes(UTF_8))
                .put((byte) 17)
                .put(ORIGIN.getBytes(UTF_8))
                .putLong(seconds)
                .put((byte) 17)
                .put(ORIGIN.getBytes(UTF_8))
                .putLong(0)
                .putLong(300)
                .put(CHECKPOINT.head().root().bytes());

        assertThat(signature.bytes()).hasSize(8 + 2420);
        assertThat(ByteBuffer.wrap(signature.bytes()).getLong()).isEqualTo(seconds);
        assertThat(verifiedByBouncyCastle(ML_DSA_44.verifier(), message.array(), 8, signature))
                .isTrue();
    }

    @Test
    void ed25519SignsTheTextItself() throws Exception {
        var signature = ED25519.sign(CHECKPOINT.text());
        var message = CHECKPOINT.text().getBytes(UTF_8);

        assertThat(verifiedByBouncyCastle(ED25519.verifier(), message, 0, signature))
                .isTrue();
    }

    @Test
    void mlDsaSignsNothingThatItWouldNotCover() {
        var extended = new Checkpoint(ORIGIN, CHECKPOINT.head(), List.of("extension"));

        assertThatThrownBy(() -> ML_DSA_44.sign("any text\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ML_DSA_44.sign(extended.text())).isInstanceOf(IllegalArgumentException.class);
        var longOrigin = new Checkpoint("x".repeat(256), CHECKPOINT.head());
        assertThatThrownBy(() -> ML_DSA_44.sign(longOrigin.text())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mlDsaTimeIsSigned() {
        var text = CHECKPOINT.text();
        var bytes = ML_DSA_44.sign(text).bytes();
        var key = ML_DSA_44.verifier();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var note = new SignedNote(text, List.of(new NoteSignature(ORIGIN, key.keyId(), changed)));

            refused(Reason.BAD_SIGNATURE, () -> note.signers(List.of(key)));
        }
    }

    @Test
    void signaturesOfAnotherLengthAreRefused() {
        for (var signer : List.of(ED25519, ML_DSA_44)) {
            var honest = signer.sign(CHECKPOINT.text());
            for (int length : new int[] {1, 7, 8, 63, 65, 2427, 2429}) {
                var cut = new NoteSignature(honest.name(), honest.keyId(), Arrays.copyOf(honest.bytes(), length));
                var note = new SignedNote(CHECKPOINT.text(), List.of(cut));

                refused(Reason.BAD_SIGNATURE, () -> note.signers(List.of(signer.verifier())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\n\u2014 name AAAAAAE=\n",
                "text\n\n\u2014 name AAAAAAE=",
                "text\n\n\u2014 name AAAAAAE=\n\n",
                "text\n\n- name AAAAAAE=\n",
                "text\n\n\u2014name AAAAAAE=\n",
                "text\n\n\u2014  AAAAAAE=\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name \n",
                "text\n\n\u2014 name AAAAAA==\n",
                "text\n\n\u2014 name AAAAAAE\n",
                "text\n\n\u2014 name AAAAAAF=\n",
                "text\n\n\u2014 name  AAAAAAE=\n",
                "text\n\n\u2014 name AAAAAAE= \n",
                "text\n\n\u2014 name AAAAAAE= AAAAAAE=\n",
                "text\n\n\u2014 na+me AAAAAAE=\n",
                "text\n\n\u2014 na\u00a0me AAAAAAE=\n",
                "text\n\n\u2014 na\u2003me AAAAAAE=\n",
                "text\n\n\u2014 na\u0085me AAAAAAE=\n",
                "text\r\n\n\u2014 name AAAAAAE=\n",
                "te\txt\n\n\u2014 name AAAAAAE=\n",
                "te\0xt\n\n\u2014 name AAAAAAE=\n"
            })
    void whatIsNotInFormIsRefused(String note) {
        refused(Reason.MALFORMED, () -> parse(note));
    }

    @Test
    void textMayHaveEmptyLines() throws RefusedNote {
        assertThat(parse("a\n\n\n\nb\n\n\u2014 name AAAAAAE=\n").text()).isEqualTo("a\n\n\n\nb\n");
        assertThat(parse("\n\n\u2014 name AAAAAAE=\n").text()).isEqualTo("\n");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        var note = "text\u00e4\n\n\u2014 name AAAAAAE=\n".getBytes(UTF_8);
        note[4] = (byte) 0xC0;

        refused(Reason.MALFORMED, () -> SignedNote.parse(note));
    }

    @Test
    void endlessNotesAreRefusedBeforeTheyAreRead() throws RefusedNote {
        refused(Reason.TOO_LARGE, () -> SignedNote.parse(new byte[256 * 1024 + 1]));
        var line = "\u2014 name AAAAAAE=\n";
        assertThat(parse("text\n\n" + line.repeat(64)).signatures()).hasSize(64);
        refused(Reason.TOO_LARGE, () -> parse("text\n\n" + line.repeat(65)));
        // Sixteen signatures of the largest kind there is must pass.
        var large = new NoteSignature("name", 1, new byte[5_000]);
        var sixteen = new SignedNote("text\n", Collections.nCopies(16, large));
        assertThat(SignedNote.parse(sixteen.bytes()).signatures()).hasSize(16);
    }

    @Test
    void notesThatCannotBeWrittenAreNotMade() {
        var signature = new NoteSignature("name", 1, new byte[1]);

        for (var text : List.of("no newline", "a\ttab\n", "half \ud83d\n")) {
            assertThatThrownBy(() -> new SignedNote(text, List.of(signature)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new SignedNote("text\n", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoteSignature("a name", 1, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoteSignature("name", 1, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean verifiedByBouncyCastle(VerifierKey key, byte[] message, int from, NoteSignature signature)
            throws Exception {
        var provider = new BouncyCastleProvider();
        var algorithm = key.type().algorithm();
        var verifier = Signature.getInstance(algorithm, provider);
        verifier.initVerify(KeyFactory.getInstance(algorithm, provider)
                .generatePublic(new X509EncodedKeySpec(key.key().getEncoded())));
        verifier.update(message);
        return verifier.verify(Arrays.copyOfRange(signature.bytes(), from, signature.bytes().length));
    }

    private static SignedNote parse(String note) throws RefusedNote {
        return SignedNote.parse(note.getBytes(UTF_8));
    }

    private static void refused(Reason reason, ThrowingCallable reading) {
        assertThatExceptionOfType(RefusedNote.class)
                .isThrownBy(reading)
                .extracting(RefusedNote::reason)
                .isEqualTo(reason);
    }
}
