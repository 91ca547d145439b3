package io.facematch.api.documentation;

import io.facematch.api.parameter.IgnoresParameters;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The addresses that people try. Redirects are relative, so that they also work behind a proxy that adds a path. */
@RestController
@IgnoresParameters
class SwaggerUiController {
    @GetMapping({"/swagger-ui.html", "/swagger-ui"})
    ResponseEntity<Void> besideTheFolder() {
        return found("swagger-ui/index.html");
    }

    @GetMapping("/swagger-ui/")
    ResponseEntity<Void> inTheFolder() {
        return found("index.html");
    }

    private static ResponseEntity<Void> found(String address) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(address))
                .build();
    }
}
