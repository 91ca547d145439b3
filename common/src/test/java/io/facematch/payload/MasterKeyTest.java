package io.facematch.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.payload.MasterKey.UnusableMasterKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    static final String TEXT = "7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZgI=";
    static final MasterKey KEY = MasterKey.ofBase64(TEXT);
    private static final MasterKey OTHER_KEY = MasterKey.ofBase64("Zk3mP1vQx8sT0yNw5bGfJ7cLrA9dUo2hEiKq6XzRt4M=");

    @Test
    void unwrapsWhatItWrapped() throws Exception {
        var context = new SealContext("acme", new UUID(1, 2), 0);
        var key = DataKey.random();
        var sealed = PayloadCipher.sealNames(key, context, "name");

        var unwrapped = KEY.unwrap(KEY.wrap(key)).orElseThrow();

        assertThat(PayloadCipher.openNames(unwrapped, context, sealed)).containsExactly("name");
    }

    @Test
    void doesNotShowTheKeyItWraps() {
        var key = DataKey.random();

        assertThat(HexFormat.of().formatHex(KEY.wrap(key)))
                .doesNotContain(HexFormat.of().formatHex(key.secret().getEncoded()))
                .hasSize(80);
    }

    @Test
    void doesNotUnwrapWhatAnotherKeyWrapped() {
        var wrapped = OTHER_KEY.wrap(DataKey.random());

        assertThat(KEY.unwrap(wrapped)).isEmpty();
    }

    @Test
    void doesNotUnwrapAlteredOrCutKeys() {
        var wrapped = KEY.wrap(DataKey.random());

        for (int i = 0; i < wrapped.length; i++) {
            var altered = wrapped.clone();
            altered[i] ^= 1;
            var cut = Arrays.copyOf(wrapped, i);
            assertThat(KEY.unwrap(altered)).isEmpty();
            assertThat(KEY.unwrap(cut)).isEmpty();
        }
    }

    @Test
    void digestsDifferByTenantByPurposeAndByKey() {
        assertThat(Stream.of(
                        digest(KEY, "subject", "acme"),
                        digest(KEY, "subject", "other"),
                        digest(KEY, "subject", ""),
                        digest(KEY, "idempotency", "acme"),
                        digest(OTHER_KEY, "subject", "acme")))
                .doesNotHaveDuplicates();
    }

    @Test
    void digestsTheSameTextAlikeForEver() {
        // Subject references in the audit depend on it: a changed value here breaks what is stored.
        assertThat(digest(KEY, "subject", "acme"))
                .isEqualTo(digest(MasterKey.ofBase64(" " + TEXT + "\n"), "subject", "acme"))
                .isEqualTo("159ef53dc998e6ea7b5e1617c9aa22bec67140d98fa64bce116f4326d1cc330a");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 31, 33, 48, 64})
    void refusesAnotherLength(int length) {
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> new MasterKey(randomLooking(length)))
                .withMessageContaining("it has " + length + " bytes and must have 32")
                .withMessageContaining("head -c 32 /dev/urandom | base64");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesSamples(byte[] key) {
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> new MasterKey(key))
                .withMessageContaining("it looks like a sample, not like 32 random bytes")
                .withMessageContaining("head -c 32 /dev/urandom | base64");
    }

    static Stream<byte[]> samples() {
        var ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        var counting = new byte[32];
        var countingBack = new byte[32];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
            countingBack[i] = (byte) (250 - 3 * i);
        }
        return Stream.of(
                new byte[32],
                ones,
                counting,
                countingBack,
                utf8("0123456789abcdef0123456789abcdef"),
                utf8("change-me-change-me-change-me-32"),
                utf8("ThisIsAnExampleKey_of_32_Bytes!!"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "7V9zq1N3cGk5wXo0b2mYt8RrLJ4uD6hSfQeAaPxKZg=I", "äöü", "7V9z q1N3"})
    void refusesWhatIsNotBase64WithoutRepeatingIt(String text) {
        assertThatExceptionOfType(UnusableMasterKey.class)
                .isThrownBy(() -> MasterKey.ofBase64(text))
                .withMessageContaining("it is not Base64")
                .withMessageNotContaining(text)
                .withNoCause();
    }

    @Test
    void takesRandomKeys() {
        for (int n = 0; n < 1000; n++) {
            var key = DataKey.random().secret().getEncoded();
            assertThat(new MasterKey(key)).hasToString("MasterKey[32 bytes]");
        }
    }

    private static byte[] randomLooking(int length) {
        return Arrays.copyOf(Base64.getDecoder().decode(TEXT), length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(MasterKey key, String purpose, String tenant) {
        return HexFormat.of().formatHex(key.digestKey().digest(purpose, tenant).doFinal(utf8("customer 17")));
    }
}
