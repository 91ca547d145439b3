package io.facematch.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.token.KeyServer;
import io.facematch.api.token.TestKey;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What an issuer elsewhere does to requests: its keys, new ones, and its absence. */
class RemoteIssuerIT {
    @Test
    void takesItsTokensAndBlamesNobodyForItsAbsence() throws IOException {
        var rsa = TestKey.rsa("first");
        var ec = TestKey.ec("second");
        try (var issuer = new KeyServer()) {
            issuer.serve(rsa.publicJwk());
            issuer.broken(true);
            try (var api = OtherApi.start("--facematch.security.jwk-set-uri=" + issuer.address())) {
                var token = rsa.sign(Tokens.claims("acme").build());
                var away = api.get(token, "/v1/jobs");
                assertThat(away.status()).isEqualTo(503);
                assertThat(away.header("Retry-After")).contains("10");
                assertThat(away.json().get("code").asString()).isEqualTo("busy");
                assertThat(api.get("/v1/jobs").status()).isEqualTo(401);

                issuer.broken(false);
                assertThat(api.get(token, "/v1/jobs").status()).isEqualTo(200);
                assertThat(api.get(ec.sign(Tokens.claims("acme").build()), "/v1/jobs")
                                .status())
                        .isEqualTo(401);
                ApiServer.get().assertNotLogged(token);
            }
        }
    }
}
