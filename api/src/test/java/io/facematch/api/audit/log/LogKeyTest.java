package io.facematch.api.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.api.audit.log.LogSettings.UnusableLogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogKeyTest {
    private static final String ONE = "7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=";
    private static final String OTHER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder;

    /** RFC 8032, 7.1, test 1; the first key of NIST's ACVP vectors for ML-DSA-44. */
    @Test
    void aSeedGivesThePairThatTheStandardsSay() throws GeneralSecurityException {
        var ed25519 = LogKey.pair(
                NamedParameterSpec.ED25519,
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        var mlDsa44 = LogKey.pair(
                NamedParameterSpec.ML_DSA_44,
                HexFormat.of().parseHex("d71361c000f9a7bc99dfb425bcb6bb27c32c36ab444ff3708b2d93b4e66d5b5b"));

        assertThat(HexFormat.of().formatHex(ed25519.getPublic().getEncoded()))
                .endsWith("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HexFormat.of().formatHex(mlDsa44.getPublic().getEncoded()))
                .contains("b845fa2881407a59183071629b08223128116014fb58ff6bb4c8c9fe19cf5b0b");
    }

    @Test
    void theSameSecretSignsWithTheSameKeys() {
        assertThat(verifiers(ONE)).hasSize(2).isEqualTo(verifiers(ONE)).doesNotContainAnyElementsOf(verifiers(OTHER));
    }

    private static List<String> verifiers(String key) {
        return settings(key, null).keys(List.of()).getFirst().signers("log", InstantSource.system()).stream()
                .map(signer -> signer.verifier().toString())
                .toList();
    }

    @Test
    void allKeysOfAFileSignTheNewestFirst() throws IOException {
        var file = Files.writeString(folder.resolve("audit.key"), ONE + "\n" + OTHER + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        var keys = settings(null, file).keys(List.of());

        assertThat(keys).hasSize(2);
        assertThat(keys.getFirst().is(ONE)).isTrue();
        assertThat(settings(null, file).keys(keys)).containsExactlyElementsOf(keys);
    }

    @Test
    void noneSignsWhereNoneIsConfigured() {
        assertThat(settings(null, null).keys(List.of())).isEmpty();
        assertThat(settings(" ", Path.of("")).keys(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "not base64 at all", "7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgJJ7Q=="})
    void refusesWhatIsNoKeyAndShowsNothingOfIt(String key) {
        assertThatThrownBy(() -> settings(key, null).keys(List.of()))
                .isInstanceOf(UnusableLogKey.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining(key);
        assertThat(settings(key, null).toString()).doesNotContain(key);
    }

    @Test
    void refusesAFileThatEverybodyReadsOrThatIsNotThere() throws IOException {
        var file = Files.writeString(folder.resolve("audit.key"), ONE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> settings(null, file).keys(List.of())).hasMessageContaining("chmod 600");
        assertThatThrownBy(() -> settings(null, folder.resolve("none")).keys(List.of()))
                .hasMessageContaining("can't be read");
        assertThatThrownBy(() -> settings(ONE, file).keys(List.of())).hasMessageContaining("set one");
    }

    private static LogSettings settings(@Nullable String key, @Nullable Path file) {
        return new LogSettings(key, file, null, Duration.ofSeconds(20));
    }
}
