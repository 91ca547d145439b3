package io.facematch.api.documentation;

import io.facematch.api.documentation.ApiDocument.Representation;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v3/api-docs}, where tools look for it. Clients ask each time whether their copy is still current. */
@RestController
class ApiDocumentController {
    private final ApiDocument document;

    ApiDocumentController(ApiDocument document) {
        this.document = document;
    }

    @GetMapping(path = "/v3/api-docs", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> json() {
        return answer(document.json());
    }

    @GetMapping(path = "/v3/api-docs.yaml", produces = MediaType.APPLICATION_YAML_VALUE)
    ResponseEntity<byte[]> yaml() {
        return answer(document.yaml());
    }

    private static ResponseEntity<byte[]> answer(Representation representation) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .eTag(representation.tag())
                .body(representation.content());
    }
}
