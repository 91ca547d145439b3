package io.facematch.api.webhooks;

import io.facematch.api.webhooks.address.AllowedHosts;
import io.facematch.api.webhooks.address.ReachableNetworks;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where webhooks may go, and what they may cost.
 *
 * @param allowedHosts hosts that tenants may register, separated by commas: {@code hooks.example.com}, or {@code *.example.com}
 *     for all below it; with {@code :8443} or {@code :*} behind it for other ports than 443, and {@code http://} before it where it
 *     may do without TLS. Without one, webhooks are off
 * @param allowedNetworks networks beside the public Internet that these hosts may be in, separated by commas, such as
 *     {@code 10.1.0.0/16}
 * @param perTenant endpoints that a tenant may have
 * @param atOnce attempts at once, per process
 * @param atOncePerEndpoint of them, attempts at once for one endpoint; one that did not answer the last time has one
 * @param keep how long it is kept what was sent, and can be sent again, from 4d to 365d
 */
@Validated
@ConfigurationProperties(prefix = "facematch.webhooks", ignoreUnknownFields = false)
public record WebhookSettings(
        @DefaultValue List<String> allowedHosts,
        @DefaultValue List<String> allowedNetworks,
        @DefaultValue("10") @Min(1) @Max(1000) int perTenant,
        @DefaultValue("64") @Min(1) @Max(1000) int atOnce,
        @DefaultValue("4") @Min(1) @Max(100) int atOncePerEndpoint,
        // All attempts take three days and a quarter.
        @DefaultValue("30d") @DurationMin(seconds = 345_600) @DurationMax(seconds = 31_536_000)
        Duration keep) {
    public WebhookSettings {
        allowedHosts = List.copyOf(allowedHosts);
        allowedNetworks = List.copyOf(allowedNetworks);
        AllowedHosts.of(allowedHosts);
        ReachableNetworks.of(allowedNetworks);
    }

    public AllowedHosts hosts() {
        return AllowedHosts.of(allowedHosts);
    }

    public ReachableNetworks networks() {
        return ReachableNetworks.of(allowedNetworks);
    }
}
