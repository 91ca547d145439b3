package io.facematch.api.audit.stream;

import io.facematch.transparency.tree.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows become leaves. Rows are only added to it, with the transaction that did, {@code xid}.
 *
 * @param <L> a leaf that a row is to become
 */
interface Source<L extends Source.NewLeaf> {
    /** As in the table of positions. */
    String name();

    /** A row that was read; with the leaf that it is to become, unless it has an entry already. */
    record Followed<L>(Position position, String tenant, Optional<L> leaf) {}

    /** What becomes a leaf. */
    interface NewLeaf {
        Hash hash();
    }

    /**
     * Which rows are wanted.
     *
     * @param condition on {@code xid}; with a tenant, also on {@code :tenant}
     * @param tenant null for all
     */
    record Rows(String condition, @Nullable String tenant) {
        /** Of all tenants. */
        static Rows where(String condition) {
            return new Rows(condition, null);
        }

        /** Those of one tenant only. */
        Rows of(String one) {
            return new Rows("(" + condition + ") and tenant = :tenant", one);
        }
    }

    /** Rows in their order. */
    List<Followed<L>> read(Position after, Rows which, int limit);

    /**
     * Notes that rows have become leaves.
     *
     * @param first index of the first of them; the others follow
     */
    void enter(String tenant, long first, List<L> leaves);

    /** When the first of these rows after this position was written. */
    Optional<Instant> oldest(Position after, Rows which);
}
