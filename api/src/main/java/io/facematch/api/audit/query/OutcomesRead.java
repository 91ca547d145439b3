package io.facematch.api.audit.query;

import io.facematch.api.security.Owner;
import java.util.Map;

/**
 * Somebody has looked at outcomes. Published once for each request, when its answer is complete or has broken off, by the
 * thread that answers.
 *
 * @param filter by names of parameters; a subject is there as its digest
 * @param rows that the reader got
 */
public record OutcomesRead(Owner reader, What what, Map<String, String> filter, long rows) {
    public OutcomesRead {
        filter = Map.copyOf(filter);
    }

    /** What was asked for. */
    public enum What {
        SEARCH,
        OUTCOME,
        EXPORT
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "OutcomesRead[" + what + ", " + rows + "]";
    }
}
