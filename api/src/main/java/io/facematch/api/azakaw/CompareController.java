package io.facematch.api.azakaw;

import io.facematch.api.dialect.Comparisons;
import io.facematch.api.form.PairForm;
import io.facematch.api.security.Owner;
import io.facematch.api.submission.Provenance;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /ExtFaceComparison/Compare}. Every pair that arrives gets a 200 with one of the seven statuses, also when
 * a photo has no face.
 */
@RestController
class CompareController {
    private static final String SURFACE = "azakaw";
    private static final PairForm FORM = new PairForm("LivenessFace", "FaceFromDocument", true, null);

    private final Comparisons comparisons;

    CompareController(Comparisons comparisons) {
        this.comparisons = comparisons;
    }

    /** Reads the body itself: no parameter here may make the framework parse it first. */
    @PostMapping(AzakawRoutes.COMPARE)
    ResponseEntity<Envelope> compare(Owner owner, HttpServletRequest request) throws IOException, InterruptedException {
        return comparisons.answer(request, FORM, pair -> {
            var comparison = comparisons.compare(owner, Provenance.of(SURFACE, request), FORM, pair);
            return ResponseEntity.ok()
                    .headers(comparison.headers())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Envelope.ok(FaceComparison.of(comparison)));
        });
    }
}
