package io.facematch.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SigningSecretTest {
    /** The example that Standard Webhooks publishes, with which its libraries are tested. */
    @Test
    void signsAsTheSpecificationDoes() {
        var secret = SigningSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = secret.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void isRandomAndOfTheLengthThatLibrariesTake() {
        var text = SigningSecret.random().text();

        assertThat(text)
                .startsWith("whsec_")
                .isNotEqualTo(SigningSecret.random().text());
        assertThat(Base64.getDecoder().decode(text.substring("whsec_".length())))
                .hasSize(32);
        assertThat(SigningSecret.of(text).text()).isEqualTo(text);
    }

    @Test
    void showsNothingOfItself() {
        var secret = SigningSecret.random();

        assertThat(secret.toString()).isEqualTo("SigningSecret[32 bytes]");
    }
}
