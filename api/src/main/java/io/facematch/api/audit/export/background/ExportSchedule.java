package io.facematch.api.audit.export.background;

import io.facematch.api.audit.export.background.ExportJobs.File;
import java.io.IOException;
import java.util.HashSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Has exports made, and forgotten when their time is over. Several processes may do so at once. */
@Component
class ExportSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(ExportSchedule.class);

    private final ExportWork work;
    private final ExportJobs jobs;
    private final ExportFiles files;

    ExportSchedule(ExportWork work, ExportJobs jobs, ExportFiles files) {
        this.work = work;
        this.jobs = jobs;
        this.files = files;
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void work() {
        try {
            work.tell();
            work.begin();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("Exports wait for the database", e);
        }
    }

    @Scheduled(fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
    void sweep() {
        try {
            jobs.expire();
            sweepFiles();
            jobs.missUnseen();
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("Exports wait for the database", e);
        } catch (IOException e) {
            LOG.warn("The spool can't be swept now ({})", e.getClass().getName());
        }
    }

    private void sweepFiles() throws IOException {
        var here = files.all();
        var ids = here.stream().map(File::id).distinct().toList();
        var needed = new HashSet<>(jobs.needed(ids));
        for (var file : here) {
            if (!needed.contains(file)) {
                files.delete(file);
            }
        }
        jobs.saw(here.stream().filter(needed::contains).map(File::id).toList());
    }
}
