package io.facematch.job;

import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Photo;
import io.facematch.job.Outcome.Photos;
import io.facematch.job.Outcome.Result;
import io.facematch.job.Outcome.Timings;
import io.facematch.verification.Decision;
import io.facematch.verification.Face;
import io.facematch.verification.FileFormat;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an outcome as a row of its table, and reads it back. */
final class OutcomeRow {
    /** Adds no row for a pair that does not exist, and no second row for a pair. */
    static final String INSERT = """
            insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, subject_reference, status,
                probe_reason, reference_reason, fault, decision, similarity, cosine, threshold, operating_point,
                embedder, detector, calibration, calibrated_with_this_detector, card_sha256, calibration_sha256,
                probe_quality, reference_quality, probe_faces, reference_faces,
                probe_rotation, reference_rotation, probe_face, reference_face,
                queue_ms, decode_ms, detect_ms, embed_ms, total_ms, worker, decided_at, trace_id, http_status,
                probe_format, probe_bytes, probe_width, probe_height, probe_photo_digest,
                reference_format, reference_bytes, reference_width, reference_height, reference_photo_digest,
                sealed_reference)
            select ?, p.job_id, p.pair_index, ?, ?, ?, p.subject_reference, ?,
                ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?,
                ?, ?, ?::json, ?::json,
                ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, coalesce(p.probe_bytes, ?), ?, ?, coalesce(p.probe_photo_digest, ?),
                ?, coalesce(p.reference_bytes, ?), ?, ?, coalesce(p.reference_photo_digest, ?),
                p.sealed_reference
            from pair p where p.job_id = ? and p.pair_index = ?
            on conflict do nothing""";

    /** The columns that {@link #read} needs, besides {@code pair_index}, of a table called {@code o}. */
    static final String COLUMNS = """
            o.accepted_on, o.job_id, o.tenant, o.client, o.surface, o.status, o.probe_reason, o.reference_reason,
                o.fault, o.decision, o.similarity, o.cosine, o.threshold, o.operating_point, o.embedder, o.detector, o.calibration,
                o.calibrated_with_this_detector, o.card_sha256, o.calibration_sha256, o.probe_face, o.reference_face,
                o.queue_ms, o.decode_ms, o.detect_ms, o.embed_ms, o.total_ms, o.worker, o.decided_at, o.trace_id,
                o.probe_format, o.probe_bytes, o.probe_width, o.probe_height, o.probe_photo_digest,
                o.reference_format, o.reference_bytes, o.reference_width, o.reference_height,
                o.reference_photo_digest""";

    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final HexFormat HEX = HexFormat.of();
    private static final JsonMapper JSON = JsonMapper.shared();

    private OutcomeRow() {}

    /** For {@link #INSERT}. */
    static Object[] values(Outcome outcome) {
        var job = outcome.job();
        var values = new ArrayList<@Nullable Object>();
        add(values, job.acceptedOn(), job.tenant(), job.client(), job.surface());
        addResult(values, outcome.result());
        add(values, outcome.threshold(), job.operatingPoint().name());
        var models = outcome.models();
        if (models == null) {
            add(values, null, null, null, null, null, null);
        } else {
            add(
                    values,
                    models.embedder(),
                    models.detector(),
                    models.calibration(),
                    models.calibratedWithThisDetector(),
                    bytes(models.cardSha256()),
                    bytes(models.calibrationSha256()));
        }
        addFaces(values, outcome.result().probeFace(), outcome.result().referenceFace());
        var timings = outcome.timings();
        if (timings == null) {
            add(values, null, null, null, null, null);
        } else {
            add(values, millis(timings.queue()), millis(timings.decode()), millis(timings.detect()));
            add(values, millis(timings.embed()), millis(timings.total()));
        }
        var trace = job.traceId();
        add(values, outcome.worker(), Timestamp.from(outcome.decidedAt()));
        add(values, trace == null ? null : trace.bytes(), outcome.httpStatus());
        addPhoto(values, outcome.photos().probe());
        addPhoto(values, outcome.photos().reference());
        add(values, job.id(), outcome.index());
        return values.toArray();
    }

    private static void addResult(List<@Nullable Object> values, Result result) {
        add(values, result.status().code());
        switch (result) {
            case Compared compared -> add(values, null, null, null);
            case Erased erased -> throw new IllegalArgumentException("an outcome is erased where it is stored");
            case NotCompared not -> add(values, name(not.probe()), name(not.reference()), null);
            case Fault fault -> add(values, null, null, name(fault.reason()));
        }
        if (result instanceof Compared compared) {
            add(values, compared.decision().name(), compared.similarity(), compared.cosine());
        } else {
            add(values, null, null, null);
        }
    }

    private static void addFaces(List<@Nullable Object> values, @Nullable Face probe, @Nullable Face reference) {
        add(
                values,
                probe == null ? null : probe.quality().overall(),
                reference == null ? null : reference.quality().overall());
        add(values, probe == null ? null : probe.found(), reference == null ? null : reference.found());
        add(values, probe == null ? null : probe.rotation(), reference == null ? null : reference.rotation());
        add(
                values,
                probe == null ? null : JSON.writeValueAsString(probe),
                reference == null ? null : JSON.writeValueAsString(reference));
    }

