package io.facematch.api.audit.readers;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An access as it is shown.
 *
 * @param request that the rows of one answer share, its beginning and its end
 * @param tenant whose data it was
 * @param actorTenant of the token that asked
 * @param rows that the answer had; null when it began
 * @param subjectReference keyed digest of the subject that was asked for, in hex; only for those who may see it
 * @param photoDigest the same of the photo
 * @param log null while it is not there yet
 */
record AccessItem(
        UUID id,
        Instant at,
        UUID request,
        String tenant,
        String actorTenant,
        String actorClient,
        String what,
        Map<String, String> filter,
        @Nullable String subjectReference,
        @Nullable String photoDigest,
        String progress,
        @Nullable Long rows,
        @Nullable Log log) {

    /**
     * Its place in the tenant's transparency log, and what the leaf hides it with.
     *
     * @param leafIndex from 0
     * @param salt in Base64: SHA-256 of it, followed by the row as canonical JSON, is {@code access} of the leaf
     * @param subject in Base64, what that JSON has of the subject that was asked for; null where there is none
     * @param photo the same of the photo
     */
    record Log(
            long leafIndex,
            String salt,
            @Nullable String subject,
            @Nullable String photo) {
        /** Without the salt. */
        @Override
        public String toString() {
            return "Log[" + leafIndex + "]";
        }
    }

    /** Without values, which may name people. */
    @Override
    public String toString() {
        return "AccessItem[" + id + "]";
    }
}
