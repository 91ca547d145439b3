package io.facematch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was counted stays counted when its tables are made anew. */
class UpgradeIT {
    private final TestDatabase database = TestDatabase.after("24");
    private final JdbcClient sql = JdbcClient.create(database.dataSource());

    @Test
    void rollupsStayAndGoOn() {
        sql.sql("""
                        insert into outcome_rollup
                        select 'acme', client, tier, '2026-03-01', 'v1', 'model', 1, 0, 0, 0, 0, 0, 0, 0, 2, 3, 4, 5, 6, 7,
                            '{"NoFaceDetected/NO_FACE//": 8}', '\\x09', '\\x0a'
                        from (values (null), ('web')) c (client) cross join generate_series(0, 3) t (tier)""").update();
        var before = rollups();

        database.migrate();

        assertThat(rollups()).hasSize(8).isEqualTo(before);
        assertThat(rows("select distinct tier, tableoid::regclass from outcome_rollup order by 1"))
                .containsExactly(
                        "(0,outcome_rollup_quarter_hour)",
                        "(1,outcome_rollup_hour)",
                        "(2,outcome_rollup_six_hours)",
                        "(3,outcome_rollup_day)");
        sql.sql("""
                        insert into outcome_rollup select * from outcome_rollup where client is null
                        on conflict (tenant, client, tier, start, surface, model) do update set match = 9""").update();
        assertThat(rows("select client, match, count(*) from outcome_rollup group by 1, 2 order by 1"))
                .as("also a row of all clients is there once")
                .containsExactly("(web,1,4)", "(,9,4)");
    }

    private List<String> rollups() {
        return rows("select tier, client, outcome_rollup from outcome_rollup order by 1, 2");
    }

    /** Before, those that were there twice had a row; now each has one. */
    @Test
    void attemptsAreThoseOfTheEntries() {
        sql.sql("select create_outcome_partitions('2026-03-01', 1)").query().singleRow();
        sql.sql("""
                        insert into audit_entry (accepted_on, job_id, pair_index, tenant, leaf_index, client, surface, status,
                            decision, subject_reference, probe_photo_digest, reference_photo_digest, decided_at)
                        select '2026-03-01', '00000000-0000-7000-8000-000000000001', n, 'acme', n, 'web', 'v1', 'Success',
                            decision, subject::bytea, probe::bytea, reference::bytea, timestamptz '2026-03-01 12:00Z' + n * interval '1 minute'
                        from (values (0, 'MATCH', '\\x01', '\\x11', '\\x12'), (1, 'NON_MATCH', '\\x01', '\\x13', '\\x13'),
                            (2, null, '\\x02', '\\x12', '\\x11'), (3, 'MATCH', null, null, '\\x14'))
                            e (n, decision, subject, probe, reference)""").update();
        var counted = """
                select tenant, kind, digest, count(*) as attempts, count(*) filter (where decision = 'MATCH') as match,
                    count(*) filter (where decision = 'NON_MATCH') as non_match,
                    count(*) filter (where decision is null) as not_compared, min(decided_at), max(decided_at),
                    '00000000-0000-7000-8000-000000000001'::uuid as latest_job, max(pair_index) as latest_index
                from (select *, 'subject' as kind, subject_reference as digest from audit_entry
                    union all select *, 'photo', probe_photo_digest from audit_entry
                    union all select *, 'photo', reference_photo_digest from audit_entry
                    where reference_photo_digest is distinct from probe_photo_digest) a
                where digest is not null group by 1, 2, 3""";
        sql.sql("insert into repeated_digest " + counted + " having count(*) > 1")
                .update();

        database.migrate();

        assertThat(rows("select * from attempted_digest order by kind, digest"))
                .hasSize(6)
                .isEqualTo(rows("select * from (" + counted + ") c order by kind, digest"));
    }

    private List<String> rows(String query) {
        return sql.sql("select r::text from (" + query + ") r")
                .query((row, n) -> row.getString(1))
                .list();
    }
}