    private static void addPhoto(List<@Nullable Object> values, @Nullable Photo photo) {
        if (photo == null) {
            add(values, null, null, null, null, null);
            return;
        }
        var format = photo.format();
        add(values, format == null ? null : format.name(), photo.bytes(), photo.width(), photo.height());
        add(values, bytes(photo.digest()));
    }

    private static void add(List<@Nullable Object> values, @Nullable Object... more) {
        values.addAll(Arrays.asList(more));
    }

    /** The outcome in a row of {@link #COLUMNS}; empty when the pair of that row has none. */
    static Optional<Outcome> read(ResultSet row) throws SQLException {
        var status = row.getString("status");
        if (status == null) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(
                job(row),
                row.getInt("pair_index"),
                result(row, Status.ofCode(status)),
                row.getDouble("threshold"),
                new Photos(photo(row, "probe"), photo(row, "reference")),
                models(row),
                timings(row),
                row.getString("worker"),
                row.getTimestamp("decided_at").toInstant()));
    }

    private static OpenJob job(ResultSet row) throws SQLException {
        var trace = row.getBytes("trace_id");
        return new OpenJob(
                row.getObject("job_id", UUID.class),
                row.getString("tenant"),
                row.getString("client"),
                row.getString("surface"),
                OperatingPoint.valueOf(row.getString("operating_point")),
                row.getObject("accepted_on", LocalDate.class),
                trace == null ? null : TraceId.of(trace),
                null);
    }

    private static Result result(ResultSet row, Status status) throws SQLException {
        return switch (status) {
            case SUCCESS -> compared(row, Decision.valueOf(row.getString("decision")));
            case ERROR -> new Fault(Reason.valueOf(row.getString("fault")));
            case EMPTY_IMAGE, NO_FACE_DETECTED, LANDMARKS_NOT_DETECTED, INVALID_IMAGE, LOW_QUALITY ->
                new NotCompared(
                        reason(row, "probe_reason"),
                        reason(row, "reference_reason"),
                        face(row, "probe_face"),
                        face(row, "reference_face"));
        };
    }

    private static Result compared(ResultSet row, Decision decision) throws SQLException {
        var similarity = row.getDouble("similarity");
        return row.wasNull()
                ? new Erased(decision)
                : new Compared(
                        similarity,
                        row.getDouble("cosine"),
                        decision,
                        face(row, "probe_face"),
                        face(row, "reference_face"));
    }

    private static @Nullable Models models(ResultSet row) throws SQLException {
        var embedder = row.getString("embedder");
        return embedder == null
                ? null
                : new Models(
                        embedder,
                        row.getString("detector"),
                        row.getString("calibration"),
                        row.getObject("calibrated_with_this_detector", Boolean.class),
                        hex(row.getBytes("card_sha256")),
                        hex(row.getBytes("calibration_sha256")));
    }

    private static @Nullable Timings timings(ResultSet row) throws SQLException {
        return row.getObject("total_ms") == null
                ? null
                : new Timings(
                        duration(row, "queue_ms"),
                        duration(row, "decode_ms"),
                        duration(row, "detect_ms"),
                        duration(row, "embed_ms"),
                        duration(row, "total_ms"));
    }

    /** Null where the photo is not known: then it has no number of bytes. */
    private static @Nullable Photo photo(ResultSet row, String role) throws SQLException {
        var bytes = row.getObject(role + "_bytes", Integer.class);
        var format = row.getString(role + "_format");
        return bytes == null
                ? null
                : new Photo(
                        format == null ? null : FileFormat.valueOf(format),
                        bytes,
                        row.getObject(role + "_width", Integer.class),
                        row.getObject(role + "_height", Integer.class),
                        hex(row.getBytes(role + "_photo_digest")));
    }

    private static @Nullable Face face(ResultSet row, String column) throws SQLException {
        var json = row.getString(column);
        return json == null ? null : JSON.readValue(json, Face.class);
    }

    private static @Nullable Reason reason(ResultSet row, String column) throws SQLException {
        var name = row.getString(column);
        return name == null ? null : Reason.valueOf(name);
    }

    private static @Nullable String name(@Nullable Reason reason) {
        return reason == null ? null : reason.name();
    }

    private static byte @Nullable [] bytes(@Nullable String hash) {
        return hash == null ? null : HEX.parseHex(hash);
    }

    private static @Nullable String hex(byte @Nullable [] hash) {
        return hash == null ? null : HEX.formatHex(hash);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLISECOND;
    }

    /**
     * Read as a float: as a double, the driver gives different values for the same {@code real} in text and in binary
     * form.
     */
    private static Duration duration(ResultSet row, String column) throws SQLException {
        return Duration.ofNanos(Math.round(row.getFloat(column) * NANOS_PER_MILLISECOND));
    }
}
