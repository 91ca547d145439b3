package io.facematch.api.audit.readers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the table of accesses. */
@Component
class Accesses {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final UUID LAST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final JdbcClient jdbc;

    Accesses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The newest first.
     *
     * @param before only those before this one; null for all
     */
    List<AccessItem> page(AccessFilter filter, @Nullable UUID before, int limit, boolean withDigests) {
        var from = filter.from();
        var to = filter.to();
        // An id begins with its time in milliseconds, so the index of ids ends where the time does.
        return jdbc.sql("""
                        select l.*, e.leaf_index, e.salt, e.subject, e.photo from access_log l left join access_entry e on e.access_id = l.id
                        where l.tenant = :tenant and l.id < :before and l.id >= :first and l.id < :end
                            and (cast(:from as timestamptz) is null or l.at >= :from)
                            and (cast(:to as timestamptz) is null or l.at < :to)
                            and (cast(:client as text) is null or l.actor_client = :client)
                            and (cast(:what as text) is null or l.what = :what)
                        order by l.id desc limit :limit""")
                .param("tenant", filter.tenant())
                .param("before", before == null ? LAST : before)
                .param("first", from == null ? new UUID(0, 0) : firstOf(from.toEpochMilli()))
                .param("end", to == null ? LAST : firstOf(to.toEpochMilli() + 1))
                .param("from", timestamp(from))
                .param("to", timestamp(to))
                .param("client", filter.client())
                .param("what", filter.what())
                .param("limit", limit)
                .query((row, n) -> item(row, withDigests))
                .list();
    }

    private static UUID firstOf(long millisecond) {
        return new UUID(Math.max(0, millisecond) << 16, 0);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant time) {
        return time == null ? null : Timestamp.from(time);
    }

    private static AccessItem item(ResultSet row, boolean withDigests) throws SQLException {
        return new AccessItem(
                row.getObject("id", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getObject("request", UUID.class),
                row.getString("tenant"),
                row.getString("actor_tenant"),
                row.getString("actor_client"),
                row.getString("what"),
                JsonMapper.shared().readValue(row.getString("filter"), TEXTS),
                withDigests ? hex(row.getBytes("subject_reference")) : null,
                withDigests ? hex(row.getBytes("photo_digest")) : null,
                row.getString("progress"),
                row.getObject("rows", Long.class),
                log(row));
    }

    private static AccessItem.@Nullable Log log(ResultSet row) throws SQLException {
        var leafIndex = row.getObject("leaf_index", Long.class);
        return leafIndex == null
                ? null
                : new AccessItem.Log(
                        leafIndex,
                        BASE64.encodeToString(row.getBytes("salt")),
                        base64(row.getBytes("subject")),
                        base64(row.getBytes("photo")));
    }

    private static @Nullable String hex(byte @Nullable [] digest) {
        return digest == null ? null : HexFormat.of().formatHex(digest);
    }

    private static @Nullable String base64(byte @Nullable [] hash) {
        return hash == null ? null : BASE64.encodeToString(hash);
    }
}
