package io.facematch.api.webhooks.address;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that the operator lets webhooks go to. An entry is a host, or {@code *.} and a domain for all hosts below it. It
 * stands for https at port 443, unless {@code http://} is before it or {@code :} and a port, or {@code :*} for any port, behind
 * it. An address in digits is an entry like another, and is refused unless it is one.
 */
public final class AllowedHosts {
    private static final Pattern ENTRY = Pattern.compile(
            "(?:(https?)://)?" + "(\\*\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)+|[a-z0-9-]+(?:\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+])"
                    + "(?::(\\d{1,5}|\\*))?");
    private static final String ANY_PORT = "*";

    private final List<Entry> entries;

    private AllowedHosts(List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(String scheme, String host, String port) {
        Entry(Matcher parts) {
            this(
                    parts.group(1) == null ? "https" : parts.group(1),
                    parts.group(2),
                    parts.group(3) == null ? Integer.toString(usualPort(parts.group(1))) : parts.group(3));
        }

        boolean allows(String scheme, String host, int port) {
            return this.scheme.equals(scheme)
                    && (this.host.startsWith("*.") ? isBelow(host, this.host.substring(1)) : this.host.equals(host))
                    && (this.port.equals(ANY_PORT) || this.port.equals(Integer.toString(port)));
        }

        private static boolean isBelow(String host, String domain) {
            return host.length() > domain.length() && host.endsWith(domain);
        }
    }

    /** @throws IllegalArgumentException for what is no entry; the message says which one, and what an entry is */
    public static AllowedHosts of(List<String> entries) {
        return new AllowedHosts(entries.stream().map(AllowedHosts::entry).toList());
    }

    private static Entry entry(String text) {
        var parts = ENTRY.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("facematch.webhooks.allowed-hosts has '" + text
                    + "': an entry is a host such as hooks.example.com, or *.example.com for all below it, with :8443 behind it"
                    + " for another port than 443, and http:// before it where it may do without TLS");
        }
        return new Entry(parts);
    }

    /** Of {@code http} or, as is usual, {@code https}. */
    static int usualPort(@Nullable String scheme) {
        return "http".equals(scheme) ? 80 : 443;
    }

    /** Whether nothing is allowed: then webhooks are off. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean allow(String scheme, String host, int port) {
        return entries.stream().anyMatch(entry -> entry.allows(scheme, host, port));
    }

    @Override
    public String toString() {
        return "AllowedHosts[" + entries.size() + "]";
    }
}
