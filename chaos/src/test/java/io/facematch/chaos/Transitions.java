package io.facematch.chaos;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps each change of a job's state, so that a job can be seen to complete once and not twice. */
record Transitions(JdbcClient database) {
    void record() {
        // Not where the product's tables are: an API that starts looks after the rights on all that is there.
        database.sql("create schema watched").update();
        database.sql("create table watched.job_transition (job_id uuid, was text, became text)")
                .update();
        database.sql("""
                        create function watched.record_transition() returns trigger language plpgsql security definer as $$
                        begin insert into watched.job_transition values (new.id, old.state, new.state); return new; end $$""").update();
        database.sql("""
                        create trigger transition after update of state on job
                        for each row when (old.state <> new.state) execute function watched.record_transition()""").update();
    }

    /** How often a job became something. */
    int count(UUID job, String became) {
        return database.sql("select count(*)::int from watched.job_transition where job_id = ? and became = ?")
                .params(List.of(job, became))
                .query(Integer.class)
                .single();
    }
}
