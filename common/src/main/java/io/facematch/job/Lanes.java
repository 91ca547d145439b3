package io.facematch.job;

import org.springframework.jdbc.core.simple.JdbcClient;

/** How much work the bulk jobs that are not over have put into each lane. */
public final class Lanes {
    private final JdbcClient jdbc;

    public Lanes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param waiting sealed bytes that no worker has taken yet, estimated */
    public record Lane(int number, long waiting) {}

    /** The lane with the least work, from {@code first} to before {@code end}. */
    public Lane emptiest(int first, int end) {
        // What is left of a job is estimated by its share of pairs without outcome.
        return jdbc.sql("""
                        select l.lane, coalesce(sum(j.payload_bytes * (j.total - j.done) / j.total), 0) as waiting
                        from generate_series(:first, :last) l(lane)
                        left join job j on j.lane = l.lane and j.state in ('ENQUEUING', 'RUNNING')
                        group by l.lane order by waiting, l.lane limit 1""")
                .param("first", first)
                .param("last", end - 1)
                .query((row, n) -> new Lane(row.getInt("lane"), row.getLong("waiting")))
                .single();
    }
}
