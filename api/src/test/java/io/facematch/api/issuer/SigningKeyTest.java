package io.facematch.api.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.facematch.api.issuer.SigningKey.UnusableSigningKey;
import io.facematch.api.token.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    /** Takes a second to make. */
    private static final KeyPair RSA = rsa(3072);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void signsWithAnRsaKey() throws Exception {
        var pair = RSA;
        var key = load(file(pem(pair)));

        assertThat(key.publicKey().toRSAKey().toPublicKey()).isEqualTo(pair.getPublic());
        var token = token(key);
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(token.verify(new RSASSAVerifier(key.publicKey().toRSAKey()))).isTrue();
    }

    /** One of two points has the right x; chance decides which of them it is. */
    @RepeatedTest(8)
    void findsThePublicHalfOfAnEllipticKey() throws Exception {
        var pair = elliptic("secp256r1");
        var key = load(file(pem(pair)));

        assertThat(key.publicKey().toECKey().toPublicKey()).isEqualTo(pair.getPublic());
        var token = token(key);
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(token.verify(new ECDSAVerifier(key.publicKey().toECKey()))).isTrue();
    }

    @Test
    void readsAJwkToo() throws Exception {
        var jwk = new ECKeyGenerator(Curve.P_256).generate();
        assertThat(SigningKey.parse(jwk.toJSONString()).publicKey().toECKey().toPublicKey())
                .isEqualTo(jwk.toPublicKey());
        var whole = new RSAKey.Builder((RSAPublicKey) RSA.getPublic())
                .privateKey(RSA.getPrivate())
                .build();
        assertThat(SigningKey.parse(whole.toJSONString()).publicKey().toRSAKey().toPublicKey())
                .isEqualTo(whole.toPublicKey());
        assertThatThrownBy(() -> SigningKey.parse(whole.toPublicJWK().toJSONString()))
                .isInstanceOf(UnusableSigningKey.class);
    }

    @Test
    void makesAKeyThatItReads() {
        assertThat(SigningKey.parse(SigningKey.generate()).algorithm().getName())
                .isEqualTo("ES256");
    }

    @Test
    void tellsNothingOfThePrivateHalf() throws Exception {
        var key = load(file(pem(RSA)));

        assertThat(key.publicKey().isPrivate()).isFalse();
        assertThat(key.publicKey().getKeyUse().getValue()).isEqualTo("sig");
        assertThat(key.publicKey().getKeyID())
                .isEqualTo(key.publicKey().computeThumbprint().toString());
    }

    @Test
    void refusesAFileThatEverybodyMayRead() throws Exception {
        var file = file(pem(RSA));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(UnusableSigningKey.class)
                .hasMessageContaining("everybody on this machine may read");
    }

    @Test
    void refusesOtherKeys() throws Exception {
        for (var pair : List.of(
                rsa(2048),
                elliptic("secp384r1"),
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair())) {
            var file = file(pem(pair));
            assertThatThrownBy(() -> load(file)).hasMessageContainingAll("3072 bits", "P-256");
        }
        assertThatThrownBy(() -> load(folder.resolve("nowhere"))).hasMessageContaining("can't be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret words",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "{\"secret words\": 1}"
            })
    void quotesNothingOfWhatIsNoKey(String text) {
        assertThatThrownBy(() -> SigningKey.parse(text))
                .isInstanceOf(UnusableSigningKey.class)
                .hasNoCause()
                .message()
                .contains("FACEMATCH_ISSUER_PRIVATE_KEY")
                .doesNotContain("secret words", "c2VjcmV0");
    }

    private static SigningKey load(Path file) {
        return SigningKeys.load(file).all().getFirst().key();
    }

    private SignedJWT token(SigningKey key) throws Exception {
        var issuer = new TokenIssuer(
                "https://a",
                SigningKeys.load(folder.resolve("key.pem")),
                "facematch",
                Duration.ofHours(1),
                InstantSource.system());
        assertThat(SigningKeys.load(folder.resolve("key.pem"))
                        .signing(Instant.now())
                        .publicKey())
                .isEqualTo(key.publicKey());
        return SignedJWT.parse(issuer.issue("client", "tenant", List.of(), Instant.now()));
    }

    private static KeyPair rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has RSA", e);
        }
    }

    private static KeyPair elliptic(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        return Pem.encode(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded());
    }

    private Path file(String text) throws IOException {
        var file = Files.writeString(folder.resolve("key.pem"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
