package io.facematch.api.webhooks.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up and leaves only those of its addresses that webhooks may go to. The client connects to what this returns and
 * looks nothing up itself, so there is no second answer of a name server that nobody has checked.
 */
public final class CheckedResolver implements DnsResolver {
    /** Each is tried in turn, and may take its time. */
    private static final int TRIED = 4;

    private final Lookup lookup;
    private final ReachableNetworks networks;

    public CheckedResolver(ReachableNetworks networks) {
        this(InetAddress::getAllByName, networks);
    }

    /** With answers of a test. */
    public CheckedResolver(Lookup lookup, ReachableNetworks networks) {
        this.lookup = lookup;
        this.networks = networks;
    }

    /** Asks name servers. */
    public interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /** The host leads only to addresses that no webhook goes to. */
    public static final class ForbiddenNetwork extends UnknownHostException {
        ForbiddenNetwork() {
            super("a host leads to an address that webhooks do not go to");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var reachable =
                Stream.of(lookup.all(host)).filter(networks::have).limit(TRIED).toArray(InetAddress[]::new);
        if (reachable.length == 0) {
            throw new ForbiddenNetwork();
        }
        return reachable;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
