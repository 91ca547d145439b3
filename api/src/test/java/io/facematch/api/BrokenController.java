package io.facematch.api;

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

    @GetMapping("/v1/test/error")
    String error() {
        throw new AssertionError(SECRET);
    }
}
