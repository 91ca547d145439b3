package io.facematch.transparency.note;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.util.List;

/**
 * What a log says of itself (C2SP tlog-checkpoint): the text that is signed.
 *
 * @param origin which log, best a URL without its scheme, such as {@code example.com/audit/tenant}
 * @param extensions further lines, opaque; an ML-DSA-44 signature doesn't cover them
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (!NoteText.isLine(origin) || !extensions.stream().allMatch(NoteText::isLine)) {
            throw new IllegalArgumentException("Origin and extensions of a checkpoint are lines that are not empty");
        }
    }

    /** A checkpoint without extensions. */
    public Checkpoint(String origin, TreeHead head) {
        this(origin, head, List.of());
    }

    /**
     * Reads the text of a note, to the letter.
     *
     * @throws RefusedNote if it isn't in form
     */
    public static Checkpoint parse(String text) throws RefusedNote {
        if (!text.endsWith("\n")) {
            throw RefusedNote.malformed("A checkpoint does not end in a newline");
        }
        var lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (lines.size() < 3 || !lines.stream().allMatch(NoteText::isLine)) {
            throw RefusedNote.malformed("A checkpoint has three or more lines, none of them empty");
        }
        var size = NoteText.decimal(lines.get(1));
        var root = Hash.fromBase64(lines.get(2));
        if (size.isEmpty() || root.isEmpty()) {
            throw RefusedNote.malformed("The size or the root hash of a checkpoint isn't in form");
        }
        if (size.getAsLong() == 0 && !root.get().equals(TreeHead.EMPTY.root())) {
            throw RefusedNote.malformed("A checkpoint of an empty log has the root of another");
        }
        var head = new TreeHead(size.getAsLong(), root.get());
        return new Checkpoint(lines.getFirst(), head, lines.subList(3, lines.size()));
    }

    /** The text to be signed, with its last newline. */
    public String text() {
        var text = new StringBuilder();
        text.append(origin).append('\n');
        text.append(head.size()).append('\n');
        text.append(head.root().base64()).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Signed by all of these. */
    public SignedNote sign(List<NoteSigner> signers) {
        return SignedNote.sign(text(), signers);
    }
}
