package io.facematch.api.submission.publishing;

import io.facematch.api.jobs.JobEndings;
import io.facematch.api.problem.Problem;
import io.facematch.payload.ImagePair;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.PublishingBatch;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Publishes the pairs of a new job. Unless its archive is kept, it makes them durable in the broker while the client waits: publishes every pair, waits for the confirms, and sets the
 * job RUNNING. If that fails, the job is set FAILED, here or by the sweeper. Its key is deleted with that, so what was
 * published can't be opened.
 */
@Component
public class PairPublishing {
    private static final Logger LOG = LoggerFactory.getLogger(PairPublishing.class);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(10);

    private final Enqueuing enqueuing;
    private final JobEndings endings;
    private final ConfirmedPublisher publisher;
    private final PairSender sender;
    private final ArchivePublishing afterwards;
    private final Duration lease;
    private final InstantSource clock;

    PairPublishing(
            Enqueuing enqueuing,
            JobEndings endings,
            ConfirmedPublisher publisher,
            PairSender sender,
            ArchivePublishing afterwards,
            PublishingSettings settings,
            InstantSource clock) {
        this.enqueuing = enqueuing;
        this.endings = endings;
        this.publisher = publisher;
        this.sender = sender;
        this.afterwards = afterwards;
        this.lease = settings.lease();
        this.clock = clock;
    }

    private interface Sending {
        void to(PublishingBatch batch) throws BrokerUnavailable, IOException;
    }

    /** Returns when the pair is durable in the broker, and the job is RUNNING or over already. */
    public void publish(Publishing publishing, ImagePair images) {
        publish(publishing.job().id(), batch -> sender.send(batch, publishing, 0, images, isConfirmed -> {}));
    }

    /**
     * Returns when all pairs are durable in the broker, and the job is RUNNING or over already. If the archive is kept, it
     * returns at once.
     */
    public void publish(Publishing publishing, SpooledArchive archive) {
        if (archive.isDurable()) {
            afterwards.begin(publishing, archive);
            return;
        }
        publish(
                publishing.job().id(),
                batch -> sender.send(
                        batch,
                        publishing,
                        archive.archive(),
                        new Renewal(publishing.job().id())));
    }

    private void publish(UUID job, Sending pairs) {
        try (var batch = publisher.open()) {
            pairs.to(batch);
            batch.awaitConfirms();
            if (!enqueuing.startRunning(job)) {
                throw interrupted();
            }
        } catch (BrokerUnavailable e) {
            abandon(job, "the broker took no messages");
            throw Problem.busy(
                    "The message broker takes no work now. Nothing was accepted; send it again.", BUSY_PAUSE);
        } catch (IOException e) {
            abandon(job, "the spool could not be read");
            throw Problem.busy("The archive could not be read back. Nothing was accepted; send it again.", BUSY_PAUSE);
        } catch (RuntimeException e) {
            abandon(job, "an unexpected error");
            throw e;
        }
    }

    /** Prolongs the lease of a job while its pairs are published. */
    private final class Renewal implements PairSender.Progress {
        private final UUID job;
        private Instant renewAt;

        Renewal(UUID job) {
            this.job = job;
            this.renewAt = clock.instant().plus(lease.dividedBy(3));
        }

        @Override
        public boolean wants(int index) {
            if (clock.instant().isAfter(renewAt)) {
                if (!enqueuing.renewLease(job, clock.instant().plus(lease))) {
                    throw interrupted();
                }
                renewAt = clock.instant().plus(lease.dividedBy(3));
            }
            return true;
        }

        @Override
        public void settled(int index) {
            // All are waited for at the end.
        }

        @Override
        public boolean givesUpUnreadable() {
            return false;
        }
    }

    private static Problem interrupted() {
        return Problem.busy("The submission was interrupted. Nothing was accepted; send it again.", BUSY_PAUSE);
    }

    private void abandon(UUID job, String why) {
        try {
            endings.fail(job, why);
        } catch (RuntimeException e) {
            // When the lease runs out, the sweeper does the same.
            LOG.warn(
                    "A broken submission is left to the sweeper ({})",
                    e.getClass().getSimpleName());
        }
    }
}
