package io.facematch.api.web;

import io.facematch.api.parameter.IgnoresParameters;
import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The pages themselves. Not by a forward from {@code /} to a file: that would be sent before the security headers are
 * set.
 */
@Controller
@IgnoresParameters
class PageController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final Resource home;
    private final Resource audit;

    PageController(ResourceLoader resources, WebProperties web) {
        var folder = web.getResources().getStaticLocations()[0];
        this.home = resources.getResource(folder + "index.html");
        this.audit = resources.getResource(folder + "audit.html");
    }

    @GetMapping({"/", "/index.html"})
    ResponseEntity<Resource> home() {
        return answer(home);
    }

    @GetMapping("/audit")
    ResponseEntity<Resource> audit() {
        return answer(audit);
    }

    private static ResponseEntity<Resource> answer(Resource page) {
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(WebPages.CACHING)
                .eTag(ContentTag.of(page))
                .body(page);
    }
}
