package io.facematch.api.tomcat;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * From where requests come. Only a proxy that the operator has named is believed when it says for whom it asks, and only
 * the last address that it adds: those before it may be inventions of the client.
 */
@Component
public class ClientAddresses {
    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_NETWORK_BYTES = 6;

    private final ConnectionSettings settings;

    ClientAddresses(ConnectionSettings settings) {
        this.settings = settings;
    }

    /** The whole address, of IPv6 the part that one customer of a provider has: for counting, not for logs. */
    public String counted(HttpServletRequest request) {
        var address = address(request);
        var literal = literal(address);
        return literal == null || literal instanceof Inet4Address ? address : truncated(literal, 8);
    }

    /** What a log may have of it: the first 24 bits of IPv4, the first 48 of IPv6. */
    public String logged(HttpServletRequest request) {
        var literal = literal(address(request));
        if (literal == null) {
            return "unknown";
        }
        return literal instanceof Inet4Address
                ? truncated(literal, IPV4_NETWORK_BYTES) + "/24"
                : truncated(literal, IPV6_NETWORK_BYTES) + "/48";
    }

    private String address(HttpServletRequest request) {
        var peer = request.getRemoteAddr();
        var forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || !settings.isProxy(peer)) {
            return peer;
        }
        var last = forwarded.substring(forwarded.lastIndexOf(',') + 1).trim();
        return literal(last) == null ? peer : last;
    }

    private static @Nullable InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String truncated(InetAddress address, int kept) {
        var bytes = address.getAddress();
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the length of an address does not change", e);
        }
    }
}
