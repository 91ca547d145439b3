package io.facematch.api.audit.stream;

import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reads every committed outcome exactly once and enters it into its tenant's log. Everything that a batch causes is one
 * transaction with the position that it moves, so a process that dies at any point leaves no half of it.
 *
 * <p>Outcomes are read in the order of the transactions that wrote them, and only those whose transaction is older than
 * every one that is still open: what commits later has a later place. An outcome that has an entry already is passed over,
 * whatever the position says.
 */
@Component
public class OutcomeStream {
    /** Rows of a transaction. */
    static final int BATCH = 5000;

    /** Below every transaction that can write outcomes. */
    private static final Position START = new Position("0", new UUID(0, 0), -1);

    /** One index tells where to begin, and each outcome is looked up among the entries, a few in many. */
    private static final String READ = "select o.xid, e.job_id is not null as entered, " + OutcomeLeaf.COLUMNS + """
             from outcome o
            left join lateral (select job_id from audit_entry
                where accepted_on = o.accepted_on and job_id = o.job_id and pair_index = o.pair_index limit 1) e on true
            where (o.xid, o.job_id, o.pair_index) > (cast(:xid as xid8), :job, :index) and\s""";

    private static final String IN_ORDER = " order by o.xid, o.job_id, o.pair_index limit :limit";

    /** Whether a transaction is over, and none before it is still open. */
    private static final String SETTLED = "o.xid < pg_snapshot_xmin(pg_current_snapshot())";

    /** No transaction of this cluster has such a number yet: the outcome came with a backup of another one. */
    private static final String OF_ANOTHER_CLUSTER = "o.xid >= pg_snapshot_xmax(pg_current_snapshot())";

