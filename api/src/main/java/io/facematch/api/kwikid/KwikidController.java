package io.facematch.api.kwikid;

import io.facematch.api.dialect.Comparison;
import io.facematch.api.dialect.Comparisons;
import io.facematch.api.form.Pair;
import io.facematch.api.form.PairForm;
import io.facematch.api.security.Owner;
import io.facematch.api.submission.Provenance;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /facematch} and {@code POST /advanced_facematch}.
 *
 * <p>The vendor answers 400 for a "missing image or unreadable file" and says nothing of photos that can't be compared
 * otherwise. So a photo without a face, without landmarks or of low quality is a 200 with "False" and 0.0, and the
 * headers {@code Facematch-Status} and {@code Facematch-Reason} say why.
 */
@RestController
class KwikidController {
    private static final String SURFACE = "kwikid";
    private static final PairForm TWO_PHOTOS = form(true);
    private static final PairForm ONE_OR_TWO_PHOTOS = form(false);

    private final Comparisons comparisons;

    KwikidController(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    private static PairForm form(boolean referenceRequired) {
        return new PairForm("image1", "image2", referenceRequired, "unique_id");
    }

    /** Reads the body itself: no parameter here may make the framework parse it first. */
    @PostMapping(KwikidRoutes.FACEMATCH)
    ResponseEntity<Object> facematch(Owner owner, HttpServletRequest request) throws IOException, InterruptedException {
        return comparisons.answer(
                request, TWO_PHOTOS, pair -> compare(owner, request, TWO_PHOTOS, pair, Facematch::of));
    }

    /** A single photo is compared with nothing: no job, no outcome. */
    @PostMapping(KwikidRoutes.ADVANCED_FACEMATCH)
    ResponseEntity<Object> advancedFacematch(Owner owner, HttpServletRequest request)
            throws IOException, InterruptedException {
        return comparisons.answer(
                request,
                ONE_OR_TWO_PHOTOS,
                pair -> pair.hasReference()
                        ? compare(owner, request, ONE_OR_TWO_PHOTOS, pair, AdvancedFacematch::of)
                        : ResponseEntity.ok()
                                .contentType(MediaType.APPLICATION_JSON)
                                .body(AdvancedFacematch.ofOnePhoto()));
    }

    private ResponseEntity<Object> compare(
            Owner owner, HttpServletRequest request, PairForm form, Pair pair, Function<Comparison, Object> body)
            throws InterruptedException {
        var comparison = comparisons.compare(owner, Provenance.of(SURFACE, request), form, pair);
        var status = comparison.httpStatus();
        return ResponseEntity.status(status)
                .headers(comparison.headers())
                .contentType(MediaType.APPLICATION_JSON)
                .body(
                        status == HttpStatus.OK
                                ? body.apply(comparison)
                                : new KwikidErrors.RequestError(String.join(" ", comparison.reasons())));
    }
}
