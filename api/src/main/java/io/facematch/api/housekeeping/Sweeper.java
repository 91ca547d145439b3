package io.facematch.api.housekeeping;

import io.facematch.api.jobs.JobEndings;
import io.facematch.api.jobs.Jobs;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.job.JobState;
import io.facematch.job.Outcomes;
import io.facematch.job.Pairs;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends jobs that do not end by themselves: interrupted submissions fail, overdue jobs expire, old ones lose their
 * names. Several processes may sweep at once; each change is guarded by the state it starts from.
 */
@Component
public class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Limit AT_ONCE = Limit.of(500);
    private static final List<JobState> OVER =
            List.of(JobState.COMPLETED, JobState.CANCELLED, JobState.EXPIRED, JobState.FAILED);
    private static final int MONTHS_AHEAD = 3;

    private final Jobs jobs;
    private final JobEndings endings;
    private final JobKeys keys;
    private final Pairs pairs;
    private final Outcomes outcomes;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    Sweeper(
            Jobs jobs,
            JobEndings endings,
            JobKeys keys,
            Pairs pairs,
            Outcomes outcomes,
            TransactionOperations transaction,
            InstantSource clock) {
        this.jobs = jobs;
        this.endings = endings;
        this.keys = keys;
        this.pairs = pairs;
        this.outcomes = outcomes;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One round. It costs little when there is little to do, so it may run often. */
    @Scheduled(fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    public void sweep() {
        var now = clock.instant();
        for (var job : jobs.interrupted(now, AT_ONCE)) {
            if (endings.fail(job, "submission interrupted")) {
                LOG.warn("Job {} failed: its submission was interrupted before it was accepted", job);
            }
        }
        for (var job : jobs.overdue(now, AT_ONCE)) {
            if (endings.expire(job)) {
                LOG.warn("Job {} expired before all its pairs were compared", job);
            }
        }
        var old = jobs.purgeable(now, OVER, AT_ONCE);
        if (!old.isEmpty()) {
            purge(old);
        }
    }

    /** Outcomes need a partition before the month begins. */
    @Scheduled(initialDelay = 0, fixedDelay = 6, timeUnit = TimeUnit.HOURS)
    public void makePartitions() {
        outcomes.makePartitions(
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(1), MONTHS_AHEAD + 1);
    }

    private void purge(List<UUID> old) {
        transaction.executeWithoutResult(status -> {
            keys.delete(old, Purpose.LABELS);
            pairs.forget(old);
            jobs.markPurged(old);
        });
        LOG.info("Forgot the names of {} old jobs", old.size());
    }
}
