package io.facematch.api.submission;

import io.facematch.queue.Topology;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How much work waits in each lane, by the jobs in the database. */
@Component
class Lanes {
    private final JdbcClient jdbc;

    Lanes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param waiting bytes of images without outcome */
    record Lane(int number, long waiting) {}

    /** The lane with the least work; what is left of a job is estimated by its share of pairs without outcome. */
    Lane emptiest() {
        return jdbc.sql("""
                        select l.lane, coalesce(sum(j.payload_bytes * (j.total - j.done) / j.total), 0) as waiting
                        from generate_series(0, :last) l(lane)
                        left join job j on j.lane = l.lane and j.state in ('ENQUEUING', 'RUNNING')
                        group by l.lane order by waiting, l.lane limit 1""")
                .param("last", Topology.LANES - 1)
                .query((row, n) -> new Lane(row.getInt("lane"), row.getLong("waiting")))
                .single();
    }
}
