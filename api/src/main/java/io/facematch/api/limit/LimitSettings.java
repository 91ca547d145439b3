package io.facematch.api.limit;

import io.facematch.api.archive.ArchiveLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What each tenant may ask for.
 *
 * @param requestsPerSecond requests of a tenant over all routes and API processes; one too many is a 429 with
 *     {@code Retry-After}
 * @param comparesPerSecond requests of a client on the routes that limit each client (Azakaw's Compare), over all API
 *     processes; that vendor allows five
 * @param tokensOfAddress requests for a token from one address in a minute, per API process
 * @param tokensOfClient requests for a token that name one client in a minute, per API process
 * @param uploads archives of a tenant at once, per API process
 * @param pairsPerJob pairs in one archive of a tenant
 * @param tenants other limits for one tenant, such as {@code FACEMATCH_LIMITS_TENANTS_ACME_UPLOADS} or
 *     {@code facematch.limits.tenants.acme.uploads}; what is left out is as for every tenant
 */
@Validated
@ConfigurationProperties(prefix = "facematch.limits", ignoreUnknownFields = false)
record LimitSettings(
        @DefaultValue("100") @Min(1) @Max(100_000) int requestsPerSecond,
        @DefaultValue("5") @Min(1) @Max(100_000) int comparesPerSecond,
        @DefaultValue("300") @Min(1) @Max(1_000_000) int tokensOfAddress,
        @DefaultValue("60") @Min(1) @Max(1_000_000) int tokensOfClient,
        @DefaultValue("2") @Min(1) @Max(1000) int uploads,

        @DefaultValue("" + ArchiveLimits.PAIRS) @Min(1) @Max(1_000_000)
        int pairsPerJob,

        @DefaultValue Map<String, @Valid Tenant> tenants) {

    record Tenant(
            @Nullable @Min(1) @Max(100_000) Integer requestsPerSecond,
            @Nullable @Min(1) @Max(100_000) Integer comparesPerSecond,
            @Nullable @Min(1) @Max(1000) Integer uploads,
            @Nullable @Min(1) @Max(1_000_000) Integer pairsPerJob) {}

    int requestsPerSecond(String tenant) {
        return of(tenant, Tenant::requestsPerSecond, requestsPerSecond);
    }

    int comparesPerSecond(String tenant) {
        return of(tenant, Tenant::comparesPerSecond, comparesPerSecond);
    }

    int uploads(String tenant) {
        return of(tenant, Tenant::uploads, uploads);
    }

    int pairsPerJob(String tenant) {
        return of(tenant, Tenant::pairsPerJob, pairsPerJob);
    }

    private int of(String tenant, Function<Tenant, @Nullable Integer> own, int usual) {
        return Optional.ofNullable(tenants.get(tenant)).map(own).orElse(usual);
    }
}
