package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalIssuerTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void signsWhatTheApiAsksFor() throws Exception {
        var token = SignedJWT.parse(issuer().token("bank", List.of("facematch.bulk"), NOW));
        assertThat(token.verify(new RSASSAVerifier(publicKey()))).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("facematch");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("bank");
        assertThat(claims.getStringClaim("scope")).isEqualTo("facematch.bulk");
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(24))));
    }

    @Test
    void keepsItsKeys() throws Exception {
        issuer();
        var key = publicKey();
        var token = SignedJWT.parse(issuer().token("bank", LocalIssuer.ALL_SCOPES, NOW));
        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(key.getModulus().bitLength()).isEqualTo(3072);
    }

    @Test
    void saysWhatToDoAboutAKeyThatCantBeRead() throws IOException {
        issuer();
        Files.writeString(folder.resolve("private"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(this::issuer).isInstanceOf(Failure.class).hasMessageContainingAll("private", "delete it");
    }

    @Test
    void makesBothKeysAnewWhenOnlyTheFirstWasWritten() throws Exception {
        issuer();
        Files.delete(folder.resolve("private"));
        var token = SignedJWT.parse(issuer().token("bank", LocalIssuer.ALL_SCOPES, NOW));
        assertThat(token.verify(new RSASSAVerifier(publicKey()))).isTrue();
    }

    private LocalIssuer issuer() throws IOException {
        return LocalIssuer.open(folder.resolve("private"), folder.resolve("public"));
    }

    private RSAPublicKey publicKey() throws Exception {
        var pem = Files.readString(folder.resolve("public")).replaceAll("-----[A-Z ]+-----|\\s", "");
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }
}
