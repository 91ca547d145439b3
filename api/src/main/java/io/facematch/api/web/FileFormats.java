package io.facematch.api.web;

import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the page needs to tell photos from other files before it sends one: the very list that the engine uses. */
@RestController
class FileFormats {
    private static final Known KNOWN = Known.now();

    /**
     * All formats, in the order in which they are tried.
     *
     * @param headBytes how many bytes at the start of a file are looked at
     * @param unknown why a file of no known format is refused
     */
    record Known(int headBytes, List<Format> formats, String unknown) {
        static Known now() {
            return new Known(
                    FileFormat.HEAD,
                    Arrays.stream(FileFormat.values()).map(Format::of).toList(),
                    Reason.UNSUPPORTED_FORMAT.message());
        }
    }

    /**
     * One format.
     *
     * @param signature a regular expression over the first bytes
     * @param refusal why it is refused; absent for a format that is read
     */
    record Format(String name, String signature, @Nullable String refusal) {
        static Format of(FileFormat format) {
            return new Format(
                    format == FileFormat.WEBP ? "WebP" : format.name().toUpperCase(Locale.ROOT),
                    format.signature(),
                    format.refusal().map(Reason::message).orElse(null));
        }
    }

    @GetMapping(path = "/assets/formats.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Known> formats() {
        return ResponseEntity.ok().cacheControl(WebPages.CACHING).body(KNOWN);
    }
}
