package io.facematch.standalone.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final URI SOURCE = URI.create("https://raw.models.example/face.onnx");

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, 3128",
        "http://proxy.example:3128/, 3128",
        "proxy.example:3128, 3128",
        "http://proxy.example, 80",
        "http://somebody:s%40cret@proxy.example:3128, 3128"
    })
    void areNamedByTheVariableThatOtherProgramsUse(String value, int port) {
        for (var name : new String[] {"https_proxy", "HTTPS_PROXY"}) {
            var proxy = proxy(Map.of(name, value), SOURCE);

            assertThat(proxy.type()).isEqualTo(Proxy.Type.HTTP);
            assertThat(proxy.address()).isEqualTo(InetSocketAddress.createUnresolved("proxy.example", port));
        }
    }

    @Test
    void dependOnTheKindOfAddress() {
        var environment = Map.of("http_proxy", "http://plain.example:1", "https_proxy", "http://encrypted.example:2");

        assertThat(proxy(environment, URI.create("http://models.example/")).address())
                .isEqualTo(InetSocketAddress.createUnresolved("plain.example", 1));
        assertThat(proxy(environment, SOURCE).address())
                .isEqualTo(InetSocketAddress.createUnresolved("encrypted.example", 2));
        assertThat(proxy(Map.of("https_proxy", " "), SOURCE)).isEqualTo(Proxy.NO_PROXY);
        assertThat(proxy(Map.of(), SOURCE)).isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "raw.models.example",
                "RAW.Models.Example",
                "models.example",
                ".models.example",
                "*.models.example",
                "other.example, example",
                "other.example models.example",
                "raw.models.example:443"
            })
    void areLeftOutForNamedHosts(String names) {
        var direct = Map.of("https_proxy", "http://proxy.example:1", "NO_PROXY", names);

        assertThat(proxy(direct, URI.create("https://raw.models.example:443/face.onnx")))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "other.example", "odels.example", "raw", "raw.models.example:8443", "."})
    void areNotLeftOutForOthers(String names) {
        var environment = Map.of("https_proxy", "http://proxy.example:1", "no_proxy", names);

        assertThat(proxy(environment, URI.create("https://raw.models.example:443/face.onnx"))
                        .type())
                .isEqualTo(Proxy.Type.HTTP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1/", "http://127.0.0.1/", "http://127.1.2.3:8/", "http://[::1]:8/"})
    void areLeftOutForThisMachine(String address) {
        assertThat(proxy(Map.of("http_proxy", "http://proxy.example:1"), URI.create(address)))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://proxy.example:1", "https://proxy.example:1", "http://", "http://a b", "://"})
    void ofOtherKindsAreRefusedByTheirVariable(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy(Map.of("https_proxy", value), SOURCE))
                .withMessage("https_proxy must be http://HOST:PORT, the only kind of proxy that is supported");
    }

    @Test
    void ofTheJvmsPropertiesWin() {
        System.setProperty("https.proxyHost", "jvm.example");
        System.setProperty("https.proxyPort", "4");
        try {
            assertThat(proxy(Map.of("https_proxy", "http://proxy.example:1"), SOURCE)
                            .address())
                    .extracting(Object::toString)
                    .asString()
                    .contains("jvm.example")
                    .endsWith(":4");
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }

    private static Proxy proxy(Map<String, String> environment, URI address) {
        return new Proxies(environment).select(address).getFirst();
    }
}
