package io.facematch.api;

import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Defects to order, for tests only. */
@RestController
class BrokenController {
    static final String SECRET = "what-a-client-sent-7f3a";

    @GetMapping({
        "/v1/test/defect",
        "/facematch/test/defect",
        "/advanced_facematch/test/defect",
        "/ExtFaceComparison/Compare/test/defect"
    })
    String defect() {
        throw new IllegalStateException(SECRET);
    }

    @GetMapping({"/facematch/test/crowd", "/advanced_facematch/test/crowd", "/ExtFaceComparison/Compare/test/crowd"})
    String crowd() {
        throw Problem.retryLater(
                ProblemCode.TOO_MANY_REQUESTS, "More than 5 requests in a second.", Duration.ofSeconds(1));
    }

    @GetMapping("/v1/test/error")
    String error() {
        throw new AssertionError(SECRET);
    }
}
