package io.facematch.api.submission;

import io.facematch.job.TraceId;
import io.facematch.tenant.ClientReference;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Where a submission came from, for the audit.
 *
 * @param surface the dialect it came through
 * @param traceId of the request
 * @param reference what the client says about it
 */
public record Provenance(String surface, TraceId traceId, ClientReference reference) {
    /** Of a request in a dialect that has no place for a reference. */
    public static Provenance of(String surface, HttpServletRequest request) {
        return new Provenance(surface, TraceParent.of(request), ClientReference.NONE);
    }

    Provenance with(ClientReference said) {
        return new Provenance(surface, traceId, said);
    }
}
