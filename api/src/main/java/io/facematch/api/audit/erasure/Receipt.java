package io.facematch.api.audit.erasure;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a subject was erased, in JSON. It does not say which one: only who has the first answer, with its salt, and knows the
 * subject can tell that it is about that one.
 *
 * @param by client of the token
 * @param byTenant of the token
 * @param outcomes that told of the subject; 0 when none did
 * @param searches in the list of accesses that named the subject
 * @param names of pairs whose names were still there
 * @param subjectSha256 SHA-256 of the salt followed by the subject in UTF-8, in hex
 * @param salt 32 bytes in hex, told when it was erased and never again: it is not kept
 * @param leafIndex of the erasure in the tenant's log, from 0; null while it is not there yet
 */
record Receipt(
        UUID id,
        Instant erasedAt,
        String tenant,
        String byTenant,
        String by,
        long outcomes,
        long searches,
        long names,
        String subjectSha256,
        @Nullable String salt,
        @Nullable Long leafIndex) {

    Receipt with(String told) {
        return new Receipt(
                id, erasedAt, tenant, byTenant, by, outcomes, searches, names, subjectSha256, told, leafIndex);
    }

    /** Without the salt. */
    @Override
    public String toString() {
        return "Receipt[" + id + "]";
    }
}
