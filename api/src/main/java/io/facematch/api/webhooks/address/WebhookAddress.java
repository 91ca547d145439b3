package io.facematch.api.webhooks.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a webhook goes: an address that the operator allows. To what its host leads is known only when it is looked up, each
 * time anew ({@link CheckedResolver}).
 *
 * @param uri as it was registered
 * @param scheme {@code https}, or {@code http} where that is allowed
 * @param host in lower case; of IPv6 without brackets
 * @param port also where the address has none
 */
public record WebhookAddress(URI uri, String scheme, String host, int port) {
    private static final int LONGEST = 1000;
    private static final int LAST_PORT = 65_535;

    /** @throws RefusedAddress for a text that is no such address, and for a host that the operator does not allow */
    public static WebhookAddress of(String text, AllowedHosts allowed) throws RefusedAddress {
        if (text.length() > LONGEST) {
            throw new RefusedAddress("url is longer than " + LONGEST + " characters.");
        }
        var uri = uri(text);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new RefusedAddress("url must begin with https://.");
        }
        if (String.valueOf(uri.getRawAuthority()).contains("@")) {
            throw new RefusedAddress("url must have no user and no password before its host.");
        }
        if (uri.getRawFragment() != null) {
            throw new RefusedAddress("url must have no fragment, which begins with #.");
        }
        if (uri.getHost() == null) {
            throw new RefusedAddress(
                    "url has no name of a host. Other letters than those of ASCII are written as xn--..., and an address in"
                            + " digits is taken only as it is usually written.");
        }
        if (uri.getRawPath().startsWith("//")) {
            throw new RefusedAddress("the path of url must begin with one slash.");
        }
        var host = uri.getHost().toLowerCase(Locale.ROOT);
        var port = uri.getPort() < 0 ? AllowedHosts.usualPort(scheme) : uri.getPort();
        if (port < 1 || port > LAST_PORT || !allowed.allow(scheme, host, port)) {
            throw new RefusedAddress(
                    "The operator of this server allows no webhooks to this host, by this port and with " + scheme
                            + ". Ask for an entry in FACEMATCH_WEBHOOKS_ALLOWED_HOSTS.");
        }
        return new WebhookAddress(uri, scheme, withoutBrackets(host), port);
    }

    private static URI uri(String text) throws RefusedAddress {
        try {
            if (text.chars().allMatch(c -> c > ' ' && c <= '~')) {
                return new URI(text);
            }
        } catch (URISyntaxException e) {
            // Refused below, like one with characters that no address has.
        }
        throw new RefusedAddress("url is no address such as https://hooks.example.com/facematch.");
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Without the address, which may have a password of the receiver in it. */
    @Override
    public String toString() {
        return "WebhookAddress[" + scheme + "]";
    }
}
