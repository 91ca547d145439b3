package io.facematch.transparency.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.transparency.tree.TreeHead;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    /** The example of the specification. */
    @Test
    void theExampleIsReadAndWritten() throws RefusedNote {
        var text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";

        var checkpoint = Checkpoint.parse(text);

        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.head().size()).isEqualTo(20_852_163);
        assertThat(checkpoint.head().root().base64()).isEqualTo(ROOT);
        assertThat(checkpoint.text()).isEqualTo(text);
    }

    @Test
    void extensionsAndTheEmptyLogAreReadAndWritten() throws RefusedNote {
        var text = "a log\n0\n" + TreeHead.EMPTY.root().base64() + "\nfirst\nsecond \u00e4\n";

        var checkpoint = Checkpoint.parse(text);

        assertThat(checkpoint.extensions()).containsExactly("first", "second \u00e4");
        assertThat(checkpoint.head()).isEqualTo(TreeHead.EMPTY);
        assertThat(checkpoint.text()).isEqualTo(text);
        assertThat(Checkpoint.parse("o\n9223372036854775807\n" + ROOT + "\n")
                        .head()
                        .size())
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "o\n1\n",
                "o\n1\nROOT",
                "o\n1\nROOT\n\n",
                "o\n1\nROOT\n\nextension\n",
                "\n1\nROOT\n",
                "o\n\nROOT\n",
                "o\n-1\nROOT\n",
                "o\n+1\nROOT\n",
                "o\n01\nROOT\n",
                "o\n00\nROOT\n",
                "o\n 1\nROOT\n",
                "o\n1 \nROOT\n",
                "o\n0x1\nROOT\n",
                "o\n1e3\nROOT\n",
                "o\n\u0661\nROOT\n",
                "o\n9223372036854775808\nROOT\n",
                "o\n18446744073709551616\nROOT\n",
                "o\n99999999999999999999999999\nROOT\n",
                "o\n0\nROOT\n",
                "o\n1\n\n",
                "o\n1\nROOT \n",
                "o\n1\nROOTROOT\n",
                "o\r\n1\nROOT\n"
            })
    void everyOtherTextIsRefused(String text) {
        assertThatExceptionOfType(RefusedNote.class)
                .isThrownBy(() -> Checkpoint.parse(text.replace("ROOT", ROOT)))
                .extracting(RefusedNote::reason)
                .isEqualTo(RefusedNote.Reason.MALFORMED);
    }

    @Test
    void whatCouldNotBeReadIsNotMade() {
        for (var line : List.of("", "two\nlines", "tab\t", "half \ud83d")) {
            assertThatThrownBy(() -> new Checkpoint(line, TreeHead.EMPTY)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Checkpoint("o", TreeHead.EMPTY, List.of(line)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
