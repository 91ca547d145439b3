package io.facematch.api.audit.stream;

import io.facematch.api.audit.log.AccessLeaf;
import io.facematch.transparency.commitment.FieldSalt;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHasher;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The accesses to the audit record. */
final class AccessSource implements Source<AccessSource.Leaf> {
    private static final String READ =
            "select l.xid, l.subject_reference, e.access_id is not null as entered, " + AccessLeaf.COLUMNS + """
             from access_log l
            left join lateral (select access_id from access_entry where access_id = l.id limit 1) e on true
            where (l.xid, l.id) > (cast(:xid as xid8), :row) and\s""";

    private static final String ENTER = """
            insert into access_entry (tenant, access_id, leaf_index, salt, subject_salt, subject) values (?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final SecureRandom random = new SecureRandom();

    AccessSource(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /** @param subject what stands for the subject that was asked for; null where there is none */
    record Leaf(
            UUID id,
            Hash hash,
            FieldSalt salt,
            @Nullable FieldSalt subjectSalt,
            @Nullable Hash subject) implements NewLeaf {}

    @Override
    public String name() {
        return "access";
    }

    @Override
    public List<Followed<Leaf>> read(Position after, Rows which, int limit) {
        var hasher = new TreeHasher();
        return client.sql(READ + which.condition() + " order by l.xid, l.id limit :limit")
                .param("xid", after.xid())
                .param("row", after.row())
                .param("limit", limit)
                .param("tenant", which.tenant())
                .query((row, n) -> followed(row, hasher))
                .list();
    }

    private Followed<Leaf> followed(ResultSet row, TreeHasher hasher) throws SQLException {
        var id = row.getObject("id", UUID.class);
        return new Followed<>(
                new Position(row.getString("xid"), id, 0),
                row.getString("tenant"),
                row.getBoolean("entered") ? Optional.empty() : Optional.of(leaf(row, id, hasher)));
    }

    private Leaf leaf(ResultSet row, UUID id, TreeHasher hasher) throws SQLException {
        var reference = row.getBytes("subject_reference");
        var salt = salt();
        var subjectSalt = reference == null ? null : salt();
        var subject = reference == null || subjectSalt == null ? null : AccessLeaf.subject(reference, subjectSalt);
        return new Leaf(id, hasher.leaf(AccessLeaf.of(row, salt, subject)), salt, subjectSalt, subject);
    }

    private FieldSalt salt() {
        var bytes = new byte[Hash.LENGTH];
        random.nextBytes(bytes);
        return FieldSalt.of(bytes);
    }

    @Override
    public void enter(String tenant, long first, List<Leaf> leaves) {
        jdbc.batchUpdate(ENTER, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement statement, int i) throws SQLException {
                var leaf = leaves.get(i);
                statement.setString(1, tenant);
                statement.setObject(2, leaf.id());
                statement.setLong(3, first + i);
                statement.setBytes(4, leaf.salt().bytes());
                statement.setBytes(
                        5,
                        leaf.subjectSalt() == null ? null : leaf.subjectSalt().bytes());
                statement.setBytes(
                        6, leaf.subject() == null ? null : leaf.subject().bytes());
            }

            @Override
            public int getBatchSize() {
                return leaves.size();
            }
        });
    }

    @Override
    public Optional<Instant> oldest(Position after, Rows which) {
        return client.sql("""
                        select at from access_log where (xid, id) > (cast(:xid as xid8), :row) and %s
                        order by xid, id limit 1""".formatted(which.condition()))
                .param("xid", after.xid())
                .param("row", after.row())
                .param("tenant", which.tenant())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }
}
