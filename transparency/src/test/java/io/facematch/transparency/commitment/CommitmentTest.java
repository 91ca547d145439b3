package io.facematch.transparency.commitment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CommitmentTest {
    private static final byte[] SALT = "sixteen bytes ..".getBytes(UTF_8);

    @Test
    void aFieldShownByItsSaltAndValueIsTheOneInTheLog() {
        var row = RowSalt.random(new SecureRandom());
        var inTheLog = row.field("reference").commit("caf\u00e9 17");

        var shown = FieldSalt.of(row.field("reference").bytes());

        assertThat(shown.commit("caf\u00e9 17")).isEqualTo(inTheLog);
        assertThat(shown.commit("caf\u00e9 18")).isNotEqualTo(inTheLog);
    }

    /** By the formula: whoever verifies with another program must come to the same. */
    @Test
    void theFormulaIsTheDocumentedOne() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SALT, "HmacSHA256"));
        var fieldSalt = mac.doFinal("similarity".getBytes(UTF_8));
        var digest = MessageDigest.getInstance("SHA-256");
        digest.update(fieldSalt);
        digest.update("0.83".getBytes(UTF_8));

        var commitment = RowSalt.of(SALT).field("similarity").commit("0.83");

        assertThat(commitment.bytes()).isEqualTo(digest.digest());
        assertThat(RowSalt.of(SALT).field("similarity").bytes()).isEqualTo(fieldSalt);
    }

    @Test
    void equalValuesDoNotLookEqual() {
        var row = RowSalt.random(new SecureRandom());
        var otherRow = RowSalt.random(new SecureRandom());

        assertThat(row.field("a").commit("x"))
                .isNotEqualTo(row.field("b").commit("x"))
                .isNotEqualTo(otherRow.field("a").commit("x"));
        assertThat(row.bytes()).hasSize(RowSalt.LENGTH).isNotEqualTo(otherRow.bytes());
    }

    @Test
    void saltsAreNeitherPrintedNorShared() {
        var salt = SALT.clone();
        var row = RowSalt.of(salt);
        var before = row.field("a").commit("x");
        salt[0] ^= 1;
        row.bytes()[0] ^= 1;
        row.field("a").bytes()[0] ^= 1;

        assertThat(row.field("a").commit("x")).isEqualTo(before);
        assertThat(row).hasToString("RowSalt");
        assertThat(row.field("a")).hasToString("FieldSalt");
    }

    @Test
    void saltsOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> RowSalt.of(new byte[15])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RowSalt.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FieldSalt.of(new byte[16])).isInstanceOf(IllegalArgumentException.class);
        assertThat(RowSalt.of(new byte[32]).bytes()).hasSize(32);
    }
}
