package io.facematch.api.submission;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.Spool;
import io.facematch.api.jobs.Owner;
import io.facematch.api.limit.TenantLimits;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.payload.MasterKey;
import io.facematch.verification.OperatingPoint;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Reads a request body as it streams in: two images into memory, an archive into the encrypted spool. No byte of either
 * touches a disk in the clear.
 */
@Component
class SubmissionReader {
    private static final Duration DISK_PAUSE = Duration.ofMinutes(1);
    private static final String SURFACE = "v1";
    private static final String IMAGE_1 = "image1";
    private static final String IMAGE_2 = "image2";
    private static final String ARCHIVE = "archive";
    private static final String UNIQUE_ID = "unique_id";
    private static final String OPERATING_POINT = "operating_point";

    private final SubmissionSettings settings;
    private final TenantLimits limits;
    private final MasterKey masterKey;

    SubmissionReader(SubmissionSettings settings, TenantLimits limits, MasterKey masterKey) {
        this.settings = settings;
        this.limits = limits;
        this.masterKey = masterKey;
    }

    /** The raw body is the archive. */
    Submission archive(HttpServletRequest request, Owner owner, @Nullable String operatingPoint) throws IOException {
        operatingPoint(operatingPoint); // a wrong one is told before gigabytes are read
        return bulk(spool(request.getInputStream(), owner), owner, operatingPoint);
    }

    /**
     * Parts are either {@code image1} and {@code image2}, or {@code archive}.
     *
     * @param beforeArchive runs before an archive is read; its exception refuses it
     */
    Submission parts(HttpServletRequest request, Owner owner, @Nullable String operatingPoint, Runnable beforeArchive)
            throws IOException {
        operatingPoint(operatingPoint);
        var parts = new Parts(owner, beforeArchive);
        try {
            FormParts.read(request, settings.largestForm(), parts::add);
            return parts.submission(operatingPoint);
        } finally {
            parts.closeUnused();
        }
    }

    /** @param deadline from acceptance to the outcome */
    Submission.Single single(Owner owner, String surface, Pair pair, OperatingPoint point, Duration deadline) {
        var reference = Objects.requireNonNull(pair.reference(), "a pair has two images");
        var id = pair.uniqueId() == null ? "" : pair.uniqueId();
        return new Submission.Single(
                surface,
                pair.probe(),
                reference,
                pair.uniqueId(),
                point,
                deadline,
                digest(owner, point, pair.probe(), reference, id.getBytes(StandardCharsets.UTF_8)));
    }

    private Spool spool(InputStream body, Owner owner) throws IOException {
        try {
            return Spool.receive(
                    body,
                    settings.spoolDirectory(),
                    settings.maxArchiveSize().toBytes(),
                    masterKey.digest("body", owner.tenant()).doFinal());
        } catch (RejectedArchive e) {
            throw problem(e);
        } catch (BadRequestException | FileUploadException e) {
            throw e; // of the body, not of the disk
        } catch (IOException e) {
            throw Problem.busy("There is no room for this archive now. Send it again later.", DISK_PAUSE);
        }
    }

    private Submission bulk(Spool spool, Owner owner, @Nullable String operatingPoint) throws IOException {
        var usable = false;
        try {
            var point = operatingPoint(operatingPoint);
            var archive = Archive.open(spool.open(), settings.archiveLimits(limits.pairsPerJob(owner.tenant())));
            usable = true;
            return new Submission.Bulk(
                    SURFACE, spool, archive, point, settings.bulkDeadline(), digest(owner, point, spool.digest()));
        } catch (RejectedArchive e) {
            throw problem(e);
        } finally {
            if (!usable) {
                spool.close();
            }
        }
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

    private byte[] digest(Owner owner, OperatingPoint point, byte[]... sent) {
        var digest = masterKey.digest("submission", owner.tenant());
        digest.update(point.code().getBytes(StandardCharsets.US_ASCII));
        for (var part : sent) {
            digest.update((byte) 0);
            digest.update(Integer.toString(part.length).getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) 0);
            digest.update(part);
        }
        return digest.doFinal();
    }

    private static OperatingPoint operatingPoint(@Nullable String code) {
        if (code == null || code.isBlank()) {
            return OperatingPoint.DEFAULT;
        }
        return OperatingPoint.ofCode(code.strip())
                .orElseThrow(() -> new Problem(
                        ProblemCode.INVALID_PARAMETER, "operating_point must be one of standard, strict and maximum."));
    }

    /** The parts of one request, as they arrive. */
    private final class Parts {
        private final Owner owner;
        private final Runnable beforeArchive;
        private final Map<String, byte[]> images = new HashMap<>();
        private final Map<String, String> fields = new HashMap<>();
        private @Nullable Spool spool;

        Parts(Owner owner, Runnable beforeArchive) {
            this.owner = owner;
            this.beforeArchive = beforeArchive;
        }

        void add(String name, FileItemInput part) throws IOException {
            if (images.containsKey(name) || fields.containsKey(name) || (name.equals(ARCHIVE) && spool != null)) {
                throw FormParts.twice(name);
            }
            switch (name) {
                case IMAGE_1, IMAGE_2 -> {
                    var limit = Math.toIntExact(settings.maxImageSize().toBytes());
                    images.put(name, FormParts.image(name, part, limit));
                }
                case ARCHIVE -> {
                    FormParts.requireFile(name, part);
                    beforeArchive.run();
                    spool = spool(part.getInputStream(), owner);
                }
                case UNIQUE_ID, OPERATING_POINT -> fields.put(name, FormParts.field(name, part));
                default ->
                    throw new Problem(
                            ProblemCode.UNEXPECTED_PART,
                            "Send the parts image1 and image2 for a pair, or archive for a ZIP of pairs; besides them only"
                                    + " unique_id and operating_point.");
            }
        }

        Submission submission(@Nullable String operatingPoint) throws IOException {
            var point = fields.getOrDefault(OPERATING_POINT, operatingPoint == null ? "" : operatingPoint);
            var received = spool;
            if (received != null) {
                if (!images.isEmpty() || fields.containsKey(UNIQUE_ID)) {
                    throw new Problem(
                            ProblemCode.UNEXPECTED_PART, "Send either archive, or image1 and image2, not both.");
                }
                spool = null; // bulk() closes it when it does not keep it
                return bulk(received, owner, point);
            }
            var pair = new Pair(required(IMAGE_1), required(IMAGE_2), fields.get(UNIQUE_ID), () -> {});
            return single(owner, SURFACE, pair, operatingPoint(point), settings.singleDeadline());
        }

        void closeUnused() throws IOException {
            if (spool != null) {
                spool.close();
            }
        }

        private byte[] required(String name) {
            var image = images.get(name);
            if (image == null) {
                throw new Problem(
                        ProblemCode.MISSING_PART,
                        name + " is missing. Send the parts image1 and image2, or archive for a ZIP of pairs.");
            }
            if (image.length == 0) {
                throw new Problem(ProblemCode.EMPTY_PART, name + " is empty.");
            }
            return image;
        }
    }
}
