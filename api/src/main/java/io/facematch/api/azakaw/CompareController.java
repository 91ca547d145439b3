package io.facematch.api.azakaw;

import io.facematch.api.security.Owner;
import io.facematch.api.submission.Comparisons;
import io.facematch.api.submission.PairForm;
import io.facematch.api.submission.PairReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /ExtFaceComparison/Compare}: what the photos show is always a 200, with one of the seven statuses. */
@RestController
class CompareController {
    private static final String SURFACE = "azakaw";
    private static final PairForm FORM = new PairForm("LivenessFace", "FaceFromDocument", true, null);

    private final PairReader reader;
    private final Comparisons comparisons;

    CompareController(PairReader reader, Comparisons comparisons) {
        this.reader = reader;
        this.comparisons = comparisons;
    }

    /** Reads the body itself: no parameter here may make the framework parse it first. */
    @PostMapping("/ExtFaceComparison/Compare")
    ResponseEntity<Envelope> compare(Owner owner, HttpServletRequest request) throws IOException, InterruptedException {
        try (var pair = reader.read(request, FORM)) {
            var comparison = comparisons.compare(owner, SURFACE, FORM, pair);
            return ResponseEntity.ok()
                    .headers(comparison.headers())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Envelope.ok(FaceComparison.of(comparison)));
        }
    }
}
