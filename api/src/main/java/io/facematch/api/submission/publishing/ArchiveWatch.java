package io.facematch.api.submission.publishing;

import io.facematch.api.jobs.JobEndings;
import io.facematch.api.spool.SpoolFolder;
import io.facematch.queue.Topology;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks after the archives that are kept: keeps this process's turns, takes over what others left, has pairs published again
 * that the broker lost, and deletes files that are needed no more. On a thread of its own: a turn must not wait for the sweeper.
 */
@Component
class ArchiveWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWatch.class);

    private final ArchivePublishing publishing;
    private final KeptArchives kept;
    private final JobArchives archives;
    private final JobEndings endings;
    private final SpoolFolder folder;
    private final AmqpAdmin broker;
    private final PublishingSettings settings;
    private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("archive-watch").factory());

    ArchiveWatch(
            ArchivePublishing publishing,
            KeptArchives kept,
            JobArchives archives,
            JobEndings endings,
            SpoolFolder folder,
            AmqpAdmin broker,
            PublishingSettings settings) {
        this.publishing = publishing;
        this.kept = kept;
        this.archives = archives;
        this.endings = endings;
        this.folder = folder;
        this.broker = broker;
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        if (folder.id().isPresent()) {
            every(settings.betweenLooks(), publishing::keepTurns);
            every(settings.betweenLooks(), this::takeOver);
            every(settings.betweenLooks(), () -> kept.endDisowned(endings));
            every(settings.pause(), this::tidy);
            every(settings.lease(), this::publishLostAgain);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor, and tells of its failures itself
    private void every(Duration pause, Runnable task) {
        watch.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (DataAccessException | TransactionException | AmqpException e) {
                        LOG.debug("Database or broker is away; tried again soon", e);
                    } catch (RuntimeException e) {
                        LOG.error("Archives could not be looked after; it is tried again", e);
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void takeOver() {
        while (publishing.resume(folder)) {
            LOG.debug("took a turn");
        }
    }

    /** The key of a job that is over is gone already; now the file goes. */
    void tidy() {
        try {
            kept.tidy();
        } catch (IOException e) {
            LOG.warn(
                    "A file of the folder of uploads could not be deleted ({}); it is tried again",
                    e.getClass().getSimpleName());
        }
    }

    /**
     * A broker that lost its disk has confirmed pairs that nobody will compare. An empty queue alone says nothing: a broker that
     * has just started shows one, too.
     */
    void publishLostAgain() {
        for (var stalled : archives.stalled(id(), settings.stalledAfter())) {
            var queue = broker.getQueueInfo(Topology.lane(stalled.lane()));
            if (queue != null && queue.getMessageCount() == 0) {
                LOG.warn(
                        "Job {} got no outcome for {}, and its queue is empty: its pairs are published again",
                        stalled.job(),
                        settings.stalledAfter());
                archives.publishAgain(stalled.job());
            }
        }
    }

    private UUID id() {
        return folder.id().orElseThrow();
    }

    @PreDestroy
    void stop() {
        watch.shutdownNow();
    }
}
