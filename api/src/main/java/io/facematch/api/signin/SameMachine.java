package io.facematch.api.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;

/** Whether a browser of this machine asks, and no proxy that stands on this machine for somebody else. */
final class SameMachine {
    private static final Set<String> OF_PROXIES =
            Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip");
    private static final Set<String> BEGINNINGS = Set.of("x-forwarded", "x-original-", "cf-");

    private SameMachine() {}

    static boolean sends(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && isOwnName(request.getServerName())
                && Collections.list(request.getHeaderNames()).stream().noneMatch(SameMachine::isOfProxy);
    }

    private static boolean isOfProxy(String header) {
        var name = header.toLowerCase(Locale.ROOT);
        return OF_PROXIES.contains(name) || BEGINNINGS.stream().anyMatch(name::startsWith);
    }

    /** A proxy that adds no header still has a name that its users call. */
    private static boolean isOwnName(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || isLoopback(name);
    }

    private static boolean isLoopback(String address) {
        var literal =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        try {
            return InetAddress.ofLiteral(literal).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
