package io.facematch.api.audit.log;

import io.facematch.transparency.commitment.RowSalt;
import io.facematch.transparency.json.CanonicalJson;
import io.facematch.transparency.tree.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An outcome as a leaf of its tenant's log: canonical JSON (RFC 8785) of its row. Absent values have no member.
 *
 * <p>What may be erased stands in two objects of its own, of which the leaf has only the commitments: {@code comparison}
 * (similarity, cosine, the faces) and {@code subject} (who it was about, and of which photos). So the leaf can be published, and stays what it
 * was when they are gone.
 */
public final class OutcomeLeaf {
    /** Of the table {@code outcome}, called {@code o}: what {@link #of} needs. */
    public static final String COLUMNS = """
            o.accepted_on, o.job_id, o.pair_index, o.tenant, o.client, o.surface, o.subject_reference, o.status,
                o.probe_reason, o.reference_reason, o.fault, o.decision, o.similarity, o.cosine, o.threshold,
                o.operating_point, o.embedder, o.detector, o.calibration, o.calibrated_with_this_detector,
                o.card_sha256, o.calibration_sha256, o.probe_quality, o.reference_quality, o.probe_faces,
                o.reference_faces, o.probe_rotation, o.reference_rotation, o.probe_face, o.reference_face,
                o.queue_ms, o.decode_ms, o.detect_ms, o.embed_ms, o.total_ms, o.worker, o.decided_at,
                o.probe_format, o.reference_format, o.probe_bytes, o.reference_bytes, o.probe_width, o.probe_height,
                o.reference_width, o.reference_height, o.probe_photo_digest, o.reference_photo_digest, o.trace_id,
                o.http_status, o.sealed_reference""";

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();

    private OutcomeLeaf() {}

    /**
     * The leaf of the row that the result stands at.
     *
     * @param salt kept beside the row: only with it can anybody show what the commitments stand for
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} for a row with values that no outcome has
     */
    public static byte[] of(ResultSet row, RowSalt salt) throws SQLException {
        return of(row, Commitments.of(row, salt));
    }

    /**
     * What stands in a leaf for the values that may be erased.
     *
     * @param comparison for what the decision was made from
     * @param subject for who it was about
     */
    public record Commitments(Hash comparison, Hash subject) {
        /** Those that the values of the row make. */
        public static Commitments of(ResultSet row, RowSalt salt) throws SQLException {
            return new Commitments(
                    commitment(salt, "comparison", OutcomeLeaf.comparison(row)),
                    commitment(salt, "subject", OutcomeLeaf.subject(row)));
        }

        /** Those that were kept when the values were erased; empty where they were not. */
        public static Optional<Commitments> kept(ResultSet row) throws SQLException {
            var comparison = row.getBytes("comparison_commitment");
            var subject = row.getBytes("subject_commitment");
            return comparison == null || subject == null
                    ? Optional.empty()
                    : Optional.of(new Commitments(Hash.of(comparison), Hash.of(subject)));
        }
    }

    /** The same of a row whose values are erased. */
    public static byte[] of(ResultSet row, Commitments commitments) throws SQLException {
        // In the order of their names, as they are written: any other one costs a sorting.
        var leaf = new Members(row);
        leaf.texts("accepted_on");
        leaf.truth("calibrated_with_this_detector");
        leaf.texts("calibration");
        leaf.hexes("calibration_sha256", "card_sha256");
        leaf.texts("client");
        leaf.json.put("comparison", commitments.comparison().base64());
        leaf.json.put("decided_at", time(row.getObject("decided_at", OffsetDateTime.class)));
        leaf.texts("decision");
        leaf.reals("decode_ms", "detect_ms");
        leaf.texts("detector");
        leaf.reals("embed_ms");
        leaf.texts("embedder", "fault");
        leaf.numbers("http_status");
        leaf.json.put("job", row.getString("job_id"));
        leaf.texts("operating_point");
        leaf.numbers("pair_index");
        leaf.numbers("probe_bytes", "probe_faces");
        leaf.texts("probe_format");
        leaf.numbers("probe_height");
        leaf.reals("probe_quality");
        leaf.texts("probe_reason");
        leaf.numbers("probe_rotation", "probe_width");
        leaf.reals("queue_ms");
        leaf.numbers("reference_bytes", "reference_faces");
        leaf.texts("reference_format");
        leaf.numbers("reference_height");
        leaf.reals("reference_quality");
        leaf.texts("reference_reason");
        leaf.numbers("reference_rotation", "reference_width");
        leaf.texts("status");
        leaf.json.put("subject", commitments.subject().base64());
        leaf.texts("surface", "tenant");
        leaf.numbers("threshold");
        leaf.reals("total_ms");
        leaf.hexes("trace_id");
        leaf.json.put("type", "outcome").put("version", 1);
        leaf.texts("worker");
        return leaf.json.bytes();
    }

    /** What the decision was made from. */
    public static CanonicalJson comparison(ResultSet row) throws SQLException {
        var comparison = new Members(row);
        comparison.numbers("cosine");
        comparison.texts("probe_face", "reference_face");
        comparison.numbers("similarity");
        return comparison.json;
    }

    /** Who it was about: keyed digests, and what the client said, as it is sealed. */
    public static CanonicalJson subject(ResultSet row) throws SQLException {
        var subject = new Members(row);
        subject.hexes("probe_photo_digest", "reference_photo_digest", "sealed_reference", "subject_reference");
        return subject.json;
    }

    private static Hash commitment(RowSalt salt, String name, CanonicalJson value) {
        return salt.field(name).commit(value.bytes());
    }

    /** In UTC, to the microsecond, as the database keeps it. */
    static String time(OffsetDateTime time) {
        return MICROSECONDS.format(time);
    }

    /** Members of an object, under the names of their columns. */
    private static final class Members {
        private final ResultSet row;
        private final CanonicalJson json = new CanonicalJson();

        Members(ResultSet row) {
            this.row = row;
        }

        void texts(String... columns) throws SQLException {
            for (var column : columns) {
                var value = row.getString(column);
                if (value != null) {
                    json.put(column, value);
                }
            }
        }

        /** Whole numbers and doubles. */
        void numbers(String... columns) throws SQLException {
            for (var column : columns) {
                var value = row.getDouble(column);
                if (!row.wasNull()) {
                    json.put(column, value);
                }
            }
        }

        /** Numbers of single precision: with their own shortest digits, which any language reads as the same number. */
        void reals(String... columns) throws SQLException {
            for (var column : columns) {
                var value = row.getFloat(column);
                if (!row.wasNull()) {
                    json.put(column, value);
                }
            }
        }

        void truth(String column) throws SQLException {
            var value = row.getBoolean(column);
            if (!row.wasNull()) {
                json.put(column, value);
            }
        }

        void hexes(String... columns) throws SQLException {
            for (var column : columns) {
                var value = row.getBytes(column);
                if (value != null) {
                    json.put(column, HEX.formatHex(value));
                }
            }
        }
    }
}
