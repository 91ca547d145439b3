package io.facematch.transparency.note;

import io.facematch.transparency.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A proof file (C2SP tlog-proof): everything to show offline that a log holds a leaf, but the leaf itself and the keys
 * that are trusted. See {@link LogPolicy#verify}.
 *
 * @param extra whatever the application needs to find its leaf; not signed by anybody, not copied
 * @param index of the leaf, from 0
 * @param hashes siblings from the leaf upwards, at most 63
 * @param checkpoint as the log has signed it
 */
public record LogProof(Optional<byte[]> extra, long index, List<Hash> hashes, SignedNote checkpoint) {
    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MOST_HASHES = 63;

    public LogProof {
        hashes = List.copyOf(hashes);
        if (index < 0 || hashes.size() > MOST_HASHES) {
            throw new IllegalArgumentException("A proof has an index from 0 on and at most 63 hashes");
        }
    }

    /** A proof without extra data. */
    public LogProof(long index, List<Hash> hashes, SignedNote checkpoint) {
        this(Optional.empty(), index, hashes, checkpoint);
    }

    /**
     * Reads a proof file, to the letter, and believes nothing of it.
     *
     * @throws RefusedNote if it is longer than 256 KiB or isn't in form
     */
    public static LogProof parse(byte[] file) throws RefusedNote {
        var text = NoteText.decode(file);
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw RefusedNote.malformed("A proof has no blank line before its checkpoint");
        }
        var lines = new ArrayList<>(List.of(text.substring(0, blank).split("\n", -1)));
        if (!lines.removeFirst().equals(FIRST_LINE)) {
            throw RefusedNote.malformed("A proof begins with " + FIRST_LINE);
        }
        Optional<byte[]> extra = Optional.empty();
        if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
            extra = NoteText.base64(lines.removeFirst().substring(EXTRA.length()));
            if (extra.isEmpty()) {
                throw RefusedNote.malformed("The extra data of a proof isn't base64");
            }
        }
        if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
            throw RefusedNote.malformed("A proof names no index");
        }
        var index = NoteText.decimal(lines.removeFirst().substring(INDEX.length()));
        if (index.isEmpty() || lines.size() > MOST_HASHES) {
            throw RefusedNote.malformed("The index of a proof isn't in form, or it has more than 63 hashes");
        }
        var hashes = new ArrayList<Hash>();
        for (var line : lines) {
            hashes.add(Hash.fromBase64(line).orElseThrow(() -> RefusedNote.malformed("A hash of a proof isn't one")));
        }
        return new LogProof(extra, index.getAsLong(), hashes, SignedNote.parse(text.substring(blank + 2)));
    }

    /** The file. */
    public byte[] bytes() {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        extra.ifPresent(
                bytes -> text.append(EXTRA).append(NoteText.base64(bytes)).append('\n'));
        text.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n').append(checkpoint).toString().getBytes(StandardCharsets.UTF_8);
    }
}
