package io.facematch.transparency.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text with signatures below it (C2SP signed-note). That it could be read says nothing of whether it is true: see
 * {@link #signers}.
 *
 * @param text lines that end in a newline each, without the blank line that parts them from the signatures
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    private static final int MOST_SIGNATURES = 64;
    private static final String BLANK_LINE = "\n\n";

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")
                || !NoteText.isText(text)
                || signatures.isEmpty()
                || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "A note is a text without control characters that ends in a newline, and 1 to 64 signatures");
        }
    }

    /**
     * Reads a note, to the letter.
     *
     * @throws RefusedNote if it is longer than 256 KiB, has more than 64 signatures, or isn't in form
     */
    public static SignedNote parse(byte[] note) throws RefusedNote {
        return parse(NoteText.decode(note));
    }

    static SignedNote parse(String note) throws RefusedNote {
        int blank = note.lastIndexOf(BLANK_LINE);
        if (blank < 0) {
            throw RefusedNote.malformed("No blank line before the signatures");
        }
        var below = note.substring(blank + BLANK_LINE.length());
        if (!below.endsWith("\n")) {
            throw RefusedNote.malformed("The note does not end with a signature and its newline");
        }
        var signatures = new ArrayList<NoteSignature>();
        for (var line : below.substring(0, below.length() - 1).split("\n", -1)) {
            if (signatures.size() == MOST_SIGNATURES) {
                throw new RefusedNote(RefusedNote.Reason.TOO_LARGE, "More than 64 signatures");
            }
            signatures.add(NoteSignature.parse(line));
        }
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /** A text with the signature of each signer, in their order. */
    public static SignedNote sign(String text, List<NoteSigner> signers) {
        return new SignedNote(
                text, signers.stream().map(signer -> signer.sign(text)).toList());
    }

    /**
     * Which of these keys have signed this text. Signatures by others are passed over, as the specification asks.
     *
     * @throws RefusedNote if none has, or if one signature that bears the name and id of a key is wrong, whatever the
     *     others say
     */
    public Set<VerifierKey> signers(List<VerifierKey> known) throws RefusedNote {
        var signers = new LinkedHashSet<VerifierKey>();
        for (var signature : signatures) {
            for (var key : known) {
                if (!key.claims(signature)) {
                    continue;
                }
                if (!key.verifies(text, signature)) {
                    throw new RefusedNote(
                            RefusedNote.Reason.BAD_SIGNATURE, "A signature by a known key does not fit the text");
                }
                signers.add(key);
            }
        }
        if (signers.isEmpty()) {
            throw new RefusedNote(RefusedNote.Reason.UNKNOWN_SIGNERS, "None of the keys that count has signed");
        }
        return signers;
    }

    /** The note as {@link #parse} reads it. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The note as text. */
    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }
}
