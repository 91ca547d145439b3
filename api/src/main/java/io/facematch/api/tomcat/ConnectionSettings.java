package io.facematch.api.tomcat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What one client may take of the API's connections.
 *
 * @param perAddress connections of one address at once, per process; one more is closed as soon as it is there
 * @param proxies addresses of proxies before the API, separated by commas: their connections are not counted, and they are
 *     believed who their client is ({@code X-Forwarded-For}); this machine is one of them unless others are named
 * @param uploadWithin how long the API waits, in all, for the bytes of one body
 */
@Validated
@ConfigurationProperties(prefix = "facematch.connections", ignoreUnknownFields = false)
public record ConnectionSettings(
        @DefaultValue("500") @Min(1) @Max(100_000) int perAddress,
        @DefaultValue("127.0.0.1,::1") List<InetAddress> proxies,

        @DefaultValue("2h") @DurationMin(seconds = 60) @DurationMax(seconds = 86_400)
        Duration uploadWithin) {
    public ConnectionSettings {
        proxies = List.copyOf(proxies);
    }

    /** Whether many clients may stand behind this address. */
    boolean isProxy(InetAddress address) {
        return proxies.contains(address);
    }

    /** The same for an address as a request names its peer. */
    boolean isProxy(String address) {
        try {
            return isProxy(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
