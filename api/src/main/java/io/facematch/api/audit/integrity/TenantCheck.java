package io.facematch.api.audit.integrity;

import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is found out about one tenant, by several threads. */
final class TenantCheck {
    /** Of which more is kept than that there are so many. */
    private static final int KEPT = 10_000;

    private final String tenant;
    private final TreeHead head;
    private final Ledger ledger;
    private final List<Found> found = new ArrayList<>();
    private long findings;
    private long deleted;
    private long erased;
    private long end;
    private @Nullable Instant lastTime;

    /**
     * @param head as the database has it
     * @param ledger what is gone by right
     */
    TenantCheck(String tenant, TreeHead head, Ledger ledger) {
        this.tenant = tenant;
        this.head = head;
        this.ledger = ledger;
    }

    /**
     * @param now the hash of the row as it is now; null where there is none
     * @param then the one that the log has
     */
    private record Found(
            Finding finding, @Nullable Hash now, @Nullable Hash then) {}

    String tenant() {
        return tenant;
    }

    TreeHead head() {
        return head;
    }

    Ledger ledger() {
        return ledger;
    }

    /** By right, in a range. */
    synchronized void gone(long deletedOutcomes, long erasedOutcomes) {
        deleted += deletedOutcomes;
        erased += erasedOutcomes;
    }

    static Finding hashes(long row, long rows) {
        return new Finding(Kind.HASHES, row, rows, null, null, "they do not lead to the hash above them");
    }

    void found(Finding finding) {
        found(finding, null, null);
    }

    synchronized void found(Finding finding, @Nullable Hash now, @Nullable Hash then) {
        findings++;
        if (found.size() < KEPT) {
            found.add(new Found(finding, now, then));
        }
    }

    synchronized boolean hasFindings() {
        return findings > 0;
    }

    synchronized void passed(LeafRange range, @Nullable Instant time) {
        if (range.end() > end) {
            end = range.end();
            lastTime = time;
        }
    }

    /**
     * @param signed rows at the last checkpoint
     * @param signaturesChecked whether there is one, and a key
     */
    synchronized Verdict verdict(long signed, boolean signaturesChecked, long waiting) {
        return new Verdict(
                tenant, head.size(), signed, signaturesChecked, waiting, lastTime, first(), findings, deleted, erased);
    }

    private @Nullable Finding first() {
        var places = new HashMap<Hash, Long>();
        for (var one : found) {
            if (one.then() != null) {
                places.put(one.then(), one.finding().row());
            }
        }
        return found.stream()
                .map(one -> moved(one, places.get(one.now())))
                .min(Finding.FIRST)
                .orElse(null);
    }

    /** An outcome that has the hash of another place was moved from there. */
    private static Finding moved(Found one, @Nullable Long from) {
        return from == null || from == one.finding().row()
                ? one.finding()
                : one.finding().as(Kind.MOVED, "it was row " + from);
    }
}
