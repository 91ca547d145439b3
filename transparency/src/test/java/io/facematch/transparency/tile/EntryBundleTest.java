package io.facematch.transparency.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
    @Test
    void entriesStandBehindTheirLengths() {
        assertThat(EntryBundle.format(List.of(new byte[] {7, 8}, new byte[0]))).containsExactly(0, 2, 7, 8, 0, 0);
        assertThat(EntryBundle.format(List.of(new byte[0x0203])))
                .startsWith(2, 3)
                .hasSize(2 + 0x0203);
    }

    @Test
    void whatIsWrittenIsRead() {
        var entries = List.of(new byte[EntryBundle.MAX_ENTRY], new byte[0], new byte[] {1, 2, 3});

        assertThat(EntryBundle.parse(EntryBundle.format(entries)).orElseThrow()).containsExactlyElementsOf(entries);
        assertThat(EntryBundle.parse(EntryBundle.format(Collections.nCopies(256, new byte[1])))
                        .orElseThrow())
                .hasSize(256);
    }

    @Test
    void bundlesThatEndTooEarlyOrTooLateAreRefused() {
        var bundle = EntryBundle.format(List.of(new byte[300], new byte[] {1, 2, 3}));
        for (int length = 0; length < bundle.length; length++) {
            boolean afterTheFirst = length == 302;
            assertThat(EntryBundle.parse(Arrays.copyOf(bundle, length)).isPresent())
                    .as("cut to %d bytes", length)
                    .isEqualTo(afterTheFirst);
        }
        assertThat(EntryBundle.parse(Arrays.copyOf(bundle, bundle.length + 1))).isEmpty();
        assertThat(EntryBundle.parse(new byte[2 * 257])).isEmpty();
    }

    @Test
    void entriesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> EntryBundle.format(List.of(new byte[EntryBundle.MAX_ENTRY + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.format(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.format(Collections.nCopies(257, new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
