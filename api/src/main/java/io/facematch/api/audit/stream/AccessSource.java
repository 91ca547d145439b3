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
            "select l.xid, l.subject_reference, l.photo_digest, e.access_id is not null as entered, "
                    + AccessLeaf.COLUMNS + """
             from access_log l
            left join lateral (select access_id from access_entry where access_id = l.id limit 1) e on true
            where (l.xid, l.id) > (cast(:xid as xid8), :row) and\s""";

    private static final String ENTER = """
            insert into access_entry (tenant, access_id, leaf_index, salt, subject_salt, subject, photo_salt, photo)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final SecureRandom random = new SecureRandom();

    AccessSource(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
    }

    /**
     * An access that is not in the log yet.
     *
     * @param subject what stands for the subject that was asked for
     * @param photo the same for the photo
     */
    record Leaf(UUID id, Hash hash, FieldSalt salt, Hidden subject, Hidden photo) implements NewLeaf {}

    /** A digest in a leaf: what hides it, and what stands there instead. Both are null where there is none. */
    record Hidden(@Nullable FieldSalt salt, @Nullable Hash commitment) {}

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
        return Followed.of(
                new Position(row.getString("xid"), id, 0),
                row.getString("tenant"),
                row.getBoolean("entered"),
                () -> leaf(row, id, hasher));
    }

    private Leaf leaf(ResultSet row, UUID id, TreeHasher hasher) throws SQLException {
        var salt = salt();
        var subject = hide(row.getBytes("subject_reference"));
        var photo = hide(row.getBytes("photo_digest"));
        var leaf = AccessLeaf.of(row, salt, subject.commitment(), photo.commitment());
        return new Leaf(id, hasher.leaf(leaf), salt, subject, photo);
    }

    private Hidden hide(byte @Nullable [] digest) {
        if (digest == null) {
            return new Hidden(null, null);
        }
        var salt = salt();
        return new Hidden(salt, AccessLeaf.digest(digest, salt));
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
                setHidden(statement, 5, leaf.subject());
                setHidden(statement, 7, leaf.photo());
            }

            @Override
            public int getBatchSize() {
                return leaves.size();
            }
        });
    }

    /** Its two columns, of which this is the first. */
    private static void setHidden(PreparedStatement statement, int column, Hidden hidden) throws SQLException {
        var salt = hidden.salt();
        var commitment = hidden.commitment();
        statement.setBytes(column, salt == null ? null : salt.bytes());
        statement.setBytes(column + 1, commitment == null ? null : commitment.bytes());
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
