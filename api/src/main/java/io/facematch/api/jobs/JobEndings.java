package io.facematch.api.jobs;

import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends jobs that are not completed: changes the state and deletes the payload key in one transaction. */
@Component
public class JobEndings {
    private final Jobs jobs;
    private final JobKeys keys;
    private final InstantSource clock;

    JobEndings(Jobs jobs, JobKeys keys, InstantSource clock) {
        this.jobs = jobs;
        this.keys = keys;
        this.clock = clock;
    }

    /** @return whether this call ended the job; false when it was over already */
    @Transactional
    public boolean cancel(UUID job) {
        return forgetPayload(jobs.cancel(job, clock.instant()), job);
    }

    @Transactional
    public boolean expire(UUID job) {
        return forgetPayload(jobs.expire(job, clock.instant()), job);
    }

    /** Ends a job that was never accepted. Nothing of it is kept readable, names included. */
    @Transactional
    public boolean fail(UUID job, String why) {
        var ended = forgetPayload(jobs.fail(job, clock.instant(), why), job);
        if (ended) {
            keys.delete(List.of(job), Purpose.LABELS);
        }
        return ended;
    }

    private boolean forgetPayload(int changed, UUID job) {
        if (changed == 1) {
            keys.delete(List.of(job), Purpose.PAYLOAD);
        }
        return changed == 1;
    }
}
