package io.facematch.api.webhooks.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facematch.api.webhooks.address.CheckedResolver.ForbiddenNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedResolverTest {
    private static final ReachableNetworks PUBLIC = ReachableNetworks.of(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.170",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void refusesWhatIsNotPublic(String address) {
        assertThatExceptionOfType(ForbiddenNetwork.class)
                .isThrownBy(() -> answering(PUBLIC, address).resolve("hooks.example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2a00:1450::1"
            })
    void takesWhatIsPublic(String address) throws UnknownHostException {
        assertThat(answering(PUBLIC, address).resolve("hooks.example.com"))
                .containsExactly(InetAddress.ofLiteral(address));
    }

    /** Some name servers answer with both, so that a check of the first one passes and a connection takes the second. */
    @Test
    void leavesOutWhatIsNotPublicOfSeveral() throws UnknownHostException {
        assertThat(answering(PUBLIC, "127.0.0.1", "8.8.8.8", "10.0.0.1").resolve("hooks.example.com"))
                .containsExactly(InetAddress.ofLiteral("8.8.8.8"));
    }

    @Test
    void takesWhatTheOperatorNames() throws UnknownHostException {
        var networks = ReachableNetworks.of(List.of("10.1.0.0/16", "fd00:1::/32", "127.0.0.1/32"));

        for (var address : List.of("10.1.255.255", "fd00:1::7", "127.0.0.1", "::ffff:10.1.2.3", "8.8.8.8")) {
            assertThat(answering(networks, address).resolve("a")).hasSize(1);
        }
        for (var address : List.of("10.2.0.0", "10.0.255.255", "fd00:2::", "127.0.0.2", "::1")) {
            assertThatExceptionOfType(ForbiddenNetwork.class)
                    .isThrownBy(() -> answering(networks, address).resolve("a"));
        }
    }

    /** What was public a moment ago is looked at again. */
    @Test
    void looksAtEachAnswerOfANameServer() throws UnknownHostException {
        var answers = new ArrayDeque<>(List.of("8.8.8.8", "127.0.0.1"));
        var resolver =
                new CheckedResolver(host -> new InetAddress[] {InetAddress.ofLiteral(answers.removeFirst())}, PUBLIC);

        assertThat(resolver.resolve("rebinding.example.com")).hasSize(1);
        assertThatExceptionOfType(ForbiddenNetwork.class).isThrownBy(() -> resolver.resolve("rebinding.example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "fd00::/129", "10.0.0.0/-1", "host/8", "/8", "10.0.0.0/", "a"})
    void anOperatorIsToldWhatIsNoNetwork(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReachableNetworks.of(List.of(text)))
                .withMessageContaining("facematch.webhooks.allowed-networks");
    }

    private static CheckedResolver answering(ReachableNetworks networks, String... addresses) {
        return new CheckedResolver(
                host -> Stream.of(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new), networks);
    }
}
