package io.facematch.transparency.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.transparency.tile.StoredTiles;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever arrives is refused by {@link RefusedNote} and nothing else, or read in such a way that writing it gives the
 * same bytes: no text has two spellings, so none can be passed off as another.
 */
class HostileTextTest {
    private static final int TRIES = 5_000;
    private static final List<String> PIECES = List.of(
            "\n",
            "\n\n",
            "\u2014 ",
            " ",
            "+",
            "=",
            "==",
            "0",
            "-1",
            "9223372036854775808",
            "\0",
            "\u00a0",
            "\ufeff",
            "index ",
            "extra ",
            "c2sp.org/tlog-proof@v1\n",
            "A",
            "/",
            "\r",
            "\u0660");

    private final StoredTiles log = StoredTiles.of(7, 7);
    private final NoteSigner signer = TestSigners.ed25519();
    private final SignedNote note =
            new Checkpoint(TestSigners.ORIGIN, log.head(), List.of("extension")).sign(List.of(signer, signer));

    @FunctionalInterface
    private interface Reader {
        byte[] readAndWrite(byte[] text) throws RefusedNote;
    }

    @Test
    void proofsHaveOneSpelling() {
        var proof =
                new LogProof(Optional.of(new byte[] {1, 2, 3}), 4, log.tree().inclusion(4, 7), note);

        attack(proof.bytes(), text -> LogProof.parse(text).bytes());
    }

    @Test
    void notesHaveOneSpelling() {
        attack(note.bytes(), text -> SignedNote.parse(text).bytes());
    }

    @Test
    void checkpointsHaveOneSpelling() {
        attack(
                note.text().getBytes(UTF_8),
                text -> Checkpoint.parse(NoteText.decode(text)).text().getBytes(UTF_8));
    }

    @Test
    void verifierKeysHaveOneSpelling() {
        attack(
                signer.verifier().toString().getBytes(UTF_8),
                text -> VerifierKey.parse(NoteText.decode(text)).toString().getBytes(UTF_8));
    }

    private static void attack(byte[] honest, Reader reader) {
        var random = new Random(6962);
        int read = 0;
        for (int i = 0; i < TRIES; i++) {
            var text = changed(honest, random);
            try {
                assertThat(reader.readAndWrite(text)).isEqualTo(text);
                read++;
            } catch (RefusedNote refused) {
                assertThat(refused.reason()).isIn(RefusedNote.Reason.MALFORMED, RefusedNote.Reason.TOO_LARGE);
            }
        }
        assertThat(read)
                .as("changes that were refused as well as some that were not")
                .isBetween(1, TRIES - 1);
    }

    /** None to three places cut out, written over or added to. */
    private static byte[] changed(byte[] honest, Random random) {
        var text = honest;
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int start = random.nextInt(text.length + 1);
            int end = random.nextBoolean() ? start : Math.min(text.length, start + random.nextInt(40));
            var other = new ByteArrayOutputStream();
            other.write(text, 0, start);
            switch (random.nextInt(4)) {
                case 0 ->
                    other.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
                case 1 -> other.write(random.nextInt(256));
                case 2 -> other.write(text, 0, Math.min(text.length, random.nextInt(100)));
                default -> {
                    // Only cut.
                }
            }
            other.write(text, end, text.length - end);
            text = other.toByteArray();
        }
        return text;
    }
}
