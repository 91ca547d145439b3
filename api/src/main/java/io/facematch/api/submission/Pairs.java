package io.facematch.api.submission;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The rows of a job's pairs. */
@Component
class Pairs {
    private static final int AT_ONCE = 1000;

    private final JdbcTemplate jdbc;

    Pairs(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One pair as it is stored: nothing of what the client called it can be read.
     *
     * @param sealedNames stem and paths; null when the pair came without
     * @param subject keyed digest of the subject's id; null when there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // lives for one insert
    record Row(int index, byte @Nullable [] sealedNames, byte @Nullable [] subject) {}

    void add(UUID job, List<Row> rows) {
        jdbc.batchUpdate(
                "insert into pair (job_id, pair_index, sealed_labels, subject_reference) values (?, ?, ?, ?)",
                rows,
                AT_ONCE,
                (statement, row) -> {
                    statement.setObject(1, job);
                    statement.setInt(2, row.index());
                    statement.setBytes(3, row.sealedNames());
                    statement.setBytes(4, row.subject());
                });
    }
}