    private static final String ENTER = """
            insert into audit_entry (accepted_on, job_id, pair_index, tenant, leaf_index, salt, client, surface, status, decision,
                similarity, embedder, calibration, subject_reference, decided_at)
            select o.accepted_on, o.job_id, o.pair_index, o.tenant, e.leaf_index, e.salt, o.client, o.surface, o.status, o.decision,
                o.similarity, o.embedder, o.calibration, o.subject_reference, o.decided_at
            from unnest(?::date[], ?::uuid[], ?::integer[], ?::bigint[], ?::bytea[])
                e (accepted_on, job_id, pair_index, leaf_index, salt)
            cross join lateral (select * from outcome where accepted_on = e.accepted_on and job_id = e.job_id
                and pair_index = e.pair_index limit 1) o""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransparencyLogs logs;
    private final TransactionOperations transaction;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public OutcomeStream(
            JdbcTemplate jdbc, TransparencyLogs logs, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.logs = logs;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The place of an outcome in the order of reading. */
    private record Position(String xid, UUID job, int index) {}

    /** An outcome that was read; with the leaf that it is to become, unless it has an entry already. */
    private record Followed(Position position, LocalDate acceptedOn, String tenant, Optional<NewLeaf> leaf) {}

    private record NewLeaf(Hash hash, RowSalt salt) {}

    /**
     * Reads one batch.
     *
     * @return whether there may be more to read now; false, too, while another process reads
     */
    public boolean follow() {
        return Boolean.TRUE.equals(transaction.execute(status -> isAlone() && followAlone()));
    }

    /** Ends with the transaction, also when the process dies: then the next one that tries is alone. */
    private boolean isAlone() {
        return client.sql("select pg_try_advisory_xact_lock(hashtext('facematch.audit.stream'))")
                .query(Boolean.class)
                .single();
    }

    private boolean followAlone() {
        var position = position();
        if (isOfAnotherCluster(position)) {
            followRestored();
            // Outcomes of this cluster may already have been written. Those that have an entry are passed over.
            position = START;
        }
        var batch = read(position, SETTLED);
        enter(batch);
        moveTo(batch.isEmpty() ? position : batch.getLast().position());
        return batch.size() == BATCH;
    }

    /** How long the oldest outcome that is not followed has waited; zero when there is none. */
    public Duration lag() {
        var position = position();
        return client.sql("""
                        select decided_at from outcome where (xid, job_id, pair_index) > (cast(:xid as xid8), :job, :index)
                        order by xid, job_id, pair_index limit 1""")
                .param("xid", position.xid())
                .param("job", position.job())
                .param("index", position.index())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional()
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .filter(lag -> !lag.isNegative())
                .orElse(Duration.ZERO);
    }

    private Position position() {
        return client.sql("select xid::text, job_id, pair_index from audit_position")
                .query((row, n) -> new Position(
                        row.getString("xid"), row.getObject("job_id", UUID.class), row.getInt("pair_index")))
                .optional()
                .orElse(START);
    }

    private void moveTo(Position position) {
        client.sql("""
                        insert into audit_position (xid, job_id, pair_index, moved_at)
                        values (cast(:xid as xid8), :job, :index, :now)
                        on conflict (only_row) do update set xid = excluded.xid, job_id = excluded.job_id,
                            pair_index = excluded.pair_index, moved_at = excluded.moved_at""")
                .param("xid", position.xid())
                .param("job", position.job())
                .param("index", position.index())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private boolean isOfAnotherCluster(Position position) {
        return client.sql("select cast(? as xid8) >= pg_snapshot_xmax(pg_current_snapshot())")
                .param(position.xid())
                .query(Boolean.class)
                .single();
    }

    /**
     * After a backup was restored in a new cluster, whose transactions count from the beginning: outcomes that were
     * committed but not followed when the backup was made would wait until the count has come to them.
     */
    private void followRestored() {
        var position = START;
        List<Followed> batch;
        do {
            batch = read(position, OF_ANOTHER_CLUSTER);
            enter(batch);
            position = batch.isEmpty() ? position : batch.getLast().position();
        } while (batch.size() == BATCH);
    }

    private List<Followed> read(Position after, String which) {
        var hasher = new TreeHasher();
        return client.sql(READ + which + IN_ORDER)
                .param("xid", after.xid())
                .param("job", after.job())
                .param("index", after.index())
                .param("limit", BATCH)
                .query((row, n) -> followed(row, hasher))
                .list();
    }

    private Followed followed(ResultSet row, TreeHasher hasher) throws SQLException {
        return new Followed(
                new Position(row.getString("xid"), row.getObject("job_id", UUID.class), row.getInt("pair_index")),
                row.getObject("accepted_on", LocalDate.class),
                row.getString("tenant"),
                row.getBoolean("entered") ? Optional.empty() : Optional.of(newLeaf(row, hasher)));
    }

    private NewLeaf newLeaf(ResultSet row, TreeHasher hasher) throws SQLException {
        var salt = RowSalt.random(random);
        return new NewLeaf(hasher.leaf(OutcomeLeaf.of(row, salt)), salt);
    }

    private void enter(List<Followed> batch) {
        var byTenant = new LinkedHashMap<String, List<Followed>>();
        for (var outcome : batch) {
            if (outcome.leaf().isPresent()) {
                byTenant.computeIfAbsent(outcome.tenant(), tenant -> new ArrayList<>())
                        .add(outcome);
            }
        }
        byTenant.forEach(this::enter);
    }

    private void enter(String tenant, List<Followed> outcomes) {
        var leaves =
                outcomes.stream().map(outcome -> outcome.leaf().orElseThrow()).toList();
        var first = logs.append(tenant, leaves.stream().map(NewLeaf::hash).toList());
        var count = outcomes.size();
        var days = new String[count];
        var jobs = new UUID[count];
        var indexes = new Integer[count];
        var leafIndexes = new Long[count];
        var salts = new byte[count][];
        for (int i = 0; i < count; i++) {
            var outcome = outcomes.get(i);
            days[i] = outcome.acceptedOn().toString();
            jobs[i] = outcome.position().job();
            indexes[i] = outcome.position().index();
            leafIndexes[i] = first + i;
            salts[i] = leaves.get(i).salt().bytes();
        }
        jdbc.update(ENTER, statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", days));
            statement.setArray(2, connection.createArrayOf("uuid", jobs));
            statement.setArray(3, connection.createArrayOf("integer", indexes));
            statement.setArray(4, connection.createArrayOf("bigint", leafIndexes));
            statement.setArray(5, connection.createArrayOf("bytea", salts));
        });
    }
}
