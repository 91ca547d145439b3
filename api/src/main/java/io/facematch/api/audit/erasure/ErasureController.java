package io.facematch.api.audit.erasure;

import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.parameter.TakesParameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Subjects, of whom nothing is told but that they are gone. */
@RestController
@RequestMapping(path = "/v1/subjects", produces = MediaType.APPLICATION_JSON_VALUE)
class ErasureController {
    private static final String SUBJECT = "subject";
    private static final int LONGEST_SUBJECT = 1024;

    private final Erasure erasure;
    private final Receipts receipts;

    ErasureController(Erasure erasure, Receipts receipts) {
        this.erasure = erasure;
        this.receipts = receipts;
    }

    /** With the subject in the address, which programs on the way may log. */
    @TakesParameters(checked = true)
    @DeleteMapping("/{unique_id}")
    ResponseEntity<Receipt> delete(
            Owner owner, @PathVariable("unique_id") String uniqueId, HttpServletRequest request) {
        owner.require(Scopes.ADMIN);
        var tenant = FilterReader.tenant(owner, Parameters.ofAddress(request, List.of(FilterReader.TENANT)));
        return erase(owner, tenant, uniqueId);
    }

    /** With the subject in the body, which nobody logs. */
    @TakesParameters(checked = true)
    @PostMapping("/erase")
    ResponseEntity<Receipt> erase(Owner owner, HttpServletRequest request, InputStream body) throws IOException {
        owner.require(Scopes.ADMIN);
        var given = Parameters.ofBody(request, body, List.of(FilterReader.TENANT, SUBJECT));
        return erase(owner, FilterReader.tenant(owner, given), given.text(SUBJECT));
    }

    private ResponseEntity<Receipt> erase(Owner owner, String tenant, @Nullable String subject) {
        if (subject == null
                || subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER,
                    "The subject must be the unique_id of a pair, or the stem of its images: " + LONGEST_SUBJECT
                            + " characters at most.");
        }
        var receipt = erasure.erase(owner, tenant, subject);
        return ResponseEntity.ok()
                .header("Content-Location", "/v1/subjects/erasures/" + receipt.id())
                .cacheControl(CacheControl.noStore())
                .body(receipt);
    }

    @TakesParameters(checked = true)
    @GetMapping("/erasures/{id}")
    Receipt receipt(Owner owner, @PathVariable String id, HttpServletRequest request) {
        owner.require(Scopes.ADMIN);
        var tenant = FilterReader.tenant(owner, Parameters.ofAddress(request, List.of(FilterReader.TENANT)));
        return uuid(id).flatMap(known -> receipts.find(tenant, known))
                .orElseThrow(() -> new Problem(ProblemCode.UNKNOWN_ERASURE, "No erasure of yours has this id."));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            var id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
