package io.facematch.api.webhooks.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * To which addresses webhooks go: those of the public Internet, and those of networks that the operator names. All others
 * would make of this server a door into the network that it stands in. Java takes an address of IPv4 that is written in one of
 * IPv6 ({@code ::ffff:0:0/96}) for the former.
 */
public final class ReachableNetworks {
    /** What the registries of IANA do not call global (RFC 6890 and after it), and multicast. */
    private static final List<Network> CLOSED_IPV4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All that is public in IPv6. What translates to IPv4 (64:ff9b::/96 and others) is outside, and so are local addresses. */
    private static final Network GLOBAL_IPV6 = Network.of("2000::/3");

    /** Of it: protocols, Teredo and ORCHID; documentation; 6to4, which hides an address of IPv4; documentation. */
    private static final List<Network> CLOSED_IPV6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private final List<Network> named;

    private ReachableNetworks(List<Network> named) {
        this.named = named;
    }

    /** @throws IllegalArgumentException for what is no network; the message says which one, and what one is */
    public static ReachableNetworks of(List<String> named) {
        return new ReachableNetworks(
                named.stream().map(ReachableNetworks::parse).toList());
    }

    private static Network parse(String text) {
        try {
            return Network.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "facematch.webhooks.allowed-networks has '" + text
                            + "': a network is an address, a slash and a number of bits, such as 10.1.0.0/16 or fd00::/8",
                    e);
        }
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::of).toList();
    }

    boolean have(InetAddress address) {
        return named.stream().anyMatch(network -> network.has(address)) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return address instanceof Inet4Address
                ? CLOSED_IPV4.stream().noneMatch(network -> network.has(address))
                : GLOBAL_IPV6.has(address) && CLOSED_IPV6.stream().noneMatch(network -> network.has(address));
    }

    @Override
    public String toString() {
        return "ReachableNetworks[" + named.size() + "]";
    }
}
