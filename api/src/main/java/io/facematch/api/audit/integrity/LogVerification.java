package io.facematch.api.audit.integrity;

import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Compares all outcomes and accesses with the logs that they were entered into, and the logs with what was signed. It reads one
 * moment of the database, changes nothing, and holds a few megabytes whatever the number of rows.
 */
public final class LogVerification {
    /** Each tenant by the index, which a plain {@code distinct} would read from end to end. */
    private static final String TENANTS = """
            with recursive entered as (
                select min(tenant) as tenant from audit_entry
                union all
                select (select min(tenant) from audit_entry where tenant > entered.tenant) from entered
                where entered.tenant is not null
            ), signed as (
                select min(tenant) as tenant from log_checkpoint
                union all
                select (select min(tenant) from log_checkpoint where tenant > signed.tenant) from signed
                where signed.tenant is not null
            )
            select tenant, l.size, l.root from (
                select tenant from entered union select tenant from signed union select tenant from transparency_log) t
            left join transparency_log l using (tenant) where tenant is not null order by tenant""";

    private static final String WAITING = """
            select o.tenant, count(*) from outcome o
            where ((o.xid, o.job_id, o.pair_index) > (
                        coalesce((select xid from audit_position where source = 'outcome'), '0'::xid8),
                        coalesce((select row_id from audit_position where source = 'outcome'),
                            '00000000-0000-0000-0000-000000000000'),
                        coalesce((select pair_index from audit_position where source = 'outcome'), -1))
                    or o.xid >= (select min(xid) from log_held where source = 'outcome')
                        and exists (select from log_held h where h.tenant = o.tenant and h.source = 'outcome'
                            and (o.xid, o.job_id, o.pair_index) > (h.xid, h.row_id, h.pair_index)))
                and o.xid < pg_snapshot_xmax(pg_current_snapshot())
                and not exists (select from audit_entry e where e.accepted_on = o.accepted_on and e.job_id = o.job_id
                    and e.pair_index = o.pair_index)
            group by o.tenant""";

    private final DataSource database;
    private final Trust trust;
    private final int threads;

    /**
     * @param database whose user may read the tables of the audit; gives a connection to each thread, and one more
     * @param threads at least 1
     */
    public LogVerification(DataSource database, Trust trust, int threads) {
        this.database = database;
        this.trust = trust;
        this.threads = threads;
    }

    /**
     * The verdict of each tenant that has outcomes, or of whose log a checkpoint was kept, in the order of their names.
     *
     * @param tenant the only one to look at, or all
     * @throws SQLException if the database could not be read to the end
     */
    public List<Verdict> verify(Optional<String> tenant, Progress progress) throws SQLException, InterruptedException {
        try (var snapshot = Snapshot.take(database)) {
            var inserted = new HashMap<String, List<Finding>>();
            var checks = new TreeMap<String, TenantCheck>();
            var ledgers = Ledger.read(
                    snapshot.connection(),
                    (name, finding) -> inserted.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(finding));
            for (var head : heads(snapshot.connection()).entrySet()) {
                var ledger = ledgers.getOrDefault(head.getKey(), Ledger.NONE);
                checks.put(head.getKey(), new TenantCheck(head.getKey(), head.getValue(), ledger));
            }
            addLost(checks);
            tenant.ifPresent(only -> checks.keySet().retainAll(List.of(only)));
            var waiting = waiting(snapshot.connection());
            var addsUp = checkRows(snapshot, ranges(checks.values()), progress, () -> {
                add(AccessRows.inserted(snapshot.connection()), inserted);
                return InsertedOutcomes.addUp(
                        snapshot.connection(),
                        waiting.values().stream().mapToLong(rows -> rows).sum());
            });
            try (var rows = new RowReader(snapshot.connection())) {
                for (var check : checks.values()) {
                    rows.checkBehind(check, check.head().size());
                }
            }
            // One that is missing and one too many add up as well, so only a number that is right in all else says
            // something.
            if (tenant.isPresent() || !addsUp || checks.values().stream().anyMatch(TenantCheck::hasFindings)) {
                add(InsertedOutcomes.find(snapshot.connection()), inserted);
            }
            for (var found : inserted.entrySet()) {
                if (tenant.isEmpty() || tenant.get().equals(found.getKey())) {
                    var check = checks.computeIfAbsent(
                            found.getKey(), name -> new TenantCheck(name, TreeHead.EMPTY, Ledger.NONE));
                    found.getValue().forEach(check::found);
                }
            }
            return verdicts(snapshot.connection(), checks, waiting);
        }
    }

