package io.facematch.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The models that this installation compared with, as its workers record them. */
public final class ModelUses {
    private final JdbcClient jdbc;

    public ModelUses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds this use to what is known of the combination. Recording it again, or by several workers at once, is
     * harmless.
     */
    public void record(ModelUse use) {
        jdbc.sql("""
                        insert into model_use (embedder, embedder_sha256, detector, detector_sha256, calibration,
                            calibrated_with_this_detector, first_used_at, last_used_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (embedder, embedder_sha256, detector, detector_sha256, calibration) do update
                        set calibrated_with_this_detector = excluded.calibrated_with_this_detector,
                            first_used_at = least(model_use.first_used_at, excluded.first_used_at),
                            last_used_at = greatest(model_use.last_used_at, excluded.last_used_at)""")
                .params(use.embedder(), use.embedderSha256(), use.detector(), use.detectorSha256(), use.calibration())
                .param(use.calibratedWithThisDetector())
                .params(Timestamp.from(use.firstUsedAt()), Timestamp.from(use.lastUsedAt()))
                .update();
    }

    /** All of them, the last used one first. */
    public List<ModelUse> all() {
        return jdbc.sql("select * from model_use order by last_used_at desc, first_used_at desc, embedder, detector")
                .query((row, n) -> use(row))
                .list();
    }

    private static ModelUse use(ResultSet row) throws SQLException {
        return new ModelUse(
                row.getString("embedder"),
                row.getString("embedder_sha256"),
                row.getString("detector"),
                row.getString("detector_sha256"),
                row.getString("calibration"),
                row.getObject("calibrated_with_this_detector", Boolean.class),
                row.getTimestamp("first_used_at").toInstant(),
                row.getTimestamp("last_used_at").toInstant());
    }
}
