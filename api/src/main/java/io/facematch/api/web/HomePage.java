package io.facematch.api.web;

import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The page itself. Not by a forward from {@code /} to a file: that would be sent before the security headers are set.
 */
@Controller
class HomePage {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final Resource page;

    HomePage(ResourceLoader resources, WebProperties web) {
        this.page = resources.getResource(web.getResources().getStaticLocations()[0] + "index.html");
    }

    @GetMapping({"/", "/index.html"})
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(WebPages.CACHING)
                .eTag(ContentTag.of(page))
                .body(page);
    }
}
