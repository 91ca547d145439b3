package io.facematch.testing;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes the audit entries of outcomes, as whoever follows the outcomes does it, but at once. */
public final class TestEntries {
    private TestEntries() {}

    /** Of all outcomes of a tenant that have none yet: its next leaves, in the order of their jobs and pairs. */
    public static void follow(JdbcClient sql, String tenant) {
        sql.sql("""
                        insert into audit_entry (accepted_on, job_id, pair_index, tenant, leaf_index, salt, client, surface,
                            status, decision, similarity, embedder, calibration, subject_reference, decided_at)
                        select o.accepted_on, o.job_id, o.pair_index, o.tenant,
                            (select count(*) from audit_entry where tenant = :tenant)
                                + row_number() over (order by o.job_id, o.pair_index) - 1,
                            decode(md5(o.job_id::text || o.pair_index), 'hex'), o.client, o.surface, o.status, o.decision,
                            o.similarity, o.embedder, o.calibration, o.subject_reference, o.decided_at
                        from outcome o
                        where o.tenant = :tenant and not exists (select from audit_entry e
                            where (e.accepted_on, e.job_id, e.pair_index) = (o.accepted_on, o.job_id, o.pair_index))""").param("tenant", tenant).update();
    }
}
