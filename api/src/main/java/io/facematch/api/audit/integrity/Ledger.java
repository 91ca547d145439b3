package io.facematch.api.audit.integrity;

import io.facematch.api.audit.integrity.Finding.Kind;
import io.facematch.api.audit.log.AccessLeaf;
import io.facematch.transparency.commitment.FieldSalt;
import io.facematch.transparency.tile.TileId;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Which places of a log lost something by right: what the ledger of deletions and erasures says, as far as the log itself has
 * it. An entry of the ledger that is no leaf excuses nothing. It does while its leaf is still to come, like an outcome that
 * is not followed yet.
 */
final class Ledger {
    /** Of a tenant that has none. */
    static final Ledger NONE = new Ledger();

    /** The row of the ledger must be what the row of the same id among the accesses says, and that one a leaf. */
    private static final String SELECT =
            "select r.id as entry, r.tenant as whose, r.kind, r.outcomes, r.leaves::text as leaves,"
                    + " e.leaf_index, e.salt, " + AccessLeaf.COLUMNS + """
            ,
                coalesce((l.tenant, l.at, l.what, l.actor_tenant, l.actor_client, l.rows, l.progress)
                        = (r.tenant, r.at, r.kind, r.actor_tenant, r.actor_client, r.outcomes, 'completed')
                    and l.filter = jsonb_strip_nulls(jsonb_build_object('rule', r.rule, 'month', to_char(r.month, 'YYYY-MM'),
                        'outcomes', r.outcomes::text, 'searches', r.searches::text, 'jobs', r.jobs::text,
                        'leaves', encode(sha256(convert_to(r.leaves::text, 'UTF8')), 'hex'),
                        'receipt', encode(r.receipt, 'hex')))
                    and (r.kind = 'erasure' or r.outcomes = 0 or r.outcomes =
                        (select sum(upper(leaf) - lower(leaf)) from unnest(r.leaves) leaf)), false) as same,
                e.access_id is null and l.xid < pg_snapshot_xmax(pg_current_snapshot()) and not exists (
                    select from audit_position p where p.source = 'access' and (l.xid, l.id) <= (p.xid, p.row_id)) as waiting
            from retention_ledger r
            left join access_log l on l.id = r.id
            left join access_entry e on e.access_id = r.id
            order by r.tenant, r.id""";

    private static final String MISSING = """
            select l.tenant, l.id from access_log l where l.what in ('deletion', 'erasure')
                and not exists (select from retention_ledger r where r.id = l.id) order by l.id limit 10000""";

    private static final Pattern RANGE = Pattern.compile("\\[(\\d+),(\\d+)\\)");

    /** From the first to the place after the last. */
    private final NavigableMap<Long, Long> deleted = new TreeMap<>();

    private final NavigableMap<Long, Long> emptied = new TreeMap<>();

    /** Whether an outcome at this place was deleted. */
    boolean isDeleted(long leaf) {
        return isIn(deleted, leaf);
    }

    /** Whether the outcome or access at this place lost what told of its subject. */
    boolean isEmptied(long leaf) {
        return isIn(emptied, leaf);
    }

    private static boolean isIn(NavigableMap<Long, Long> ranges, long leaf) {
        var range = ranges.floorEntry(leaf);
        return range != null && leaf < range.getValue();
    }

    /**
     * Those of all tenants that have one.
     *
     * @param found takes what is wrong with the ledger itself, by tenant
     */
    static Map<String, Ledger> read(Connection connection, BiConsumer<String, Finding> found) throws SQLException {
        var ledgers = new TreeMap<String, Ledger>();
        var hasher = new TreeHasher();
        try (var select = connection.prepareStatement(SELECT);
                var tiles = new StoredTiles(connection);
                var row = select.executeQuery()) {
            while (row.next()) {
                var tenant = row.getString("whose");
                if (row.getBoolean("same") && (row.getBoolean("waiting") || isLeaf(row, tenant, tiles, hasher))) {
                    ledgers.computeIfAbsent(tenant, name -> new Ledger()).add(row);
                } else {
                    found.accept(tenant, finding("the log does not have its entry " + row.getString("entry")));
                }
            }
        }
        try (var select = connection.prepareStatement(MISSING);
                var row = select.executeQuery()) {
            while (row.next()) {
                found.accept(row.getString(1), finding("it lacks the entry " + row.getString(2) + " of the log"));
            }
        }
        return ledgers;
    }

    private static Finding finding(String detail) {
        return new Finding(Kind.LEDGER, Long.MAX_VALUE, 1, null, null, detail);
    }

    private void add(ResultSet row) throws SQLException {
        var isDeletion = row.getString("kind").equals("deletion") && row.getLong("outcomes") > 0;
        var ranges = RANGE.matcher(row.getString("leaves"));
        while (ranges.find()) {
            (isDeletion ? deleted : emptied)
                    .merge(Long.valueOf(ranges.group(1)), Long.valueOf(ranges.group(2)), Math::max);
        }
    }

    private static boolean isLeaf(ResultSet row, String tenant, StoredTiles tiles, TreeHasher hasher)
            throws SQLException {
        var salt = row.getBytes("salt");
        if (salt == null) {
            return false;
        }
        var leaf = row.getLong("leaf_index");
        var at = (int) (leaf % TileId.FULL_WIDTH) * Hash.LENGTH;
        var tile = tiles.read(tenant, new TileId(0, leaf / TileId.FULL_WIDTH)).orElse(new byte[0]);
        if (at + Hash.LENGTH > tile.length) {
            return false;
        }
        try {
            return Hash.at(at, tile).equals(hasher.leaf(AccessLeaf.of(row, FieldSalt.of(salt), null, null)));
        } catch (IllegalArgumentException | DateTimeException e) {
            // Such as a time without end.
            return false;
        }
    }
}
