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
                        insert into model_combination (embedder, embedder_sha256, embedder_card_sha256,
                            detector, detector_sha256, detector_card_sha256, calibration, calibration_sha256,
                            calibrated_with_this_detector, first_used_at, last_used_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (embedder, embedder_sha256, embedder_card_sha256,
                            detector, detector_sha256, detector_card_sha256, calibration, calibration_sha256) do update
                        set first_used_at = least(model_combination.first_used_at, excluded.first_used_at),
                            last_used_at = greatest(model_combination.last_used_at, excluded.last_used_at)""")
                .params(use.embedder(), use.embedderSha256())
                .param(use.embedderCardSha256())
                .params(use.detector(), use.detectorSha256())
                .param(use.detectorCardSha256())
                .param(use.calibration())
                .param(use.calibrationSha256())
                .param(use.calibratedWithThisDetector())
                .params(Timestamp.from(use.firstUsedAt()), Timestamp.from(use.lastUsedAt()))
                .update();
    }

    /** All of them, the last used one first; also those of workers from before the hashes of texts were kept. */
    public List<ModelUse> all() {
        return jdbc.sql("""
                        select embedder, embedder_sha256, embedder_card_sha256,
                            detector, detector_sha256, detector_card_sha256, calibration, calibration_sha256,
                            calibrated_with_this_detector, first_used_at, last_used_at
                        from model_combination
                        union all
                        select embedder, embedder_sha256, null, detector, detector_sha256, null, calibration, null,
                            calibrated_with_this_detector, first_used_at, last_used_at
                        from model_use
                        order by last_used_at desc, first_used_at desc, embedder, detector""").query((row, n) -> use(row)).list();
    }

    private static ModelUse use(ResultSet row) throws SQLException {
        return new ModelUse(
                row.getString("embedder"),
                row.getString("embedder_sha256"),
                row.getString("embedder_card_sha256"),
                row.getString("detector"),
                row.getString("detector_sha256"),
                row.getString("detector_card_sha256"),
                row.getString("calibration"),
                row.getString("calibration_sha256"),
                row.getObject("calibrated_with_this_detector", Boolean.class),
                row.getTimestamp("first_used_at").toInstant(),
                row.getTimestamp("last_used_at").toInstant());
    }
}
