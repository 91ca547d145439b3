package io.facematch.api.submission;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.form.FormPart;
import io.facematch.api.form.FormParts;
import io.facematch.api.form.PairForm;
import io.facematch.api.form.PairReader;
import io.facematch.api.form.ReferenceReader;
import io.facematch.api.limit.Permit;
import io.facematch.api.limit.TenantLimits;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.api.spool.Spool;
import io.facematch.api.spool.SpoolFolder;
import io.facematch.api.submission.publishing.ImageMemory;
import io.facematch.api.submission.publishing.SpooledArchive;
import io.facematch.payload.DigestKey;
import io.facematch.verification.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Reads a request body as it streams in: two images into memory, an archive into the encrypted spool. No byte of either
 * touches a disk in the clear.
 */
@Component
class SubmissionReader {
    private static final String SURFACE = "v1";
    private static final String ARCHIVE = "archive";
    private static final PairForm FORM =
            new PairForm(Role.PROBE.code(), Role.REFERENCE.code(), true, "unique_id", "operating_point");

    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(20);
    private static final Duration MEMORY_PAUSE = Duration.ofSeconds(10);

    private static final Permit NOTHING = () -> {};

    private final SubmissionSettings settings;
    private final Admission admission;
    private final TenantLimits limits;
    private final ImageMemory memory;
    private final SpoolFolder folder;
    private final DigestKey digestKey;

    SubmissionReader(
            SubmissionSettings settings,
            Admission admission,
            TenantLimits limits,
            ImageMemory memory,
            SpoolFolder folder,
            DigestKey digestKey) {
        this.settings = settings;
        this.admission = admission;
        this.folder = folder;
        this.limits = limits;
        this.memory = memory;
        this.digestKey = digestKey;
    }

    /** The raw body is the archive. */
    Submission archive(HttpServletRequest request, Owner owner, SubmissionParameters parameters) throws IOException {
        return archive(request.getInputStream(), request, owner, parameters, null);
    }

    /**
     * The archive comes from somewhere else.
     *
     * @param retryOf the job whose failed pairs are compared again
     */
    Submission archive(
            InputStream body,
            HttpServletRequest request,
            Owner owner,
            SubmissionParameters parameters,
            @Nullable UUID retryOf)
            throws IOException {
        var provenance = Provenance.of(SURFACE, request).with(parameters.reference());
        return bulk(spool(body, owner), owner, provenance, parameters, retryOf);
    }

    /**
     * Parts are either {@code image1} and {@code image2}, or {@code archive}. Whether the owner may send an archive is
     * checked before it is read.
     *
     * @param parameters its operating point and its reference count if the form has none
     */
    Submission form(HttpServletRequest request, Owner owner, SubmissionParameters parameters) throws IOException {
        // A form that was taken for an archive may turn out to hold a pair, which has no memory yet.
        var parts = new Parts(
                owner, parameters, Admission.countsAsArchive(owner, request.getContentLengthLong(), settings));
        try {
            FormParts.read(
                    request, owner.has(Scopes.BULK) ? settings.largestForm() : settings.largestPairForm(), parts::take);
            return parts.submission(Provenance.of(SURFACE, request));
        } finally {
            parts.closeUnused();
        }
    }

    private Spool spool(InputStream body, Owner owner) throws IOException {
        try {
            return Spool.receive(
                    new RoomOnDisk(body, () -> admission.requireRoom(0)),
                    folder,
                    settings.maxArchiveSize().toBytes(),
                    digestKey.digest("body", owner.tenant()).doFinal());
        } catch (RejectedArchive e) {
            throw problem(e);
        } catch (IOException e) {
            if (FormParts.isBrokenBody(e)) {
                throw e;
            }
            throw Admission.noRoom();
        }
    }

