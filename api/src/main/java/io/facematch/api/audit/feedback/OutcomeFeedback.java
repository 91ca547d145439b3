package io.facematch.api.audit.feedback;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.OutcomeId;
import io.facematch.api.audit.TenantReads;
import io.facematch.api.security.Owner;
import io.facematch.job.Outcome;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what is said of outcomes. Nothing is taken back: who changes their mind says so anew, the last one counts, and those
 * before it stay.
 */
@Component
public class OutcomeFeedback {
    /** Of one outcome: nobody reads more. */
    private static final int MOST_SHOWN = 100;

    private static final String ORDERED = """
            select same_person, at, client from outcome_feedback
            where tenant = :tenant and job_id = :job and pair_index = :index order by id desc limit :limit""";

    private final JdbcClient jdbc;
    private final TenantReads reads;
    private final AccessLog accesses;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    OutcomeFeedback(
            JdbcClient jdbc,
            TenantReads reads,
            AccessLog accesses,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.reads = reads;
        this.accesses = accesses;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** @param isNew false when the same client had said the same before, and nobody anything since */
    record Kept(Feedback feedback, boolean isNew) {}

    /** Of an outcome of the tenant of {@code owner}. That it was said is in the log of accesses, too, in the same transaction. */
    Kept keep(Owner owner, OutcomeId id, Outcome outcome, boolean samePerson) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var known = latest(owner.tenant(), id)
                    .filter(last ->
                            last.samePerson() == samePerson && last.client().equals(owner.client()));
            var feedback = known.orElseGet(
                    () -> new Feedback(samePerson, clock.instant().truncatedTo(ChronoUnit.MICROS), owner.client()));
            if (known.isEmpty()) {
                add(owner.tenant(), id, outcome, feedback);
            }
            accesses.record(
                    new Access(
                            owner,
                            owner.tenant(),
                            What.FEEDBACK,
                            Map.of("id", id.toString(), "same_person", Boolean.toString(samePerson))),
                    1);
            return new Kept(feedback, known.isEmpty());
        }));
    }

    private void add(String tenant, OutcomeId id, Outcome outcome, Feedback feedback) {
        jdbc.sql("""
                        insert into outcome_feedback (at, tenant, accepted_on, job_id, pair_index, decided_at, same_person, client)
                        values (:at, :tenant, :acceptedOn, :job, :index, :decidedAt, :samePerson, :client)""")
                .param("at", Timestamp.from(feedback.at()))
                .param("tenant", tenant)
                .param("acceptedOn", outcome.job().acceptedOn())
                .param("job", id.job())
                .param("index", id.index())
                .param("decidedAt", Timestamp.from(outcome.decidedAt()))
                .param("samePerson", feedback.samePerson())
                .param("client", feedback.client())
                .update();
    }

    private Optional<Feedback> latest(String tenant, OutcomeId id) {
        return read(tenant, id, 1).stream().findFirst();
    }

    /** All that was said of an outcome, the last first: that one counts. */
    public List<Feedback> of(String tenant, OutcomeId id) {
        return reads.of(tenant, () -> read(tenant, id, MOST_SHOWN));
    }

    private List<Feedback> read(String tenant, OutcomeId id, int limit) {
        return jdbc.sql(ORDERED)
                .param("tenant", tenant)
                .param("job", id.job())
                .param("index", id.index())
                .param("limit", limit)
                .query((row, n) -> new Feedback(
                        row.getBoolean("same_person"), row.getTimestamp("at").toInstant(), row.getString("client")))
                .list();
    }
}
