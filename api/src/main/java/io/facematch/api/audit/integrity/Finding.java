package io.facematch.api.audit.integrity;

import io.facematch.api.audit.OutcomeId;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something in the database that is not as it was entered.
 *
 * @param row the place in the log, from 0, that it is about; the first one where it is about several
 * @param rows how many it is about
 * @param outcome where it is known
 * @param decidedAt when the outcome was decided, as the database says
 * @param detail more about it, for people; may be empty
 */
public record Finding(
        Kind kind,
        long row,
        long rows,
        @Nullable OutcomeId outcome,
        @Nullable Instant decidedAt,
        String detail) {

    /** What is wrong, the most telling of one row first. */
    public enum Kind {
        /** An outcome that is another one's place in the log. */
        MOVED,
        /** An outcome that is not what it was when it was entered. */
        CHANGED,
        /** A place in the log whose outcome, or whose entry, is gone. */
        REMOVED,
        /** An outcome, or an entry, that the log does not have. */
        INSERTED,
        /** What the ledger of deletions says is not what the log says of it. */
        LEDGER,
        /** Hashes that do not lead to those above them. */
        HASHES,
        /** The log is shorter than what was signed. */
        CUT_OFF,
        /** The log had another root when it was signed. */
        FORKED,
        /** A checkpoint that was not signed by the log's keys. */
        SIGNATURE
    }

    /** What is about a few rows comes before what is about more of them. */
    static final Comparator<Finding> FIRST =
            Comparator.comparingLong(Finding::last).thenComparing(Finding::kind);

    /** The last row that it is about. */
    public long last() {
        return row + rows - 1;
    }

    Finding as(Kind other, String more) {
        return new Finding(other, row, rows, outcome, decidedAt, more);
    }

    /** A sentence for people. */
    public String inWords() {
        var which = rows == 1 ? "row " + row : "rows " + row + " to " + last();
        var named = outcome == null ? which : which + " (outcome " + outcome + ", decided " + decidedAt + ")";
        var what = switch (kind) {
            case CHANGED -> named + (rows == 1 ? " was changed" : " were changed");
            case REMOVED -> named + (rows == 1 ? " was removed" : " were removed");
            case MOVED -> named + " was moved";
            case INSERTED -> inserted(named);
            case LEDGER -> "the ledger was changed";
            case HASHES -> "the hashes of " + which + " were changed";
            case CUT_OFF -> "the log was cut off before row " + row;
            case FORKED -> "one or more of " + which + " were changed, and the hashes with them";
            case SIGNATURE -> "the checkpoint was replaced";
        };
        return detail.isEmpty() ? what : what + ": " + detail;
    }

    private String inserted(String named) {
        if (row != Long.MAX_VALUE) {
            return named + " was inserted";
        }
        return outcome == null
                ? "an access was inserted"
                : "outcome " + outcome + ", decided " + decidedAt + ", was inserted";
    }
}
