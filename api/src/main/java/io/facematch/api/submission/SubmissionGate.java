package io.facematch.api.submission;

import io.facematch.api.jobs.Owner;
import io.facematch.api.limit.TenantLimits;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.job.Lanes;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Asked before a body is read: can what is coming be taken at all? A no is 413, 429 or 503, and cost nothing. */
@Component
class SubmissionGate {
    private static final Duration BROKER_PAUSE = Duration.ofSeconds(10);
    private static final Duration CROWD_PAUSE = Duration.ofSeconds(1);
    private static final Duration UPLOAD_PAUSE = Duration.ofSeconds(5);
    private static final Duration DRAIN_PAUSE = Duration.ofMinutes(1);
    private static final long DISK_RESERVE = 512L << 20;

    private final SubmissionSettings settings;
    private final ConfirmedPublisher publisher;
    private final TenantLimits limits;
    private final Lanes lanes;
    private final Semaphore uploads;
    private final Semaphore memory;

    SubmissionGate(SubmissionSettings settings, ConfirmedPublisher publisher, TenantLimits limits, Lanes lanes) {
        this.settings = settings;
        this.publisher = publisher;
        this.limits = limits;
        this.lanes = lanes;
        this.uploads = new Semaphore(settings.maxUploads());
        this.memory = new Semaphore(units(settings.pairMemory().toBytes()));
    }

    /** A place among what this process takes at once. */
    interface Pass extends AutoCloseable {
        @Override
        void close();
    }

    /** @param announced the request's Content-Length, -1 if it has none */
    Pair.Room admitPair(long announced) {
        if (announced > settings.largestPairForm()) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "An image may have " + settings.maxImageSize().toBytes() + " bytes at most; send smaller ones.");
        }
        requireBroker();
        var expected = units(announced < 0 ? settings.largestPairForm() : announced);
        if (!memory.tryAcquire(expected)) {
            throw Problem.busy("Too many photos are in memory now. Send them again.", CROWD_PAUSE);
        }
        return () -> memory.release(expected);
    }

    /** Kibibytes, for semaphores count in ints. */
    private static int units(long bytes) {
        return Math.toIntExact((bytes + 1023) / 1024);
    }

    /**
     * A form may hold a pair or an archive; its announced length tells which to expect.
     *
     * @param announced the request's Content-Length, -1 if it has none
     */
    Pass admitParts(Owner owner, long announced) throws IOException {
        if (announced < 0 || announced > settings.largestPairForm()) {
            return admitBulk(owner, announced);
        }
        var room = admitPair(announced);
        return room::close;
    }

    /** @param announced the request's Content-Length, -1 if it has none */
    Pass admitBulk(Owner owner, long announced) throws IOException {
        requireBroker();
        var limit = settings.maxArchiveSize().toBytes();
        if (announced > limit) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "An archive may have " + limit + " bytes at most; split it into several jobs.");
        }
        var expected = announced < 0 ? limit : announced;
        if (Files.getFileStore(settings.spoolDirectory()).getUsableSpace() < expected + DISK_RESERVE) {
            throw Problem.busy("There is no room for this archive now. Send it again later.", DRAIN_PAUSE);
        }
        var place = limits.admitUpload(owner.tenant());
        if (!uploads.tryAcquire()) {
            place.close();
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_UPLOADS,
                    settings.maxUploads() + " archives are being uploaded; send this one again later.",
                    UPLOAD_PAUSE);
        }
        return () -> {
            uploads.release();
            place.close();
        };
    }

    /**
     * The lane with the least work, in bytes, for an archive of so many.
     *
     * @throws Problem when even that one has no room for it
     */
    int emptiestLane(long bytes) {
        var lane = lanes.emptiest(Topology.LANES);
        // Into an empty lane goes any archive: what does not fit at once follows as the lane drains.
        if (lane.waiting() > 0 && lane.waiting() + bytes > Topology.MAX_QUEUE_BYTES) {
            throw Problem.busy("All lanes are full. Send the archive again later.", DRAIN_PAUSE);
        }
        return lane.number();
    }

    private void requireBroker() {
        if (!publisher.isAccepting()) {
            throw Problem.busy("The message broker takes no work now. Send it again later.", BROKER_PAUSE);
        }
    }
}
