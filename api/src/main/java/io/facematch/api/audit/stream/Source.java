package io.facematch.api.audit.stream;

import io.facematch.transparency.tree.Hash;
import java.sql.SQLException;
import java.time.DateTimeException;
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

    /**
     * A row that was read.
     *
     * @param isRefused whether it can't become a leaf, since it has values that no outcome or access has
     * @param leaf that it is to become; none where it has an entry already, or is refused
     */
    record Followed<L>(Position position, String tenant, boolean isRefused, Optional<L> leaf) {
        /** Makes its leaf, unless it has an entry already. */
        static <L> Followed<L> of(Position position, String tenant, boolean isEntered, LeafMaker<L> maker)
                throws SQLException {
            if (isEntered) {
                return new Followed<>(position, tenant, false, Optional.empty());
            }
            try {
                return new Followed<>(position, tenant, false, Optional.of(maker.leaf()));
            } catch (IllegalArgumentException | DateTimeException e) {
                return new Followed<>(position, tenant, true, Optional.empty());
            }
        }
    }

    /** Makes a leaf of the row that a result stands at. */
    @FunctionalInterface
    interface LeafMaker<L> {
        /** @throws IllegalArgumentException or {@link DateTimeException} for a row with values that none has */
        L leaf() throws SQLException;
    }

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
