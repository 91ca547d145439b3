package io.facematch.api.documentation;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The addresses that people try. Relative, since a proxy may know this server by another name. */
@RestController
class SwaggerUiController {
    private static final URI PAGE = URI.create("/swagger-ui/index.html");

    @GetMapping({"/swagger-ui.html", "/swagger-ui", "/swagger-ui/"})
    ResponseEntity<Void> page() {
        return ResponseEntity.status(HttpStatus.FOUND).location(PAGE).build();
    }
}
