package io.facematch.api.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressesTest {
    private static final ClientAddresses ADDRESSES = new ClientAddresses(
            new ConnectionSettings(500, List.of(InetAddress.ofLiteral("10.0.0.1")), Duration.ofHours(1)));

    @ParameterizedTest
    @CsvSource({
        "203.0.113.77,            ,                       203.0.113.77,           203.0.113.0/24",
        "2001:db8:1:2:3:4:5:6,    ,                       2001:db8:1:2:0:0:0:0,   2001:db8:1:0:0:0:0:0/48",
        "203.0.113.77,            198.51.100.9,           203.0.113.77,           203.0.113.0/24",
        "10.0.0.1,                198.51.100.9,           198.51.100.9,           198.51.100.0/24",
        "10.0.0.1,                '1.2.3.4, 198.51.100.9', 198.51.100.9,          198.51.100.0/24",
        "10.0.0.1,                nonsense,               10.0.0.1,               10.0.0.0/24",
        "10.0.0.1,                'x\nevent=y',           10.0.0.1,               10.0.0.0/24"
    })
    void believesOnlyAProxyAndOnlyItsOwnWord(String peer, @Nullable String forwarded, String counted, String logged) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        if (forwarded != null) {
            request.addHeader("X-Forwarded-For", forwarded);
        }

        assertThat(ADDRESSES.counted(request)).isEqualTo(counted);
        assertThat(ADDRESSES.logged(request)).isEqualTo(logged);
    }
}