    /** Logs of which a checkpoint was kept, and nothing else: whoever takes away a log takes all of it. */
    private void addLost(Map<String, TenantCheck> checks) {
        for (var kept : trust.keptOfOthers(checks.keySet())) {
            if (kept.head().size() == 0) {
                continue;
            }
            var tenant = trust.origin().tenantOf(kept.origin());
            if (tenant.isPresent()) {
                // What was kept of it is held against it like that of any other.
                checks.putIfAbsent(tenant.get(), new TenantCheck(tenant.get(), TreeHead.EMPTY, Ledger.NONE));
            } else {
                checks.computeIfAbsent(kept.origin(), name -> new TenantCheck(name, TreeHead.EMPTY, Ledger.NONE))
                        .found(SignedHeads.cutOff(0, kept.head().size(), SignedHeads.AS_KEPT));
            }
        }
    }

    private List<Verdict> verdicts(Connection connection, Map<String, TenantCheck> checks, Map<String, Long> waiting)
            throws SQLException {
        var verdicts = new ArrayList<Verdict>();
        try (var heads = new SignedHeads(connection, trust)) {
            for (var check : checks.values()) {
                var checked = heads.check(check);
                verdicts.add(
                        check.verdict(checked.signed(), checked.believed(), waiting.getOrDefault(check.tenant(), 0L)));
            }
        }
        return verdicts;
    }

    private static Queue<LeafRange> ranges(Iterable<TenantCheck> checks) {
        var ranges = new ConcurrentLinkedQueue<LeafRange>();
        for (var check : checks) {
            var size = check.head().size();
            for (long first = 0; first < size; first += LeafRange.ROWS) {
                ranges.add(new LeafRange(check, first, Math.min(size, first + LeafRange.ROWS)));
            }
        }
        return ranges;
    }

    private static void add(Map<String, List<Finding>> some, Map<String, List<Finding>> all) {
        some.forEach((tenant, findings) ->
                all.computeIfAbsent(tenant, none -> new ArrayList<>()).addAll(findings));
    }

    @FunctionalInterface
    private interface Work {
        boolean run() throws SQLException;
    }

    /**
     * @param meanwhile done by this thread
     * @return what it said
     */
    private boolean checkRows(Snapshot snapshot, Queue<LeafRange> ranges, Progress progress, Work meanwhile)
            throws SQLException, InterruptedException {
        var total = ranges.stream().mapToLong(LeafRange::rows).sum();
        var done = new AtomicLong();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    try (var connection = snapshot.another();
                            var rows = new RowReader(connection)) {
                        for (var range = ranges.poll(); range != null; range = ranges.poll()) {
                            rows.check(range);
                            progress.checked(done.addAndGet(range.rows()), total);
                        }
                        return null;
                    } finally {
                        // Whoever failed keeps the others from going on for nothing.
                        ranges.clear();
                    }
                }));
            }
            var said = meanwhile.run();
            for (var one : running) {
                one.get();
            }
            return said;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failed) {
                throw failed;
            }
            throw new IllegalStateException("a verification broke off", e.getCause());
        }
    }

    private static Map<String, TreeHead> heads(Connection connection) throws SQLException {
        var heads = new TreeMap<String, TreeHead>();
        try (var select = connection.prepareStatement(TENANTS);
                var row = select.executeQuery()) {
            while (row.next()) {
                var root = row.getBytes(3);
                heads.put(
                        row.getString(1), root == null ? TreeHead.EMPTY : new TreeHead(row.getLong(2), Hash.of(root)));
            }
        }
        return heads;
    }

    private static Map<String, Long> waiting(Connection connection) throws SQLException {
        var waiting = new HashMap<String, Long>();
        try (var select = connection.prepareStatement(WAITING);
                var row = select.executeQuery()) {
            while (row.next()) {
                waiting.put(row.getString(1), row.getLong(2));
            }
        }
        return waiting;
    }
}
