package io.facematch.transparency.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
    private static final String TEXT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    @Test
    void base64IsReadAndWritten() {
        var hash = Hash.fromBase64(TEXT).orElseThrow();

        assertThat(hash.base64()).isEqualTo(TEXT);
        assertThat(Hash.of(hash.bytes())).isEqualTo(hash).hasSameHashCodeAs(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I",
                "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=",
                "CsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=",
                " sUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
                "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==",
                "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2Ia",
                "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
            })
    void everyOtherSpellingIsRefused(String text) {
        assertThat(Hash.fromBase64(text)).isEmpty();
    }

    @Test
    void bytesAreCopiedBothWays() {
        var bytes = new byte[Hash.LENGTH];
        var hash = Hash.of(bytes);
        bytes[0] = 1;
        hash.bytes()[0] = 1;

        assertThat(hash.bytes()[0]).isZero();
    }

    @Test
    void otherLengthsAreRefused() {
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.at(1, new byte[32])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Hash.at(-1, new byte[64])).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
