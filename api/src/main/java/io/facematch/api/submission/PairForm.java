package io.facematch.api.submission;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a route calls the parts of a pair.
 *
 * @param probe the file with the live photo
 * @param reference the file with the photo of the document
 * @param referenceRequired whether a form without reference is incomplete
 * @param uniqueId the optional text that names the subject; null when the route has none
 */
public record PairForm(
        String probe,
        String reference,
        boolean referenceRequired,
        @Nullable String uniqueId) {

    boolean isImage(String part) {
        return part.equals(probe) || part.equals(reference);
    }

    /** The parts there may be, in words. */
    String expectation() {
        return "Send the files " + probe + (referenceRequired ? " and " : " and, if there is one, ") + reference
                + Optional.ofNullable(uniqueId)
                        .map(id -> "; besides them only " + id + ".")
                        .orElse(" and nothing else.");
    }
}
