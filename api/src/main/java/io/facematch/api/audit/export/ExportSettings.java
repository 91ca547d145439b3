package io.facematch.api.audit.export;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What exports of outcomes may cost.
 *
 * @param maxRows outcomes in one export; when more match, it is refused
 * @param atOnce exports at once, per API process
 * @param ofTenant exports of one tenant at once, per API process
 */
@Validated
@ConfigurationProperties(prefix = "facematch.exports", ignoreUnknownFields = false)
record ExportSettings(
        @DefaultValue("5000000") @Min(1) @Max(100_000_000) int maxRows,
        @DefaultValue("4") @Min(1) @Max(100) int atOnce,
        @DefaultValue("2") @Min(1) @Max(100) int ofTenant) {
    @AssertTrue(message = "facematch.exports.of-tenant can be at-once at most")
    boolean isTenantWithinAll() {
        return ofTenant <= atOnce;
    }
}
