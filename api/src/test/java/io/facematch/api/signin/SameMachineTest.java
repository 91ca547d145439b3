package io.facematch.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class SameMachineTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,         localhost",
        "127.0.0.1,         LocalHost",
        "127.0.0.1,         127.0.0.1",
        "127.8.9.10,        127.0.0.2",
        "::1,               [::1]",
        "0:0:0:0:0:0:0:1,   localhost",
        "::ffff:127.0.0.1,  localhost"
    })
    void aBrowserHereMay(String peer, String host) {
        assertThat(SameMachine.sends(request(peer, host))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,            localhost",
        "192.168.1.7,         localhost",
        "203.0.113.77,        localhost",
        "0.0.0.0,             localhost",
        "fe80::1,             localhost",
        "2001:db8::1,         localhost",
        "::ffff:10.0.0.1,     localhost",
        "'',                  localhost",
        "127.0.0.1,           faces.example",
        "127.0.0.1,           10.0.0.1",
        "127.0.0.1,           localhost.example",
        "127.0.0.1,           127.0.0.1.example",
        "127.0.0.1,           ''"
    })
    void nobodyElseMay(String peer, String host) {
        assertThat(SameMachine.sends(request(peer, host))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "x-forwarded-for",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded",
                "Forwarded",
                "Via",
                "X-Real-IP",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "X-Original-Forwarded-For",
                "True-Client-IP",
                "CF-Connecting-IP"
            })
    void noProxyMay(String header) {
        var request = request("127.0.0.1", "localhost");
        request.addHeader(header, "");

        assertThat(SameMachine.sends(request)).isFalse();
    }

    private static MockHttpServletRequest request(String peer, String host) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        request.setServerName(host);
        request.addHeader("Accept", "application/json");
        return request;
    }
}
