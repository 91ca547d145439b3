package io.facematch.api.audit.export.background;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.export.ExportForm;
import io.facematch.api.audit.export.ExportFormat;
import io.facematch.api.audit.export.background.ExportJob.Kind;
import io.facematch.api.audit.export.background.ExportJob.Problem;
import io.facematch.api.audit.pack.EvidencePack;
import io.facematch.api.audit.pack.PackRequest;
import io.facematch.api.audit.query.OutcomeSearch;
import io.facematch.api.security.Owner;
import io.facematch.payload.DataKey;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Makes the files of exports, so many at once as the settings say. A file gets its key in the database when it is whole: until
 * then, and where its process dies, nobody can open it.
 */
@Component
class ExportWork {
    private static final Logger LOG = LoggerFactory.getLogger(ExportWork.class);
    private static final long LONGEST_END_SECONDS = 10;

    private final ExportJobs jobs;
    private final ExportFiles files;
    private final ExportKeys keys;
    private final OutcomeSearch search;
    private final EvidencePack packs;
    private final AccessLog accesses;
    private final ExportJobSettings settings;
    private final Set<Making> current = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("export-", 0).daemon().factory());
    private volatile boolean isEnding;

    ExportWork(
            ExportJobs jobs,
            ExportFiles files,
            ExportKeys keys,
            OutcomeSearch search,
            EvidencePack packs,
            AccessLog accesses,
            ExportJobSettings settings) {
        this.jobs = jobs;
        this.files = files;
        this.keys = keys;
        this.search = search;
        this.packs = packs;
        this.accesses = accesses;
        this.settings = settings;
    }

    /** Begins what waits, as far as there are places. */
    void begin() {
        while (!isEnding && current.size() < settings.atOnce()) {
            var next = jobs.claim();
            if (next.isEmpty()) {
                return;
            }
            var making = new Making(next.get());
            current.add(making);
            threads.execute(making);
        }
    }

    /** Says how far those are that this process makes, and that it still does. */
    void tell() {
        for (var making : current) {
            making.tell();
        }
    }

    /** Leaves what is not ready to another process. */
    @PreDestroy
    void end() throws InterruptedException {
        isEnding = true;
        threads.shutdown();
        threads.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
    }

    /** It is not to be made any more, or not by this process. */
    private static final class Abandoned extends RuntimeException {
        Abandoned() {
            super("an export is not made any more");
        }
    }

    /** More match than one export may have. */
    private static final class TooMany extends RuntimeException {
        TooMany() {
            super("too many rows");
        }
    }

    private final class Making implements Runnable {
        private final ExportJob job;
        private volatile long rows;
        private volatile @Nullable Long known;
        private volatile boolean isAbandoned;

        Making(ExportJob job) {
            this.job = job;
        }

        void tell() {
            if (!jobs.tell(job, rows, known)) {
                isAbandoned = true;
            }
        }

        @Override
        public void run() {
            try {
                if (!make()) {
                    deleteFile();
                }
            } catch (Abandoned e) {
                deleteFile();
                if (isEnding && !isAbandoned) {
                    jobs.giveBack(job);
                }
            } catch (DataAccessException | TransactionException e) {
                // Its lease ends, and then it is begun again.
                LOG.warn(
                        "Export {}: the database does not answer ({})",
                        job.id(),
                        e.getClass().getName());
                deleteFile();
            } catch (IOException | RuntimeException e) {
                deleteFile();
                fail(e);
            } finally {
                current.remove(this);
            }
        }

        private boolean make() throws IOException {
            try (var key = DataKey.random();
                    var file = files.create(job, key);
                    var access = accesses.begin(access())) {
                var count = search.count(job.filter());
                known = count;
                if (count > settings.maxRows()) {
                    throw new TooMany();
                }
                write(file, () -> {
                    access.addRow();
                    rows = access.rows();
                    if (isAbandoned || isEnding) {
                        throw new Abandoned();
                    }
                });
                file.close();
                access.complete();
                return complete(file, key);
            }
        }

        private void write(OutputStream out, Runnable eachRow) throws IOException {
            if (job.kind() == Kind.PACK) {
                var request = new PackRequest(job.id(), job.filter(), job.allColumns(), owner(), job.submittedAt());
                packs.write(request, files.folder(), eachRow, out);
                return;
            }
            var form = new ExportForm(
                    ExportFormat.ofCode(job.format()), job.allColumns(), job.byteOrderMark(), ZoneId.of(job.zone()));
            try (var said = search.said()) {
                var writer = form.writer(said::about, out);
                var found = search.all(job.filter());
                while (found.hasNext()) {
                    writer.add(found.next());
                    eachRow.run();
                }
                writer.finish();
            }
        }

        private boolean complete(ExportFiles.Written file, DataKey key) {
            var sha256 = file.sha256Sum();
            var wrapped = keys.wrap(key);
            try {
                return jobs.complete(job, rows, file.bytes(), sha256, wrapped, settings.keep());
            } catch (DataIntegrityViolationException e) {
                keys.leave(wrapped);
                return jobs.complete(job, rows, file.bytes(), sha256, keys.wrap(key), settings.keep());
            }
        }

        private Access access() {
            return Access.of(owner(), job.kind() == Kind.PACK ? What.PACK : What.EXPORT, ExportAccess.words(job));
        }

        private Owner owner() {
            return new Owner(job.ownerTenant(), job.ownerClient(), Set.of());
        }

        private void deleteFile() {
            try {
                files.delete(new ExportJobs.File(job.id(), job.attempts()));
            } catch (IOException e) {
                LOG.warn(
                        "A file of the spool can't be deleted now ({})",
                        e.getClass().getName());
            }
        }

        private void fail(Exception e) {
            var problem = problem(e);
            if (problem == Problem.INTERNAL_ERROR || problem == Problem.NOT_INTACT) {
                LOG.error(
                        "Export {} failed: {} ({})",
                        job.id(),
                        problem.code(),
                        e.getClass().getName());
                LOG.debug("Why an export failed", e);
            } else {
                LOG.info("Export {} failed: {}", job.id(), problem.code());
            }
            try {
                jobs.fail(job, problem);
            } catch (DataAccessException | TransactionException away) {
                LOG.warn(
                        "Export {}: the database does not answer ({})",
                        job.id(),
                        away.getClass().getName());
            }
        }

        private static Problem problem(Exception e) {
            return switch (e) {
                case TooMany ignored -> Problem.TOO_MANY_ROWS;
                case io.facematch.api.problem.Problem ignored -> Problem.TOO_MANY_ROWS;
                case EvidencePack.NotSigned ignored -> Problem.LOG_NOT_SIGNED;
                case EvidencePack.NotIntact ignored -> Problem.NOT_INTACT;
                case IOException ignored -> Problem.NO_ROOM;
                default -> Problem.INTERNAL_ERROR;
            };
        }
    }
}
