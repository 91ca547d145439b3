package io.facematch.api.audit.log;

import io.facematch.transparency.commitment.FieldSalt;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.tree.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An access as a leaf of the log of the tenant whose data it was: canonical JSON (RFC 8785). Whoever reads leaves sees that
 * there was one, and when. Who looked, and at what, is for those who may read the accesses, so of that the leaf has only the
 * commitment, {@code access}; and in there the digests of a subject and of a photo, which may be erased, have each one of
 * their own.
 */
public final class AccessLeaf {
    /** Of the table {@code access_log}, called {@code l}: what {@link #of} needs. */
    public static final String COLUMNS =
            "l.id, l.at, l.request, l.tenant, l.actor_tenant, l.actor_client, l.what, l.filter, l.progress, l.rows";

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private AccessLeaf() {}

    /**
     * The leaf of the row that the result stands at.
     *
     * @param salt kept beside the row: only with it can anybody show what the commitment stands for
     * @param subject what {@link #digest} made of the subject that was asked for; null where there is none
     * @param photo the same of the photo
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} for a row with values that no access has
     */
    public static byte[] of(ResultSet row, FieldSalt salt, @Nullable Hash subject, @Nullable Hash photo)
            throws SQLException {
        return new CanonicalJson()
                .put("type", "access")
                .put("version", 1)
                .put("id", row.getString("id"))
                .put("at", OutcomeLeaf.time(row.getObject("at", OffsetDateTime.class)))
                .put("tenant", row.getString("tenant"))
                .put("access", commitment(salt, access(row, subject, photo)).base64())
                .bytes();
    }

    /** The same of a row that is in the log, beside which stand {@code salt}, {@code subject} and {@code photo} of its entry. */
    public static byte[] entered(ResultSet row) throws SQLException {
        return of(row, FieldSalt.of(row.getBytes("salt")), hash(row, "subject"), hash(row, "photo"));
    }

    private static @Nullable Hash hash(ResultSet row, String column) throws SQLException {
        var bytes = row.getBytes(column);
        return bytes == null ? null : Hash.of(bytes);
    }

    /** Who looked at what. */
    private static CanonicalJson access(ResultSet row, @Nullable Hash subject, @Nullable Hash photo)
            throws SQLException {
        var access = new CanonicalJson();
        for (var column : new String[] {"request", "actor_tenant", "actor_client", "what", "progress"}) {
            access.put(column, row.getString(column));
        }
        var filter = new CanonicalJson();
        texts(row.getString("filter")).forEach(filter::put);
        access.put("filter", filter);
        var rows = row.getLong("rows");
        if (!row.wasNull()) {
            access.put("rows", rows);
        }
        if (subject != null) {
            access.put("subject", subject.base64());
        }
        if (photo != null) {
            access.put("photo", photo.base64());
        }
        return access;
    }

    private static Map<String, String> texts(String json) {
        try {
            var texts = JsonMapper.shared().readValue(json, TEXTS);
            if (!texts.containsValue(null)) {
                return texts;
            }
        } catch (JacksonException e) {
            // Refused below.
        }
        throw new IllegalArgumentException("a filter that is no object of texts");
    }

    /**
     * What stands for a subject, or for a photo, that was asked for.
     *
     * @param digest its keyed digest
     */
    public static Hash digest(byte[] digest, FieldSalt salt) {
        return salt.commit(HexFormat.of().formatHex(digest));
    }

    private static Hash commitment(FieldSalt salt, CanonicalJson value) {
        return salt.commit(value.bytes());
    }
}
