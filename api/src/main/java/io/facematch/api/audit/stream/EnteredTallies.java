package io.facematch.api.audit.stream;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts outcomes as they are entered, each once, in the transaction that enters them: how often each subject and
 * photo was compared, and how many outcomes each archive has.
 */
final class EnteredTallies {
    /** The entries with these keys, each looked up in its partition. */
    private static final String ENTERED = """
            with entered as (
                select e.* from unnest(?::date[], ?::uuid[], ?::integer[]) k (accepted_on, job_id, pair_index)
                cross join lateral (select * from audit_entry where accepted_on = k.accepted_on and job_id = k.job_id
                    and pair_index = k.pair_index limit 1) e)
            """;

    private static final String ATTEMPTS = ENTERED + """
            insert into attempted_digest as r (tenant, kind, digest, attempts, match, non_match, not_compared, first_at, last_at,
                latest_job, latest_index)
            select ?, kind, digest, count(*), count(*) filter (where decision = 'MATCH'),
                count(*) filter (where decision = 'NON_MATCH'), count(*) filter (where decision is null),
                min(decided_at), max(decided_at),
                (array_agg(job_id order by decided_at desc, job_id desc, pair_index desc))[1],
                (array_agg(pair_index order by decided_at desc, job_id desc, pair_index desc))[1]
            from entered
            cross join lateral (
                values ('subject', subject_reference), ('photo', probe_photo_digest),
                    ('photo', case when reference_photo_digest is distinct from probe_photo_digest
                        then reference_photo_digest end)) a (kind, digest)
            where digest is not null group by kind, digest
            on conflict (tenant, kind, digest) do update set attempts = r.attempts + excluded.attempts,
                match = r.match + excluded.match, non_match = r.non_match + excluded.non_match,
                not_compared = r.not_compared + excluded.not_compared, first_at = least(r.first_at, excluded.first_at),
                last_at = greatest(r.last_at, excluded.last_at),
                latest_job = case when (excluded.last_at, excluded.latest_job, excluded.latest_index)
                    > (r.last_at, r.latest_job, r.latest_index) then excluded.latest_job else r.latest_job end,
                latest_index = case when (excluded.last_at, excluded.latest_job, excluded.latest_index)
                    > (r.last_at, r.latest_job, r.latest_index) then excluded.latest_index else r.latest_index end""";

    private static final String ARCHIVES = ENTERED + """
            insert into job_rollup as r (job_id, tenant, outcomes, first_at, last_at)
            select j.id, j.tenant, e.outcomes, e.first_at, e.last_at
            from (select job_id, count(*) as outcomes, min(decided_at) as first_at, max(decided_at) as last_at
                from entered group by job_id) e
            join job j on j.id = e.job_id and j.kind = 'BULK'
            on conflict (job_id) do update set outcomes = r.outcomes + excluded.outcomes,
                first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at)""";

    private final JdbcTemplate jdbc;

    EnteredTallies(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Of outcomes that have become leaves of their tenant's log: the days on which their jobs were accepted, jobs, and pairs. */
    void add(String tenant, String[] days, UUID[] jobs, Integer[] indexes) {
        jdbc.update(ATTEMPTS, statement -> {
            setKeys(statement, days, jobs, indexes);
            statement.setString(4, tenant);
        });
        jdbc.update(ARCHIVES, statement -> setKeys(statement, days, jobs, indexes));
    }

    private static void setKeys(PreparedStatement statement, String[] days, UUID[] jobs, Integer[] indexes)
            throws SQLException {
        var connection = statement.getConnection();
        statement.setArray(1, connection.createArrayOf("text", days));
        statement.setArray(2, connection.createArrayOf("uuid", jobs));
        statement.setArray(3, connection.createArrayOf("integer", indexes));
    }
}
