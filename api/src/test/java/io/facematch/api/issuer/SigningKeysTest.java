package io.facematch.api.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.SignedJWT;
import io.facematch.api.issuer.SigningKey.UnusableSigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String OLD = SigningKey.generate();
    private static final String NEW = SigningKey.generate();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private int changes;

    @Test
    void signsWithTheNewestKeyWhoseTimeHasCome() throws Exception {
        var keys = SigningKeys.load(file("Signs from: 2026-03-01T12:00:00Z\n" + NEW + OLD));

        assertThat(keys.signing(NOON.minusMillis(1)).publicKey()).isEqualTo(publicKey(OLD));
        assertThat(keys.signing(NOON).publicKey()).isEqualTo(publicKey(NEW));
        assertThat(signer(keys, NOON.minusMillis(1))).isEqualTo(publicKey(OLD).getKeyID());
        assertThat(signer(keys, NOON)).isEqualTo(publicKey(NEW).getKeyID());
    }

    @Test
    void publishesTheNextKeyBeforeItSignsAndTheOneBeforeAfterwards() throws Exception {
        var keys = SigningKeys.load(file("Signs from: 2126-03-01T12:00:00Z\n" + NEW + OLD));

        var published = keys.publicKeys().get(new JWKSelector(new JWKMatcher.Builder().build()), null);

        assertThat(published).containsExactly(publicKey(NEW), publicKey(OLD)).noneMatch(JWK::isPrivate);
    }

    @Test
    void readsTheFileAgainWhenItChanges() throws Exception {
        var file = file(OLD);
        var keys = SigningKeys.load(file);
        assertThat(keys.all()).hasSize(1);

        file(NEW + OLD);

        assertThat(keys.signing(NOON).publicKey()).isEqualTo(publicKey(NEW));
    }

    @Test
    void goesOnWithTheKeysItKnowsWhenTheFileIsSpoiled() throws Exception {
        var file = file(OLD);
        var keys = SigningKeys.load(file);

        file("no key");
        assertThat(keys.signing(NOON).publicKey()).isEqualTo(publicKey(OLD));
        Files.delete(file);
        assertThat(keys.signing(NOON).publicKey()).isEqualTo(publicKey(OLD));
    }

    @Test
    void signsWithTheOldestWhereNoTimeHasCome() throws Exception {
        var keys = SigningKeys.load(
                file("Signs from: 2126-03-02T12:00:00Z\n" + NEW + "Signs from: 2126-03-01T12:00:00Z\n" + OLD));

        assertThat(keys.signing(NOON).publicKey()).isEqualTo(publicKey(OLD));
    }

    @Test
    void refusesATimeThatIsNone() throws Exception {
        var file = file("Signs from: tomorrow\n" + NEW + OLD);

        assertThatThrownBy(() -> SigningKeys.load(file))
                .isInstanceOf(UnusableSigningKey.class)
                .hasMessageContaining("2026-12-01T00:00:00Z");
    }

    private static JWK publicKey(String pem) {
        return SigningKey.parse(pem).publicKey();
    }

    private static String signer(SigningKeys keys, Instant now) throws Exception {
        var issuer = new TokenIssuer("https://a", keys, "facematch", Duration.ofHours(1), () -> now);
        return SignedJWT.parse(issuer.issue("client", "tenant", List.of(), now))
                .getHeader()
                .getKeyID();
    }

    /** Written again with another time, however fast the test is. */
    private Path file(String text) throws IOException {
        var file = Files.writeString(folder.resolve("key.pem"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(++changes)));
    }
}
