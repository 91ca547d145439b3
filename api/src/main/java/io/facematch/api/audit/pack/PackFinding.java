package io.facematch.api.audit.pack;

import io.facematch.api.audit.OutcomeId;
import org.jspecify.annotations.Nullable;

/**
 * Something in a pack that is not as it was signed.
 *
 * @param file that it is about
 * @param row of the pack, from 0; -1 where it is about none
 * @param outcome that stands, or should stand, in that row
 * @param detail more about it, for people; may be empty
 */
public record PackFinding(
        Kind kind, String file, long row, @Nullable OutcomeId outcome, String detail) {

    /** What is wrong. */
    public enum Kind {
        /** A row, or a file, says something else than it did. */
        CHANGED,
        /** A row, or a file, is gone. */
        REMOVED,
        /** A row, or a file, that was not there. */
        INSERTED,
        /** A row stands at another place. */
        MOVED,
        /** A row that is not in the log that was signed. */
        NOT_IN_LOG,
        /** The checkpoint, or the sums, are not signed by the keys. */
        SIGNATURE,
        /** It can't be read as what it should be. */
        UNREADABLE
    }

    static PackFinding ofFile(Kind kind, PackFile file, String detail) {
        return new PackFinding(kind, file.path(), -1, null, detail);
    }

    /** A sentence for people. */
    public String inWords() {
        var which = row < 0 ? file : "row " + row + (outcome == null ? "" : " (outcome " + outcome + ")");
        var what = switch (kind) {
            case CHANGED -> which + " was changed";
            case REMOVED -> which + " was removed";
            case INSERTED -> which + " was inserted";
            case MOVED -> which + " was moved";
            case NOT_IN_LOG -> which + " is not in the log that was signed";
            case SIGNATURE -> which + " is not what the keys have signed";
            case UNREADABLE -> which + " can't be read";
        };
        return (row < 0 ? what : what + " in " + file) + (detail.isEmpty() ? "" : ": " + detail);
    }
}