    private Submission bulk(
            Spool spool, Owner owner, Provenance provenance, SubmissionParameters parameters, @Nullable UUID retryOf)
            throws IOException {
        var held = new ArrayList<Permit>(1);
        var usable = false;
        try {
            var archive = Archive.open(
                    spool.open(),
                    settings.archiveLimits(limits.pairsPerJob(owner.tenant())),
                    parameters.reading(),
                    directoryBytes -> held.add(memoryFor(directoryBytes)));
            usable = true;
            return new Submission.Bulk(
                    provenance,
                    new SpooledArchive(spool, archive, parameters.reading(), held.getFirst()),
                    parameters.operatingPoint(),
                    settings.bulkDeadline(),
                    retryOf);
        } catch (RejectedArchive e) {
            throw problem(e);
        } finally {
            if (!usable) {
                held.forEach(Permit::close);
                spool.close();
            }
        }
    }

    private Permit memoryFor(long directoryBytes) {
        try {
            return memory.reserveDirectory(directoryBytes, MEMORY_PATIENCE).orElseThrow(SubmissionReader::noMemory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noMemory();
        }
    }

    private static Problem noMemory() {
        return Problem.busy("Too many large archives are read now. Send this one again later.", MEMORY_PAUSE);
    }

    private static Problem problem(RejectedArchive e) {
        var code = switch (HttpStatus.valueOf(e.httpStatus())) {
            case CONTENT_TOO_LARGE -> ProblemCode.TOO_LARGE;
            case UNPROCESSABLE_CONTENT -> ProblemCode.ARCHIVE_NOT_USABLE;
            default -> ProblemCode.ARCHIVE_REFUSED;
        };
        var detail = e.code().name() + ": " + e.getMessage() + ".";
        return new Problem(
                code,
                e.problemCount() > e.problems().size() ? detail + " " + e.problemCount() + " in all." : detail,
                e.problems());
    }

    /** The parts of one form, as they arrive. */
    private final class Parts {
        private final Owner owner;
        private final SubmissionParameters parameters;
        private final PairReader pair;
        private final ReferenceReader reference;
        private boolean needsMemory;
        private Permit pairMemory = NOTHING;
        private @Nullable Spool spool;

        Parts(Owner owner, SubmissionParameters parameters, boolean needsMemory) {
            this.owner = owner;
            this.parameters = parameters;
            this.reference = new ReferenceReader(parameters.reference());
            this.needsMemory = needsMemory;
            this.pair = settings.reader(FORM);
        }

        void take(FormPart part) throws IOException {
            if (part.name().equals(ARCHIVE)) {
                if (spool != null) {
                    throw part.twice();
                }
                var file = part.file();
                owner.require(Scopes.BULK);
                spool = spool(file, owner);
                return;
            }
            if (reference.take(part)) {
                return;
            }
            if (needsMemory) {
                pairMemory = memory.tryReserve(2 * settings.largestPairForm()).orElseThrow(Admission::noMemory);
                needsMemory = false;
            }
            if (!pair.take(part)) {
                throw new Problem(
                        ProblemCode.UNEXPECTED_PART,
                        "Send the parts image1 and image2 for a pair, or archive for a ZIP of pairs; besides them only"
                                + " unique_id, operating_point, consent_ref and reference.");
            }
        }

        Submission submission(Provenance request) throws IOException {
            var provenance = request.with(reference.reference());
            var decided = parameters.with(pair.operatingPoint());
            var received = spool;
            if (received != null) {
                if (pair.hasBegun()) {
                    throw new Problem(
                            ProblemCode.UNEXPECTED_PART, "Send either archive, or image1 and image2, not both.");
                }
                spool = null; // bulk() closes it when it does not keep it
                return bulk(received, owner, provenance, decided, null);
            }
            var complete = pair.pair(" Send the parts image1 and image2, or archive for a ZIP of pairs.");
            owner.require(Scopes.COMPARE);
            var reserved = pairMemory;
            pairMemory = NOTHING; // the submission closes it
            return new Submission.Single(
                    provenance, complete, decided.operatingPoint(), settings.singleDeadline(), reserved);
        }

        void closeUnused() throws IOException {
            pairMemory.close();
            if (spool != null) {
                spool.close();
            }
        }
    }
}
