package io.facematch.api.audit.retention;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a tenant's outcomes are kept, in JSON.
 *
 * @param days that are set
 * @param rule the name of the period: {@code default}, a preset, or so many days
 * @param keptDays for how many they are kept at the moment: a longer period holds for a week after it was made shorter
 * @param legalHold whether nothing is deleted or erased, however old
 * @param reason of the hold
 * @param presets what can be set by name
 * @param changes of this tenant, the newest first
 */
record Retention(
        String tenant,
        int days,
        String rule,
        int keptDays,
        boolean legalHold,
        @Nullable String reason,
        List<Named> presets,
        List<Change> changes) {

    record Named(String preset, int days) {}

    /**
     * @param days absent: those of all tenants
     * @param by client of the token
     * @param byTenant of the token
     */
    record Change(
            Instant at,
            String byTenant,
            String by,
            @Nullable Integer days,
            String rule,
            boolean legalHold,
            @Nullable String reason) {
        /** Without the reason, which somebody wrote. */
        @Override
        public String toString() {
            return "Change[" + at + ", " + rule + "]";
        }
    }

    @Override
    public String toString() {
        return "Retention[" + rule + ", " + days + "]";
    }
}
