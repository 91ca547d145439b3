package io.facematch.api.webhooks.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressTest {
    private static final AllowedHosts HOSTS = AllowedHosts.of(List.of(
            "hooks.example.com",
            "*.partner.example",
            "other.example.com:8443",
            "http://plain.example.com:8080",
            "any.example.com:*",
            "192.0.2.7",
            "[2001:db8::7]:8443"));

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, hooks.example.com, 443",
        "https://hooks.example.com/a/b?token=c%20d, hooks.example.com, 443",
        "HTTPS://HOOKS.Example.COM:443/, hooks.example.com, 443",
        "https://hooks.example.com:/, hooks.example.com, 443",
        "https://a.partner.example/, a.partner.example, 443",
        "https://a.b.partner.example/, a.b.partner.example, 443",
        "https://other.example.com:8443/, other.example.com, 8443",
        "http://plain.example.com:8080/, plain.example.com, 8080",
        "https://any.example.com:444/, any.example.com, 444",
        "https://192.0.2.7/, 192.0.2.7, 443",
        "https://[2001:db8::7]:8443/, 2001:db8::7, 8443"
    })
    void takesWhatIsAllowed(String text, String host, int port) throws RefusedAddress {
        var address = WebhookAddress.of(text, HOSTS);

        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not allowed, or not by this port, or not without TLS.
                "https://example.com/",
                "https://hooks.example.com.evil.example/",
                "https://evilhooks.example.com/",
                "https://hooks.example.com./",
                "https://hooks.example.com:8443/",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:99999/",
                "https://hooks.example.com:-1/",
                "https://any.example.com:65536/",
                "https://any.example.com:0/",
                "http://any.example.com/",
                "http://hooks.example.com/",
                "http://hooks.example.com:443/",
                "https://plain.example.com:8080/",
                "http://plain.example.com/",
                "https://partner.example/",
                "https://.partner.example/",
                "https://notpartner.example/",
                "https://other.example.com/",
                // No address of this kind.
                "",
                "hooks.example.com",
                "//hooks.example.com/",
                "/v1/jobs",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "gopher://hooks.example.com/",
                "jar:https://hooks.example.com/!/",
                "https:hooks.example.com",
                "https:/hooks.example.com/",
                "https:///hooks.example.com/",
                "https://",
                "https://hooks.example.com//evil.example/",
                "https://hooks.example.com/#fragment",
                "https://user@hooks.example.com/",
                "https://user:password@hooks.example.com/",
                "https://@hooks.example.com/",
                "https://evil.example@hooks.example.com/",
                "https://hooks.example.com@evil.example/",
                "https://hooks.example.com%2eevil.example/",
                "https://hooks.example.com\\@evil.example/",
                "https://hooks.example.com/ x",
                "https://hooks.example.com/\r\nX-Header: a",
                "https://hooks.example.com/\u0000",
                "https://höoks.example.com/",
                "https://ｈooks.example.com/",
                "https://hooks。example.com/",
                "https://hooks_.example.com/",
                // Addresses in digits, however they are written.
                "https://127.0.0.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://0x7f.0.0.1/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://2130706433/",
                "https://017700000001/",
                "https://0/",
                "https://0.0.0.0/",
                "https://169.254.169.254/latest/meta-data/",
                "https://192.0.2.8/",
                "https://192.0.2.07/",
                "https://192.0.519/",
                "https://3221225991/",
                "https://[::1]/",
                "https://[::]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::127.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[fe80::1%25eth0]/",
                "https://[fd00::1]/",
                "https://[2001:db8:0::7]:8443/",
                "https://localhost/",
                "https://LOCALHOST/"
            })
    void refusesAllElse(String text) {
        assertThatExceptionOfType(RefusedAddress.class)
                .isThrownBy(() -> WebhookAddress.of(text, HOSTS))
                .withMessageMatching("url .*|the path of url .*|The operator .*");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatExceptionOfType(RefusedAddress.class)
                .isThrownBy(() -> WebhookAddress.of("https://hooks.example.com/" + "a".repeat(1000), HOSTS))
                .withMessageContaining("1000 characters");
    }

    @Test
    void showsNothingOfTheAddress() throws RefusedAddress {
        assertThat(WebhookAddress.of("https://hooks.example.com/token", HOSTS).toString())
                .isEqualTo("WebhookAddress[https]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.com",
                "https://hooks.example.com/path",
                "user@host",
                "a..b",
                "host:port",
                "*.*.example.com",
                "",
                "a b"
            })
    void anOperatorIsToldWhatIsNoEntry(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AllowedHosts.of(List.of("hooks.example.com", entry)))
                .withMessageContaining("facematch.webhooks.allowed-hosts");
    }
}
