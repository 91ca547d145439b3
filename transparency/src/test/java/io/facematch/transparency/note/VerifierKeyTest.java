package io.facematch.transparency.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierKeyTest {
    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(SignatureType type) throws RefusedNote {
        var key = TestSigners.signer("log.example", type).verifier();

        assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
        assertThat(VerifierKey.parse(key.toString()).keyId()).isEqualTo(key.keyId());
    }

    @Test
    void theSameKeyUnderAnotherNameHasAnotherId() throws Exception {
        var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var time = InstantSource.system();
        var one = new NoteSigner("one.example", SignatureType.ED25519, keys, time).verifier();
        var two = new NoteSigner("two.example", SignatureType.ED25519, keys, time).verifier();

        assertThat(one.keyId()).isNotEqualTo(two.keyId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "++",
                "name",
                "name+c74f20a3",
                "name+c74f20a3+",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+0c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumam+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
                "PeterNeumann+c74f20a3+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+BhpcARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW+"
            })
    void everyOtherTextIsRefused(String text) {
        assertThatExceptionOfType(RefusedNote.class)
                .isThrownBy(() -> VerifierKey.parse(text))
                .extracting(RefusedNote::reason)
                .isEqualTo(RefusedNote.Reason.MALFORMED);
    }

    @Test
    void longTextsAreRefusedBeforeTheyAreRead() {
        assertThatExceptionOfType(RefusedNote.class)
                .isThrownBy(() -> VerifierKey.parse("name+c74f20a3+" + "A".repeat(300_000)))
                .extracting(RefusedNote::reason)
                .isEqualTo(RefusedNote.Reason.TOO_LARGE);
    }

    @Test
    void keysOfAnotherAlgorithmAreNotTaken() throws Exception {
        var time = InstantSource.system();
        var ellipticCurve = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var mlDsa65 = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
        var ed448 = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

        assertThatThrownBy(() -> new NoteSigner("a.example", SignatureType.ED25519, ellipticCurve, time))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoteSigner("a.example", SignatureType.ED25519, ed448, time))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NoteSigner("a.example", SignatureType.ML_DSA_44, mlDsa65, time))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
