package io.facematch.chaos;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps each change of a job's state, so that a job can be seen to complete once and not twice, and each outcome that a worker
 * tried to add, also where there was one already.
 */
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
        database.sql("create table watched.comparison (job_id uuid, pair_index int)")
                .update();
        database.sql("""
                        create function watched.record_comparison() returns trigger language plpgsql security definer as $$
                        begin insert into watched.comparison values (new.job_id, new.pair_index); return new; end $$""").update();
        database.sql("""
                        create trigger comparison before insert on outcome
                        for each row execute function watched.record_comparison()""").update();
    }

    /** How often a job became something. */
    int count(UUID job, String became) {
        return database.sql("select count(*)::int from watched.job_transition where job_id = ? and became = ?")
                .params(List.of(job, became))
                .query(Integer.class)
                .single();
    }

    /** Pairs that were compared again after their outcome was committed. */
    List<@Nullable Integer> comparedAgain(UUID job) {
        return database.sql(
                        "select pair_index from watched.comparison where job_id = ? group by 1 having count(*) > 1 order by 1")
                .param(job)
                .query(Integer.class)
                .list();
    }
}
