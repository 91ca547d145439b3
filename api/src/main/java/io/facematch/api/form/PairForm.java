package io.facematch.api.form;

import org.jspecify.annotations.Nullable;

/**
 * What a route calls the parts of a pair.
 *
 * @param probe the file with the live photo
 * @param reference the file with the photo of the document
 * @param referenceRequired whether a form without reference is incomplete
 * @param uniqueId the optional text that names the subject; null when the route has none
 * @param operatingPoint the optional text that names the operating point; null when the route has none
 */
public record PairForm(
        String probe,
        String reference,
        boolean referenceRequired,
        @Nullable String uniqueId,
        @Nullable String operatingPoint) {

    /** A form that leaves the operating point to the route. */
    public PairForm(String probe, String reference, boolean referenceRequired, @Nullable String uniqueId) {
        this(probe, reference, referenceRequired, uniqueId, null);
    }

    /** The parts that a client may send, in words. */
    public String expectation() {
        return "the files " + probe + (referenceRequired ? " and " : " and, if there is one, ") + reference
                + (uniqueId == null ? " and nothing else" : "; besides them only " + uniqueId);
    }
}
