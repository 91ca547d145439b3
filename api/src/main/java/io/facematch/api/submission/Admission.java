package io.facematch.api.submission;

import io.facematch.api.limit.Permit;
import io.facematch.api.limit.TenantLimits;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.api.submission.publishing.ImageMemory;
import io.facematch.queue.ConfirmedPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Decides, before a body is read, whether there is room for it. A refusal is a 413, 429 or 503. */
@Component
public class Admission {
    private static final Duration BROKER_PAUSE = Duration.ofSeconds(10);
    private static final Duration MEMORY_PAUSE = Duration.ofSeconds(1);
    private static final Duration UPLOAD_PAUSE = Duration.ofSeconds(5);
    private static final Duration DISK_PAUSE = Duration.ofMinutes(1);
    private static final long DISK_RESERVE = 512L << 20;

    private final SubmissionSettings settings;
    private final ConfirmedPublisher publisher;
    private final TenantLimits limits;
    private final Semaphore uploads;
    private final ImageMemory memory;

    Admission(SubmissionSettings settings, ConfirmedPublisher publisher, TenantLimits limits, ImageMemory memory) {
        this.settings = settings;
        this.publisher = publisher;
        this.limits = limits;
        this.uploads = new Semaphore(settings.maxUploads());
        this.memory = memory;
    }

    /**
     * Permits a form with a pair, if there is memory for it.
     *
     * @param announced the request's Content-Length, -1 if it has none
     */
    public Permit admitPair(long announced) {
        if (announced > settings.largestPairForm()) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "An image may have %d bytes at most, and both together %d; send smaller ones."
                            .formatted(settings.maxImageSize().toBytes(), settings.largestPair()));
        }
        requireBroker();
        // Twice: while the pair is put together, each image is there once more.
        return memory.tryReserve(2 * (announced < 0 ? settings.largestPairForm() : announced))
                .orElseThrow(Admission::noMemory);
    }

    /**
     * Permits a form with one photo that is not compared, if there is memory for it.
     *
     * @param announced the request's Content-Length, -1 if it has none
     */
    public Permit admitPhoto(long announced) {
        var most = largestPhotoForm();
        if (announced > most) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "A photo may have " + largestPhoto() + " bytes at most; send a smaller one.");
        }
        // Twice, as for a pair: while it is read, a photo is there in pieces, too.
        return memory.tryReserve(2 * (announced < 0 ? most : announced)).orElseThrow(Admission::noMemory);
    }

    /** In bytes. */
    public int largestPhoto() {
        return Math.toIntExact(settings.maxImageSize().toBytes());
    }

    /** In bytes, of a form with one photo. */
    public long largestPhotoForm() {
        return largestPhoto() + SubmissionSettings.FORM_OVERHEAD;
    }

    static Problem noMemory() {
        return Problem.busy("Too many photos are in memory now. Send them again.", MEMORY_PAUSE);
    }

    /**
     * Permits a form that may hold a pair or an archive; a form without length, or with a large one, counts as an
     * archive. Of an owner who may not send archives it counts as a pair, and takes no place of those who may.
     *
     * @param announced the request's Content-Length, -1 if it has none
     */
    Permit admitForm(Owner owner, long announced) throws IOException {
        return countsAsArchive(owner, announced, settings) ? admitArchive(owner, announced) : admitPair(announced);
    }

    static boolean countsAsArchive(Owner owner, long announced, SubmissionSettings settings) {
        return owner.has(Scopes.BULK) && (announced < 0 || announced > settings.largestPairForm());
    }

    /**
     * Permits an archive, if there is room on the disk and not too many are uploaded.
     *
     * @param announced the request's Content-Length, -1 if it has none
     */
    Permit admitArchive(Owner owner, long announced) throws IOException {
        requireBroker();
        var limit = settings.maxArchiveSize().toBytes();
        if (announced > limit) {
            throw new Problem(
                    ProblemCode.TOO_LARGE,
                    "An archive may have " + limit + " bytes at most; split it into several jobs.");
        }
        // Of one without length, nobody knows; like all others it ends when the disk is full, see RoomOnDisk.
        requireRoom(Math.max(0, announced));
        var ofTenant = limits.admitUpload(owner.tenant());
        if (!uploads.tryAcquire()) {
            ofTenant.close();
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_UPLOADS,
                    settings.maxUploads() + " archives are being uploaded; send this one again later.",
                    UPLOAD_PAUSE);
        }
        return () -> {
            uploads.release();
            ofTenant.close();
        };
    }

    /**
     * Leaves what others on this disk need to go on.
     *
     * @param bytes that are to come
     * @throws Problem 503 when there is less room
     */
    void requireRoom(long bytes) throws IOException {
        if (Files.getFileStore(settings.spoolDirectory()).getUsableSpace() < bytes + DISK_RESERVE) {
            throw noRoom();
        }
    }

    /** The disk can't take an archive. */
    static Problem noRoom() {
        return Problem.busy("There is no room for this archive now. Send it again later.", DISK_PAUSE);
    }

    private void requireBroker() {
        if (!publisher.isAccepting()) {
            throw Problem.busy("The message broker takes no work now. Send it again later.", BROKER_PAUSE);
        }
    }
}
