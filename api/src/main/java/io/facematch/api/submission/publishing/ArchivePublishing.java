package io.facematch.api.submission.publishing;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.Jobs;
import io.facematch.api.spool.SpoolFolder;
import io.facematch.api.submission.publishing.ArchiveProgress.Stopped;
import io.facematch.api.submission.publishing.JobArchives.Turn;
import io.facematch.api.submission.publishing.KeptArchives.NoMemory;
import io.facematch.api.submission.publishing.KeptArchives.ReadOtherwise;
import io.facematch.epoch.EpochKeys.KeyLost;
import io.facematch.job.JobKeys;
import io.facematch.job.OpenJob;
import io.facematch.payload.DataKey;
import io.facematch.queue.ConfirmedPublisher;
import io.facematch.queue.PublishingBatch.BrokerUnavailable;
import io.facematch.verification.Reason;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Publishes archives after their jobs were accepted, each on a thread of its own, and goes on with what a process before this
 * one did not finish. The broker may refuse for as long as it likes: the archive waits on the disk.
 */
@Component
public class ArchivePublishing {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivePublishing.class);

    /** So many that a small archive need not wait for large ones; the memory for directories is the narrower limit. */
    private static final int MOST_AT_ONCE = 64;

    private static final int FIRST_TURN = 1;
    private static final int MOST_FAILURES = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final JobArchives archives;
    private final KeptArchives kept;
    private final Jobs jobs;
    private final JobKeys keys;
    private final PairSender sender;
    private final ConfirmedPublisher publisher;
    private final PublishingSettings settings;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    /** Of jobs whose archive could not be read by this process. */
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    ArchivePublishing(
            JobArchives archives,
            KeptArchives kept,
            Jobs jobs,
            JobKeys keys,
            PairSender sender,
            ConfirmedPublisher publisher,
            PublishingSettings settings) {
        this.archives = archives;
        this.kept = kept;
        this.jobs = jobs;
        this.keys = keys;
        this.sender = sender;
        this.publisher = publisher;
        this.settings = settings;
    }

    private record Running(int turn, ArchiveProgress progress, Thread thread) {}

    /**
     * Begins to publish an archive whose job has just been stored, by {@link KeptArchives#keep}. Whatever happens here, the
     * job is accepted.
     *
     * @param publishing its key stays the caller's to close
     */
    void begin(Publishing publishing, SpooledArchive archive) {
        var job = publishing.job().id();
        var progress = new ArchiveProgress(0, List.of(), false);
        if (stopping || running.size() >= MOST_AT_ONCE) {
            end(job, FIRST_TURN, progress, Duration.ZERO);
            return;
        }
        var own = publishing.copy();
        var handedOver = archive.handOver();
        start(job, FIRST_TURN, progress, () -> publish(own, FIRST_TURN, handedOver, progress));
    }

    /**
     * Takes over what nobody publishes. To be called often.
     *
     * @return whether there was something
     */
    boolean resume(SpoolFolder folder) {
        var id = folder.id();
        if (id.isEmpty() || stopping || running.size() >= MOST_AT_ONCE || !publisher.isAccepting()) {
            return false;
        }
        var turn = archives.take(id.get(), settings.turn());
        turn.ifPresent(this::resume);
        return turn.isPresent();
    }

    private void resume(Turn turn) {
        var isLastTry = failures.getOrDefault(turn.job(), 0) >= MOST_FAILURES;
        var progress = new ArchiveProgress(turn.first(), archives.decided(turn.job()), isLastTry);
        start(turn.job(), turn.number(), progress, () -> resume(turn, progress));
    }

    private void start(UUID job, int turn, ArchiveProgress progress, Runnable publishing) {
        var thread = Thread.ofPlatform().daemon().name("publishing").unstarted(() -> {
            try {
                publishing.run();
            } catch (RuntimeException e) {
                LOG.error("Publishing of job {} failed; it is tried again when its turn is over", job, e);
            } finally {
                running.remove(job);
            }
        });
        running.put(job, new Running(turn, progress, thread));
        thread.start();
    }

    private void resume(Turn turn, ArchiveProgress progress) {
        var job = jobs.findById(turn.job()).orElseThrow();
        try {
            var open = keys.open(turn.job()).orElseThrow();
            var key = open.payloadKey();
            if (key == null) {
                return; // it is over by now
            }
            try {
                resume(turn, job, open, key, progress);
            } finally {
                key.close();
            }
        } catch (KeyLost e) {
            giveUp(turn, job, keys.describe(turn.job()).orElseThrow(), Reason.KEY_LOST, progress);
        } catch (DataAccessException e) {
            LOG.warn("Publishing of job {} waits for the database", turn.job());
        }
    }

    private void resume(Turn turn, Job job, OpenJob open, DataKey key, ArchiveProgress progress) {
        SpooledArchive archive;
        try {
            archive = kept.open(turn, job, key);
        } catch (NoMemory e) {
            end(turn.job(), turn.number(), progress, settings.pause());
            return;
        } catch (ReadOtherwise e) {
            LOG.error(
                    "The archive of job {} was accepted by a version that reads other pairs in it. It waits for such a"
                            + " process until its deadline",
                    turn.job());
            end(turn.job(), turn.number(), progress, settings.turn());
            return;
        } catch (IOException e) {
            if (progress.givesUpUnreadable()) {
                giveUp(turn, job, open, Reason.PAYLOAD_LOST, progress);
            } else {
                countFailure(turn.job(), e);
                end(turn.job(), turn.number(), progress, settings.pause());
            }
            return;
        }
        LOG.info("Going on to publish the pairs of job {} from pair {}", turn.job(), progress.next());
        publish(Publishing.of(job, open.surface(), key.copy(), null), turn.number(), archive, progress);
    }

    /** @param publishing whose key is closed here */
    private void publish(Publishing publishing, int turn, SpooledArchive archive, ArchiveProgress progress) {
        var job = publishing.job().id();
        var pause = settings.pause();
        try (var key = publishing.key();
                archive;
                var batch = publisher.open()) {
            sender.send(batch, publishing, archive.archive(), progress);
            batch.awaitConfirms();
            failures.remove(job);
            pause = Duration.ZERO;
        } catch (Stopped e) {
            pause = Duration.ZERO;
        } catch (BrokerUnavailable e) {
            LOG.warn("Publishing of job {} waits for the broker", job);
        } catch (IOException e) {
            countFailure(job, e);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Publishing of job {} was interrupted ({}) and is tried again",
                    job,
                    e.getClass().getSimpleName());
        }
        end(job, turn, progress, pause);
    }

    private void giveUp(Turn turn, Job job, OpenJob open, Reason reason, ArchiveProgress progress) {
        LOG.error("Pairs of job {} that were not published yet are lost ({})", turn.job(), reason.code());
        try {
            sender.giveUp(open, job.total(), reason, progress);
            failures.remove(turn.job());
        } catch (Stopped e) {
            LOG.debug("The job is over, or another process has its turn");
        } catch (RuntimeException e) {
            LOG.warn(
                    "Lost pairs of job {} could not be written yet ({})",
                    turn.job(),
                    e.getClass().getSimpleName());
        }
        end(turn.job(), turn.number(), progress, settings.pause());
    }

    private void countFailure(UUID job, IOException e) {
        LOG.warn(
                "The archive of job {} could not be read ({}); it is tried again",
                job,
                e.getClass().getSimpleName());
        failures.merge(job, 1, Integer::sum);
    }

    /** Ends the turn: another one may begin after the pause, unless all is done. */
    private void end(UUID job, int turn, ArchiveProgress progress, Duration pause) {
        try {
            archives.save(job, turn, progress.next(), pause);
        } catch (DataAccessException e) {
            LOG.debug("The turn ends with its lease", e);
        }
    }

    /** Prolongs the leases. To be called several times in each. */
    void keepTurns() {
        running.forEach((job, own) -> {
            try {
                if (!archives.save(job, own.turn(), own.progress().next(), settings.turn())) {
                    own.progress().stop();
                }
            } catch (DataAccessException e) {
                LOG.debug("The database is away; nobody else can take the turn meanwhile", e);
            }
        });
    }

    /** Ends all turns of this process, so that another one goes on at once. */
    @PreDestroy
    void stop() {
        stopping = true;
        running.values().forEach(each -> each.progress().stop());
        var end = System.nanoTime() + STOP_LIMIT.toNanos();
        for (var each : List.copyOf(running.values())) {
            try {
                each.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
