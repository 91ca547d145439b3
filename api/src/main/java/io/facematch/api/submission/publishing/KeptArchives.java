package io.facematch.api.submission.publishing;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.StemRule;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobEndings;
import io.facematch.api.limit.Permit;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.spool.Spool;
import io.facematch.api.spool.SpoolFolder;
import io.facematch.api.submission.publishing.JobArchives.Turn;
import io.facematch.epoch.Purpose;
import io.facematch.job.JobKeys;
import io.facematch.payload.DataKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Archives in the folder of uploads, kept and opened again. */
@Component
public class KeptArchives {
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A commit that nobody waits for any more is over by then, once the database answers again. */
    private static final Duration COMMIT_LIMIT = Duration.ofMinutes(1);

    private final SpoolFolder folder;
    private final ImageMemory memory;
    private final PublishingSettings settings;
    private final JobArchives archives;
    private final JobKeys keys;
    /** Jobs that their clients were told are not accepted, and until when they are looked for. */
    private final Map<UUID, Long> disowned = new ConcurrentHashMap<>();

    KeptArchives(
            SpoolFolder folder, ImageMemory memory, PublishingSettings settings, JobArchives archives, JobKeys keys) {
        this.keys = keys;
        this.folder = folder;
        this.memory = memory;
        this.settings = settings;
        this.archives = archives;
    }

    /** An archive that is durable, for a job that is not stored yet. */
    public final class Kept {
        private final Turn firstTurn;
        private final UUID folderId;

        private Kept(Turn firstTurn, UUID folderId) {
            this.firstTurn = firstTurn;
            this.folderId = folderId;
        }

        /** To be called in the transaction that stores the job. The first turn to publish it is this process's. */
        public void store() {
            archives.add(firstTurn, folderId, settings.turn());
        }
    }

    /**
     * Returns when the archive is durable, which may take as long as the disk needs for all of it. Without a job that is
     * stored, {@link SpoolFolder#removeAbandoned} takes it away.
     */
    public Kept keep(UUID job, SpooledArchive archive, DataKey payloadKey) throws IOException {
        var spool = archive.spool();
        spool.keep();
        var name = Objects.requireNonNull(spool.name(), "this folder keeps nothing");
        var turn = new Turn(
                job,
                1,
                0,
                name,
                payloadKey.wrap(spool.key()),
                archive.reading().stems(),
                listing(spool.key(), archive.archive()));
        return new Kept(turn, folder.id().orElseThrow());
    }

    /**
     * The transaction that stores the job failed, and the database may have committed it all the same. Its client is told that
     * nothing was accepted, so it is cancelled where it turns up. Not for a job with an Idempotency-Key: its client sends
     * again, and is told of it.
     */
    public void disown(UUID job) {
        disowned.put(job, System.nanoTime() + COMMIT_LIMIT.toNanos());
    }

    /** Cancels disowned jobs that turned up. */
    void endDisowned(JobEndings endings) {
        disowned.forEach((job, until) -> {
            if (endings.cancel(job) || System.nanoTime() - until > 0) {
                disowned.remove(job);
            }
        });
    }

    /** An archive does not open. */
    static final class Unusable extends IOException {
        Unusable(String why) {
            super(why);
        }
    }

    /** It opens, but this version of the program finds other pairs in it. */
    static final class ReadOtherwise extends RuntimeException {
        ReadOtherwise() {
            super("another version reads other pairs");
        }
    }

    /** This process has no memory for it now. */
    static final class NoMemory extends RuntimeException {
        NoMemory() {
            super("no memory for another archive now");
        }
    }

    SpooledArchive open(Turn turn, Job job, DataKey payloadKey) throws IOException {
        var key = payloadKey.unwrap(turn.wrappedKey()).orElseThrow(() -> new Unusable("its key does not open"));
        var opened = open(turn.file(), turn.stems(), job, key);
        if (!MessageDigest.isEqual(turn.listing(), listing(key, opened.archive()))) {
            opened.close();
            throw new ReadOtherwise();
        }
        return opened;
    }

    /**
     * The archive of a job that is over, whose failed pairs may be compared again.
     *
     * @throws Problem 410 when it is gone; 503 when another process has it, or this one has no memory for it now
     */
    public SpooledArchive openEnded(Job job) throws IOException {
        var place = archives.find(job.getId()).orElseThrow(KeptArchives::gone);
        if (!folder.id().equals(Optional.of(place.folder()))) {
            throw Problem.busy("Another process of the server has the photos. Send the request again.", PAUSE);
        }
        var key = keys.find(job.getId(), Purpose.ARCHIVE).orElseThrow(KeptArchives::gone);
        try {
            return open(place.file(), place.stems(), job, key);
        } catch (NoMemory e) {
            throw Problem.busy("Too many large archives are read now. Send this again later.", PAUSE);
        } catch (ReadOtherwise | NoSuchFileException e) {
            throw gone();
        }
    }

    private static Problem gone() {
        return new Problem(
                ProblemCode.PHOTOS_GONE,
                "The photos of this job are not there any more. Upload its failed pairs again as a new job.");
    }

    /** @param key becomes the archive's own */
    private SpooledArchive open(String file, StemRule stems, Job job, DataKey key) throws IOException {
        var spool = Spool.reopen(folder, file, key);
        var held = new ArrayList<Permit>(1);
        var usable = false;
        try {
            var encoding = Optional.ofNullable(job.nameEncoding()).flatMap(NameEncoding::named);
            var reading = new ArchiveReading(encoding.orElse(null), stems);
            var archive =
                    Archive.reopen(spool.open(), settings.keptArchive(), reading, bytes -> held.add(memoryFor(bytes)));
            usable = true;
            return new SpooledArchive(spool, archive, reading, held.getFirst());
        } catch (RejectedArchive e) {
            throw new ReadOtherwise();
        } finally {
            if (!usable) {
                held.forEach(Permit::close);
                spool.close();
            }
        }
    }

    /** First the keys of jobs that are over, then their files. */
    void tidy() throws IOException {
        for (var ended : archives.ended(folder.id().orElseThrow(), settings.retryWithin())) {
            keys.delete(List.of(ended.job()), Purpose.ARCHIVE);
            folder.remove(ended.file());
            archives.forget(ended.job());
        }
        folder.removeAbandoned(archives::known);
    }

    private Permit memoryFor(long directoryBytes) {
        try {
            return memory.reserveDirectory(directoryBytes, MEMORY_PATIENCE).orElseThrow(NoMemory::new);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoMemory();
        }
    }

    /** Keyed, since names can be guessed. */
    private static byte[] listing(DataKey key, Archive archive) {
        var listingKey = key.ofFile("listing");
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(listingKey, "HmacSHA256"));
            archive.pairs()
                    .forEach(pair -> names(pair).forEach(name -> {
                        mac.update(name.getBytes(StandardCharsets.UTF_8));
                        mac.update((byte) 0); // in no name
                    }));
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HMAC-SHA256", e);
        } finally {
            Arrays.fill(listingKey, (byte) 0);
        }
    }

    private static List<String> names(ArchivePair pair) {
        return List.of(pair.stem(), pair.image1Path(), pair.image2Path());
    }
}
