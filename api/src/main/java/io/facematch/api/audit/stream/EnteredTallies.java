package io.facematch.api.audit.stream;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts outcomes as they are entered, each once, in the transaction that enters them: which subjects and photos come again,
 * and how many outcomes each archive has.
 */
final class EnteredTallies {
    /** What comes again after more than these is taken for the first time, so that few partitions need be looked at. */
    private static final int DAYS_BETWEEN_REPEATS = 400;

    /** The entries with these keys, each looked up in its partition. */
    private static final String ENTERED = """
            with entered as (
                select e.* from unnest(?::date[], ?::uuid[], ?::integer[]) k (accepted_on, job_id, pair_index)
                cross join lateral (select * from audit_entry where accepted_on = k.accepted_on and job_id = k.job_id
                    and pair_index = k.pair_index limit 1) e)
            """;

    private static final String COUNTED = """
            count(*) as attempts, count(*) filter (where decision = 'MATCH') as match,
                count(*) filter (where decision = 'NON_MATCH') as non_match, count(*) filter (where decision is null) as not_compared,
                min(decided_at) as first_at, max(decided_at) as last_at,
                (array_agg(job_id order by decided_at desc, job_id desc, pair_index desc))[1] as latest_job,
                (array_agg(pair_index order by decided_at desc, job_id desc, pair_index desc))[1] as latest_index
            """;

    /**
     * What has been there twice before has a row, to which is added. Of anything else alone, the entries tell how often it has
     * been there, in few rows: once, or once before these.
     */
    private static final String REPEATS = ENTERED + """
            , attempted as (
                select kind, digest, %1$s from entered
                cross join lateral (
                    values ('subject', subject_reference), ('photo', probe_photo_digest),
                        ('photo', case when reference_photo_digest is distinct from probe_photo_digest
                            then reference_photo_digest end)) a (kind, digest)
                where digest is not null group by kind, digest),
            known as (
                update repeated_digest r set attempts = r.attempts + a.attempts, match = r.match + a.match,
                    non_match = r.non_match + a.non_match, not_compared = r.not_compared + a.not_compared,
                    first_at = least(r.first_at, a.first_at), last_at = greatest(r.last_at, a.last_at),
                    latest_job = case when (a.last_at, a.latest_job, a.latest_index) > (r.last_at, r.latest_job, r.latest_index)
                        then a.latest_job else r.latest_job end,
                    latest_index = case when (a.last_at, a.latest_job, a.latest_index) > (r.last_at, r.latest_job, r.latest_index)
                        then a.latest_index else r.latest_index end
                from attempted a where r.tenant = ? and r.kind = a.kind and r.digest = a.digest
                returning r.kind, r.digest),
            fresh as materialized (
                select kind, digest from attempted a
                where not exists (select from known k where k.kind = a.kind and k.digest = a.digest))
            insert into repeated_digest (tenant, kind, digest, attempts, match, non_match, not_compared, first_at, last_at,
                latest_job, latest_index)
            select ?, a.kind, a.digest, ever.attempts, ever.match, ever.non_match, ever.not_compared, ever.first_at,
                ever.last_at, ever.latest_job, ever.latest_index
            from fresh a
            cross join lateral (
                select %1$s
                from (select decision, decided_at, job_id, pair_index from audit_entry
                      where a.kind = 'subject' and tenant = ? and accepted_on >= ? and subject_reference = a.digest
                      union all
                      select decision, decided_at, job_id, pair_index from audit_entry
                      where a.kind = 'photo' and tenant = ? and accepted_on >= ? and probe_photo_digest = a.digest
                      union all
                      select decision, decided_at, job_id, pair_index from audit_entry
                      where a.kind = 'photo' and tenant = ? and accepted_on >= ? and reference_photo_digest = a.digest
                          and probe_photo_digest is distinct from a.digest) e) ever
            where ever.attempts > 1""".formatted(COUNTED);

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
        var since = LocalDate.parse(Collections.min(Arrays.asList(days))).minusDays(DAYS_BETWEEN_REPEATS);
        jdbc.update(REPEATS, statement -> {
            setKeys(statement, days, jobs, indexes);
            statement.setString(4, tenant);
            statement.setString(5, tenant);
            for (int i = 6; i <= 10; i += 2) {
                statement.setString(i, tenant);
                statement.setObject(i + 1, since);
            }
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
