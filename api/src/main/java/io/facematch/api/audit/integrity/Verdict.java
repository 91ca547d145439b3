package io.facematch.api.audit.integrity;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of one tenant's outcomes.
 *
 * @param size rows of the log
 * @param signed rows at the last checkpoint; 0 when there is none
 * @param signaturesChecked whether there was a checkpoint, and a key to check it with
 * @param waiting outcomes that are not entered yet
 * @param lastDecidedAt of the last row; null where there is none
 * @param first what is wrong first; null when nothing is
 * @param findings how much is wrong
 * @param deleted outcomes that are gone, as the ledger says
 * @param erased outcomes that lost what told of their subject, as the ledger says
 */
public record Verdict(
        String tenant,
        long size,
        long signed,
        boolean signaturesChecked,
        long waiting,
        @Nullable Instant lastDecidedAt,
        @Nullable Finding first,
        long findings,
        long deleted,
        long erased) {

    /** Of a tenant of whom nothing was deleted or erased. */
    public Verdict(
            String tenant,
            long size,
            long signed,
            boolean signaturesChecked,
            long waiting,
            @Nullable Instant lastDecidedAt,
            @Nullable Finding first,
            long findings) {
        this(tenant, size, signed, signaturesChecked, waiting, lastDecidedAt, first, findings, 0, 0);
    }

    /** What is gone by right, for people; empty where nothing is. */
    public String inWordsWhatIsGone() {
        var gone = deleted == 0 ? "" : "; " + deleted + " deleted";
        return erased == 0 ? gone : gone + "; " + erased + " erased";
    }

    /** In the order of severity. */
    public enum Status {
        /** Every row is what was signed, or will be signed next. */
        INTACT,
        /** Every row is what its hash says, but nobody signed the hashes, or there is no key to tell. */
        UNVERIFIED,
        /** Something is not as it was entered. */
        ALTERED
    }

    public Status status() {
        if (first != null) {
            return Status.ALTERED;
        }
        return signaturesChecked || size == 0 ? Status.INTACT : Status.UNVERIFIED;
    }

    /** What is wrong first, and where. */
    public Optional<Finding> firstFinding() {
        return Optional.ofNullable(first);
    }
}
