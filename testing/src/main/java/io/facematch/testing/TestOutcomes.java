package io.facematch.testing;

import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes outcomes by the thousands, without jobs. */
public final class TestOutcomes {
    private TestOutcomes() {}

    /**
     * So many outcomes of a tenant: jobs of 100 pairs, spread evenly over some days before midnight of
     * {@code until}, of 50 clients and three surfaces. Seven in a hundred were not compared. Three outcomes share a subject.
     * In the first quarter of the time another model decided than later.
     */
    public static void load(JdbcClient sql, String tenant, int rows, int days, LocalDate until) {
        sql.sql("select create_outcome_partitions(:first, :months)")
                .param("first", until.minusDays(days))
                .param("months", days / 28 + 2)
                .query()
                .singleRow();
        sql.sql("""
                        with n as (
                            select n, n / 100 as job, n % 100 as pair,
                                :until::timestamp at time zone 'UTC' - make_interval(days => :days)
                                    + (n / 100 * 100) * make_interval(days => :days) / :rows as accepted,
                                ('x' || substr(md5('a' || n), 1, 7))::bit(28)::int / 268435456.0::float8 as r1,
                                ('x' || substr(md5('b' || n), 1, 7))::bit(28)::int / 268435456.0::float8 as r2,
                                md5(:tenant || n / 100) as digest
                            from generate_series(0, :rows - 1) n),
                        made as (
                            select *, (lpad(to_hex((extract(epoch from accepted) * 1000)::bigint), 12, '0') || '7'
                                    || substr(digest, 1, 3) || '8' || substr(digest, 4, 15))::uuid as id,
                                case when r1 < 0.93 then 'Success' when r1 < 0.96 then 'NoFaceDetected'
                                    when r1 < 0.98 then 'LowQuality' when r1 < 0.99 then 'InvalidImage'
                                    when r1 < 0.995 then 'LandmarksNotDetected' when r1 < 0.999 then 'EmptyImage'
                                    else 'Error' end as status,
                                case when r2 < 0.9 then 0.7 + r2 / 3 else 7 * (r2 - 0.9) end as similarity,
                                '{"width":480,"height":640,"box":{"x":120.2,"y":80,"width":240,"height":300},"landmarks":[[180,'
                                    || '200.5],[300,201],[240.06,260],[190,310],[290,311]],"confidence":0.9876,"faces_found":1,'
                                    || '"rotation_applied":0,"padding_applied":0,"quality":{"overall":0.9,"size":1,"sharpness":'
                                    || '0.9,"exposure":0.9123,"pose":0.95}}' as face
                            from n)
                        insert into outcome (accepted_on, job_id, pair_index, tenant, client, surface, subject_reference,
                            status, probe_reason, reference_reason, fault, decision, similarity, cosine, threshold,
                            operating_point, embedder, detector, calibration, calibrated_with_this_detector, card_sha256,
                            calibration_sha256, probe_quality, reference_quality, probe_faces, reference_faces,
                            probe_rotation, reference_rotation, probe_face, reference_face, queue_ms, decode_ms, detect_ms,
                            embed_ms, total_ms, worker, decided_at)
                        select (accepted at time zone 'UTC')::date, id, pair, :tenant, 'client-' || job % 50,
                            case when job % 50 = 0 then 'azakaw' when job % 10 = 1 then 'kwikid' else 'v1' end,
                            sha256(convert_to(:tenant || n / 3, 'UTF8')), status,
                            case status when 'NoFaceDetected' then 'NO_FACE' when 'LowQuality' then 'TOO_DARK'
                                when 'InvalidImage' then 'DAMAGED_FILE' when 'LandmarksNotDetected' then 'NO_LANDMARKS'
                                when 'EmptyImage' then 'EMPTY_FILE' end,
                            null, case when status = 'Error' then 'PROCESSING_CRASH' end,
                            case when status = 'Success' then
                                case when similarity >= 0.7 then 'MATCH' else 'NON_MATCH' end end,
                            case when status = 'Success' then similarity end,
                            case when status = 'Success' then similarity * 0.8 end, 0.7, 'STANDARD',
                            case when n < :rows / 4 then 'facematch-mobile-v1' else 'espdl-mbf-112' end, 'espdl-msrmnp',
                            case when n < :rows / 4 then 'facematch-mobile-v1/1' else 'espdl-mbf-112/1' end, true,
                            sha256('card'), sha256('calibration'),
                            0.9, 0.8, 1, 1, 0, 0, face::json, face::json, 400 * r1, 8 + 9 * r2, 20 + 25 * r1, 40 + 30 * r2, 70 + 60 * r1,
                            '0.2.0 worker-1',
                            accepted + pair * interval '20 milliseconds'
                        from made""")
                .param("tenant", tenant)
                .param("rows", rows)
                .param("days", days)
                .param("until", until)
                .update();
    }
}
