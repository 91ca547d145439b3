package io.facematch.job;

import io.facematch.verification.Status;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The stored outcomes, read back; {@link OutcomeTransaction} stores them. */
public final class Outcomes {
    private static final String ALL_PAIRS = allPairs("");

    /** As they were at a moment: what was decided later waits. */
    private static final String ALL_PAIRS_AT =
            allPairs("and pg_visible_in_snapshot(xid, cast(:moment as pg_snapshot))");

    private static final String THRESHOLD = """
            select threshold from outcome where accepted_on = :acceptedOn and job_id = :job order by pair_index limit 1""";

    private static final String PAIRS_OF_STATUS = "select pair_index, p.sealed_labels, " + OutcomeRow.COLUMNS + """
             from (select * from outcome
                where accepted_on = :acceptedOn and job_id = :job and pair_index > :after and status = :status
                order by pair_index limit :limit) o
            left join pair p using (job_id, pair_index)
            order by pair_index""";

    private static final String ONE = "select o.pair_index, " + OutcomeRow.COLUMNS + """
             from outcome o
            where o.accepted_on between :from and :to and o.job_id = :job and o.pair_index = :index
                and o.tenant = :tenant""";

    private final JdbcClient jdbc;

    public Outcomes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Pairs without outcome, and outcomes whose pair was purged, too. Each side is limited before they are joined. */
    private static String allPairs(String condition) {
        return "select pair_index, p.sealed_labels, " + OutcomeRow.COLUMNS + """
                 from (select pair_index, sealed_labels from pair
                    where job_id = :job and pair_index > :after order by pair_index limit :limit) p
                full join (select * from outcome
                    where accepted_on = :acceptedOn and job_id = :job and pair_index > :after %s
                    order by pair_index limit :limit) o using (pair_index)
                order by pair_index limit :limit""".formatted(condition);
    }

    /**
     * A pair of a job: its sealed names, if it has any and they are not forgotten, and its outcome, once there is one.
     */
    public record StoredPair(int index, byte @Nullable [] sealedNames, Optional<Outcome> outcome) {
        @Override
        public String toString() {
            return "StoredPair[" + index + "]";
        }
    }

    /**
     * A moment of the database, at which some outcomes were there and others were not, whatever is stored later.
     *
     * @param snapshot PostgreSQL's name of it
     */
    public record Moment(String snapshot) {}

    /** This moment; within a transaction that reads repeatably, the one that all of it sees. */
    public Moment now() {
        return new Moment(jdbc.sql("select pg_current_snapshot()::text")
                .query(String.class)
                .single());
    }

    /** All pairs of a job as {@link #page} has them, with the outcomes that were there at a moment. */
    public List<StoredPair> pageAt(Moment moment, UUID job, LocalDate acceptedOn, int after, int limit) {
        return jdbc.sql(ALL_PAIRS_AT)
                .param("moment", moment.snapshot())
                .param("acceptedOn", acceptedOn)
                .param("job", job)
                .param("after", after)
                .param("limit", limit)
                .query((row, n) ->
                        new StoredPair(row.getInt("pair_index"), row.getBytes("sealed_labels"), OutcomeRow.read(row)))
                .list();
    }

    /** By which a job's first outcome was decided; empty while it has none. */
    public Optional<Double> threshold(UUID job, LocalDate acceptedOn) {
        return jdbc.sql(THRESHOLD)
                .param("acceptedOn", acceptedOn)
                .param("job", job)
                .query(Double.class)
                .optional();
    }

    /**
     * Pairs of a job in the order of their index.
     *
     * @param acceptedOn the job's, which names the partition
     * @param after the index before the first; -1 for all
     * @param limit of how many at most
     * @param status only outcomes with it; null for all pairs, also those that wait
     */
    public List<StoredPair> page(UUID job, LocalDate acceptedOn, int after, int limit, @Nullable Status status) {
        return jdbc.sql(status == null ? ALL_PAIRS : PAIRS_OF_STATUS)
                .param("acceptedOn", acceptedOn)
                .param("job", job)
                .param("after", after)
                .param("status", status == null ? "" : status.code())
                .param("limit", limit)
                .query((row, n) ->
                        new StoredPair(row.getInt("pair_index"), row.getBytes("sealed_labels"), OutcomeRow.read(row)))
                .list();
    }

    /**
     * The outcome of one pair of a tenant, if it has one.
     *
     * @param from the first of the days on which the job may have been accepted
     * @param to the last of these days
     */
    public Optional<Outcome> find(String tenant, UUID job, int index, LocalDate from, LocalDate to) {
        return jdbc.sql(ONE)
                .param("tenant", tenant)
                .param("job", job)
                .param("index", index)
                .param("from", from)
                .param("to", to)
                .query((row, n) -> OutcomeRow.read(row))
                .optional()
                .flatMap(found -> found);
    }

    /**
     * Makes the partitions of so many months, the first of them that of a day. Those that are there stay as they are.
     */
    public void makePartitions(LocalDate firstDay, int months) {
        jdbc.sql("select create_outcome_partitions(?, ?)")
                .params(firstDay, months)
                .query((row, n) -> 0)
                .list();
    }
}
