package io.facematch.api.submission;

import io.facematch.api.limit.TenantLimits;
import io.facematch.api.security.Owner;
import io.facematch.verification.PhotoLimits;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/limits}: how large a submission of this tenant may be. */
@RestController
class LimitsController {
    private final SubmissionSettings settings;
    private final TenantLimits limits;

    LimitsController(SubmissionSettings settings, TenantLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    /**
     * What a submission may have at most, and at least.
     *
     * @param maxImageBytes of one encoded image
     * @param maxPairBytes of both images of a pair together
     * @param maxArchiveBytes of an archive as uploaded
     * @param maxUnpackedBytes of all members of an archive together
     * @param maxPairs in one archive
     * @param maxImagePixels width times height of one image
     * @param maxJpegPixels the same of a JPEG that is not progressive
     * @param minImageSide in pixels
     * @param maxImageSide in pixels
     */
    record Limits(
            long maxImageBytes,
            long maxPairBytes,
            long maxArchiveBytes,
            long maxUnpackedBytes,
            int maxPairs,
            int maxImagePixels,
            int maxJpegPixels,
            int minImageSide,
            int maxImageSide) {}

    @GetMapping(path = "/v1/limits", produces = MediaType.APPLICATION_JSON_VALUE)
    Limits limits(Owner owner) {
        var archive = settings.archiveLimits(limits.pairsPerJob(owner.tenant()));
        return new Limits(
                archive.maxImageBytes(),
                archive.maxPairBytes(),
                settings.maxArchiveSize().toBytes(),
                archive.maxUnpackedBytes(),
                archive.maxPairs(),
                PhotoLimits.PIXELS,
                PhotoLimits.JPEG_PIXELS,
                PhotoLimits.SHORTEST_SIDE,
                PhotoLimits.LONGEST_SIDE);
    }
}
