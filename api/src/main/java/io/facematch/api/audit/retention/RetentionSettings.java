package io.facematch.api.audit.retention;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long outcomes are kept.
 *
 * @param days at least, of tenants that have no period of their own
 */
@Validated
@ConfigurationProperties(prefix = "facematch.retention", ignoreUnknownFields = false)
record RetentionSettings(
        @DefaultValue("365") @Min(1) @Max(RetentionSettings.MOST_DAYS)
        int days) {
    /** Ten years, and a few days more. */
    static final int MOST_DAYS = 3660;
}
