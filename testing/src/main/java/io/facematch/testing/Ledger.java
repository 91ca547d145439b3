package io.facematch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database holds of one job, and what must hold for it whatever was killed meanwhile. */
public record Ledger(JdbcClient database, UUID job) {

    /** Nothing lost, nothing twice: one outcome for each pair, counters that agree, and the images' key gone. */
    public void assertCompletedExactlyOnce(int total) {
        assertThat(state()).isEqualTo("COMPLETED");
        assertThat(indices())
                .containsExactlyElementsOf(IntStream.range(0, total).boxed().toList());
        assertCountersAgree();
        assertThat(keys()).containsExactly("LABELS");
    }

    /** Those of the job are what its outcomes say. */
    public void assertCountersAgree() {
        assertThat(query("select matched, not_matched, empty_image, no_face_detected, landmarks_not_detected,"
                        + " invalid_image, low_quality, error, done from job where id = ?"))
                .isEqualTo(query("select count(*) filter (where decision = 'MATCH')::int as matched,"
                        + " count(*) filter (where decision = 'NON_MATCH')::int as not_matched,"
                        + " count(*) filter (where status = 'EmptyImage')::int as empty_image,"
                        + " count(*) filter (where status = 'NoFaceDetected')::int as no_face_detected,"
                        + " count(*) filter (where status = 'LandmarksNotDetected')::int as landmarks_not_detected,"
                        + " count(*) filter (where status = 'InvalidImage')::int as invalid_image,"
                        + " count(*) filter (where status = 'LowQuality')::int as low_quality,"
                        + " count(*) filter (where status = 'Error')::int as error,"
                        + " count(*)::int as done from outcome where job_id = ?"));
    }

    /** Of the job, as the table has it. */
    public String state() {
        return database.sql("select state from job where id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    /** Of the pairs that have an outcome, in order. */
    public List<@Nullable Integer> indices() {
        return database.sql("select pair_index from outcome where job_id = ? order by pair_index")
                .param(job)
                .query(Integer.class)
                .list();
    }

    /** Purposes of the keys that are left. */
    public List<@Nullable String> keys() {
        return database.sql("select purpose from job_key where job_id = ? order by purpose")
                .param(job)
                .query(String.class)
                .list();
    }

    /** By pair: status, and the reason of an error. */
    public List<@Nullable String> answers() {
        return database.sql(
                        "select status || coalesce('/' || fault, '') from outcome where job_id = ? order by pair_index")
                .param(job)
                .query(String.class)
                .list();
    }

    /** Changes when any outcome of the job does. */
    public String fingerprint() {
        return database.sql(
                        "select coalesce(md5(string_agg(o::text, ';' order by pair_index)), '') from outcome o where job_id = ?")
                .param(job)
                .query(String.class)
                .single();
    }

    /** How often the suspect queue tried each pair. */
    public List<@Nullable Integer> attempts() {
        return database.sql("select attempts from pair where job_id = ? order by pair_index")
                .param(job)
                .query(Integer.class)
                .list();
    }

    private Map<String, @Nullable Object> query(String sql) {
        return database.sql(sql).param(job).query().singleRow();
    }
}
