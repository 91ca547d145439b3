package io.facematch.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import io.facematch.api.issuer.SigningKeys;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
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
        var issuer = issuer();
        var token = SignedJWT.parse(issuer.token("bank", List.of("facematch.bulk"), NOW));
        assertThat(token.verify(new ECDSAVerifier(publicKey().toECKey()))).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(token.getHeader().getKeyID()).isEqualTo(publicKey().getKeyID());
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(LocalIssuer.configuredUri());
        assertThat(claims.getAudience()).containsExactly("facematch");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("bank");
        assertThat(claims.getStringClaim("scope")).isEqualTo("facematch.bulk");
        assertThat(claims.getStringClaim("azp")).isEqualTo("cli");
        assertThat(claims.getStringClaim("services")).isEqualTo("External");
        assertThat(claims.getExpirationTime()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(24))));
    }

    @Test
    void keepsItsKey() throws Exception {
        issuer();
        var key = publicKey();
        var token = SignedJWT.parse(issuer().token("bank", LocalIssuer.ALL_SCOPES, NOW));
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    }

    @Test
    void saysWhatToDoAboutAKeyThatCantBeUsed() throws IOException {
        issuer();
        Files.writeString(folder.resolve("private"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(this::issuer)
                .isInstanceOf(CommandFailed.class)
                .hasMessageContainingAll("private", "delete it");
    }

    @Test
    void refusesAKeyThatEverybodyCanRead() throws IOException {
        issuer();
        Files.setPosixFilePermissions(folder.resolve("private"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::issuer).isInstanceOf(CommandFailed.class).hasMessageContaining("everybody");
    }

    private LocalIssuer issuer() throws IOException {
        return LocalIssuer.open(folder.resolve("private"));
    }

    private JWK publicKey() {
        return SigningKeys.load(folder.resolve("private"))
                .all()
                .getFirst()
                .key()
                .publicKey();
    }
}
