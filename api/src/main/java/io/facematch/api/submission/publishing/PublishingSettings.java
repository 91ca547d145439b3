package io.facematch.api.submission.publishing;

import io.facematch.api.archive.ArchiveLimits;
import java.time.Duration;

/**
 * What publishing must keep to.
 *
 * @param lease how long it may stand still before it counts as interrupted
 * @param retryWithin how long the archive of a job that ended with errors stays
 * @param keptArchive what an archive may declare that was accepted before: nothing is refused any more, but images that are
 *     too large are not read
 */
public record PublishingSettings(Duration lease, Duration retryWithin, ArchiveLimits keptArchive) {
    private static final int LEASES_WITHOUT_OUTCOME = 10;
    private static final int TURNS_IN_LEASE = 3;
    private static final int LOOKS_IN_LEASE = 60;
    private static final int PAUSES_IN_LEASE = 12;

    /** How long a process that publishes an archive afterwards may be silent: shorter, since no client has to wait for it. */
    Duration turn() {
        return lease.dividedBy(TURNS_IN_LEASE);
    }

    /** How often there is a look for what to do; a turn is prolonged with each. */
    Duration betweenLooks() {
        return lease.dividedBy(LOOKS_IN_LEASE);
    }

    /** Before what failed is tried again, and between two times that files are tidied up. */
    Duration pause() {
        return lease.dividedBy(PAUSES_IN_LEASE);
    }

    /** Without any outcome for so long, pairs that nobody holds are taken for lost by the broker. */
    Duration stalledAfter() {
        return lease.multipliedBy(LEASES_WITHOUT_OUTCOME);
    }
}
