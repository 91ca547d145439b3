package io.facematch.transparency.note;

import io.facematch.transparency.tree.Hash;
import java.util.List;

/**
 * Whom to believe about one log.
 *
 * @param origin of the log
 * @param keys that count: those of the log, old and new ones while it changes them, and of witnesses
 * @param needed how many different ones of them must have signed, at least 1
 */
public record LogPolicy(String origin, List<VerifierKey> keys, int needed) {
    public LogPolicy {
        keys = List.copyOf(keys);
        if (needed < 1 || needed > keys.size()) {
            throw new IllegalArgumentException("Of " + keys.size() + " keys, " + needed + " can't be needed");
        }
    }

    /**
     * The checkpoint that this note holds, if it is this log's and enough keys have signed it.
     *
     * @throws RefusedNote if it can't be believed
     */
    public Checkpoint open(SignedNote note) throws RefusedNote {
        var signers = note.signers(keys);
        if (signers.size() < needed) {
            throw new RefusedNote(
                    RefusedNote.Reason.UNKNOWN_SIGNERS,
                    signers.size() + " of the keys that count have signed, and " + needed + " must");
        }
        var checkpoint = Checkpoint.parse(note.text());
        if (!checkpoint.origin().equals(origin)) {
            throw new RefusedNote(RefusedNote.Reason.OTHER_LOG, "The checkpoint of another log");
        }
        return checkpoint;
    }

    /**
     * The checkpoint in which the log holds this leaf.
     *
     * @param leaf its hash, computed from the data itself
     * @throws RefusedNote if the checkpoint can't be believed, or the leaf isn't in its tree at the index of the proof
     */
    public Checkpoint verify(LogProof proof, Hash leaf) throws RefusedNote {
        var checkpoint = open(proof.checkpoint());
        if (!checkpoint.head().includes(leaf, proof.index(), proof.hashes())) {
            throw new RefusedNote(
                    RefusedNote.Reason.NOT_INCLUDED,
                    "The signed log does not hold this leaf at the index of the proof");
        }
        return checkpoint;
    }
}
