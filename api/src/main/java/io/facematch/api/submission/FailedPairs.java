package io.facematch.api.submission;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.UnreadableMember;
import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.JobKind;
import io.facematch.api.jobs.OwnedJobs;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import io.facematch.api.spool.ScratchFile;
import io.facematch.api.submission.publishing.JobArchives;
import io.facematch.api.submission.publishing.KeptArchives;
import io.facematch.job.PairId;
import io.facematch.job.Pairs;
import io.facematch.payload.SealContext;
import io.facematch.tenant.ClientReference;
import io.facematch.tenant.ClientReferences;
import io.facematch.verification.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;

/**
 * Pairs of a job that is over which an error of the server kept from an outcome. As long as their archive is there, they
 * become a job of their own without a new upload.
 */
@Component
class FailedPairs {
    /** The earliest that a ZIP can say: the same pairs are the same bytes at any time. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final OwnedJobs owned;
    private final JobArchives archives;
    private final KeptArchives kept;
    private final Pairs pairs;
    private final ClientReferences references;
    private final SubmissionReader reader;
    private final SubmissionSettings settings;

    FailedPairs(
            OwnedJobs owned,
            JobArchives archives,
            KeptArchives kept,
            Pairs pairs,
            ClientReferences references,
            SubmissionReader reader,
            SubmissionSettings settings) {
        this.owned = owned;
        this.archives = archives;
        this.kept = kept;
        this.pairs = pairs;
        this.references = references;
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * A job of the owner's that is over and was an archive.
     *
     * @throws Problem 403, 404, 409
     */
    Job require(Owner owner, String id) {
        var job = owned.require(owner, id);
        owner.require(Scopes.BULK);
        if (job.kind() == JobKind.SINGLE) {
            throw nothing("A single pair is not kept: send it again.");
        }
        return switch (job.state()) {
            case ENQUEUING, RUNNING ->
                throw new Problem(
                        ProblemCode.JOB_NOT_OVER, "The job still runs. Pairs can be compared again once it is over.");
            case CANCELLED -> throw nothing("The job was cancelled. Upload the archive again.");
            case FAILED -> throw nothing("The job was never accepted. Upload the archive again.");
            case COMPLETED, EXPIRED -> job;
        };
    }

    private static Problem nothing(String detail) {
        return new Problem(ProblemCode.NOTHING_TO_RETRY, detail);
    }

    /**
     * The failed pairs as an archive of their own, under their names.
     *
     * @throws Problem 409 when no pair failed; 410 when the photos are gone; 503
     */
    Submission submission(Job job, Owner owner, HttpServletRequest request) throws IOException {
        var failed = archives.failed(job.getId());
        if (failed.isEmpty()) {
            throw nothing(
                    "Every pair of this job has its outcome, and none failed by an error of the server. A photo that"
                            + " can't be used stays so: send another one.");
        }
        try (var scratch = new ScratchFile(settings.spoolDirectory());
                var archive = kept.openEnded(job)) {
            copy(archive.archive(), failed, scratch);
            var parameters = new SubmissionParameters(
                    job.operatingPoint(),
                    new ArchiveReading(null, archive.reading().stems()),
                    reference(job, failed));
            try (var body = scratch.read()) {
                return reader.archive(body, request, owner, parameters, job.getId());
            }
        }
    }

    private void copy(Archive archive, List<Integer> failed, ScratchFile scratch) throws IOException {
        try (var zip = new ZipOutputStream(scratch.write())) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (var index : failed) {
                var pair = archive.pairs().get(index);
                add(zip, pair.image1Path(), image(archive, pair, Role.PROBE));
                add(zip, pair.image2Path(), image(archive, pair, Role.REFERENCE));
            }
        }
    }

    /** One that can't be read is none, as it was the first time. */
    private static byte[] image(Archive archive, ArchivePair pair, Role role) throws IOException {
        try {
            return archive.readImage(pair, role);
        } catch (UnreadableMember e) {
            return new byte[0];
        }
    }

    private static void add(ZipOutputStream zip, String path, byte[] image) throws IOException {
        var entry = new ZipEntry(path);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(image);
        zip.closeEntry();
    }

    /** The same for all pairs of a job. */
    private ClientReference reference(Job job, List<Integer> failed) {
        var first = new PairId(job.getId(), failed.getFirst());
        return pairs.sealedReference(first)
                .map(said -> references
                        .open(new SealContext(job.tenant(), job.getId(), first.index()), job.acceptedOn(), said)
                        .said())
                .orElse(ClientReference.NONE);
    }
}
