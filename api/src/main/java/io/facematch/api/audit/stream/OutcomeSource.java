package io.facematch.api.audit.stream;

import io.facematch.api.audit.log.OutcomeLeaf;
import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The outcomes. */
final class OutcomeSource implements Source<OutcomeSource.Leaf> {
    /** One index tells where to begin, and each outcome is looked up among the entries, a few in many. */
    private static final String READ = "select o.xid, e.job_id is not null as entered, " + OutcomeLeaf.COLUMNS + """
             from outcome o
            left join lateral (select job_id from audit_entry
                where accepted_on = o.accepted_on and job_id = o.job_id and pair_index = o.pair_index limit 1) e on true
            where (o.xid, o.job_id, o.pair_index) > (cast(:xid as xid8), :row, :index) and\s""";

    private static final String ENTER = """
            insert into audit_entry (accepted_on, job_id, pair_index, tenant, leaf_index, salt, client, surface, status, decision,
                similarity, embedder, calibration, subject_reference, decided_at, threshold, probe_photo_digest,
                reference_photo_digest)
            select o.accepted_on, o.job_id, o.pair_index, o.tenant, e.leaf_index, e.salt, o.client, o.surface, o.status, o.decision,
                o.similarity, o.embedder, o.calibration, o.subject_reference, o.decided_at, o.threshold, o.probe_photo_digest,
                o.reference_photo_digest
            from unnest(?::date[], ?::uuid[], ?::integer[], ?::bigint[], ?::bytea[])
                e (accepted_on, job_id, pair_index, leaf_index, salt)
            cross join lateral (select * from outcome where accepted_on = e.accepted_on and job_id = e.job_id
                and pair_index = e.pair_index limit 1) o""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final EnteredTallies tallies;
    private final SecureRandom random = new SecureRandom();

    OutcomeSource(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.tallies = new EnteredTallies(jdbc);
    }

    /** @param salt with what it hides the values that may be erased */
    record Leaf(LocalDate acceptedOn, UUID job, int index, Hash hash, RowSalt salt) implements NewLeaf {}

    @Override
    public String name() {
        return "outcome";
    }

    @Override
    public List<Followed<Leaf>> read(Position after, Rows which, int limit) {
        var hasher = new TreeHasher();
        return client.sql(READ + which.condition() + " order by o.xid, o.job_id, o.pair_index limit :limit")
                .param("xid", after.xid())
                .param("row", after.row())
                .param("index", after.index())
                .param("limit", limit)
                .param("tenant", which.tenant())
                .query((row, n) -> followed(row, hasher))
                .list();
    }

    private Followed<Leaf> followed(ResultSet row, TreeHasher hasher) throws SQLException {
        var job = row.getObject("job_id", UUID.class);
        var index = row.getInt("pair_index");
        return Followed.of(
                new Position(row.getString("xid"), job, index),
                row.getString("tenant"),
                row.getBoolean("entered"),
                () -> leaf(row, job, index, hasher));
    }

    private Leaf leaf(ResultSet row, UUID job, int index, TreeHasher hasher) throws SQLException {
        var salt = RowSalt.random(random);
        return new Leaf(
                row.getObject("accepted_on", LocalDate.class),
                job,
                index,
                hasher.leaf(OutcomeLeaf.of(row, salt)),
                salt);
    }

    @Override
    public void enter(String tenant, long first, List<Leaf> leaves) {
        var count = leaves.size();
        var days = new String[count];
        var jobs = new UUID[count];
        var indexes = new Integer[count];
        var leafIndexes = new Long[count];
        var salts = new byte[count][];
        for (int i = 0; i < count; i++) {
            var leaf = leaves.get(i);
            days[i] = leaf.acceptedOn().toString();
            jobs[i] = leaf.job();
            indexes[i] = leaf.index();
            leafIndexes[i] = first + i;
            salts[i] = leaf.salt().bytes();
        }
        jdbc.update(ENTER, statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", days));
            statement.setArray(2, connection.createArrayOf("uuid", jobs));
            statement.setArray(3, connection.createArrayOf("integer", indexes));
            statement.setArray(4, connection.createArrayOf("bigint", leafIndexes));
            statement.setArray(5, connection.createArrayOf("bytea", salts));
        });
        tallies.add(tenant, days, jobs, indexes);
    }

    @Override
    public Optional<Instant> oldest(Position after, Rows which) {
        return client.sql("""
                        select decided_at from outcome where (xid, job_id, pair_index) > (cast(:xid as xid8), :row, :index)
                            and %s order by xid, job_id, pair_index limit 1""".formatted(which.condition()))
                .param("xid", after.xid())
                .param("row", after.row())
                .param("index", after.index())
                .param("tenant", which.tenant())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }
}
