package io.facematch.standalone.calibration.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pair_id,same\na,1\nb,0\n",
                "pair_id,same\r\na,1\r\nb,0",
                "\uFEFFpair_id,same\na,1\nb,0\n",
                "Pair_ID, Same\n\n a , 1 \n\nb,0\n\n",
                "\"pair_id\",\"same\"\n\"a\",\"1\"\n\"b\",0\n",
                "pair_id;same\r\na;1\r\nb;0\r\n",
                "pair_id,same,,\na,1,,\nb,0,,\n"
            })
    void readsWhatSpreadsheetsWrite(String csv) throws IOException {
        var labels = parse(csv);

        assertThat(labels.of("a")).isTrue();
        assertThat(labels.of("b")).isFalse();
        assertThat(labels.of("c")).isNull();
    }

    @Test
    void takesIdsWithCommasAndQuotes() throws IOException {
        var labels = parse("pair_id,same\none, two,1\n\"three, \"\"four\"\"\",0\n");

        assertThat(labels.of("one, two")).isTrue();
        assertThat(labels.of("three, \"four\"")).isFalse();
    }

    @Test
    void findsIdsInAnotherUnicodeForm() throws IOException {
        assertThat(parse("pair_id,same\nZo\u00EB,1\n").of("Zoe\u0308")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                | line 1: should be pair_id,same
            `a,1`                             | line 1: should be pair_id,same
            `same,pair_id\\n1,a`               | line 1: should be pair_id,same
            `pair_id,same\\n"a,1\\nb,0`        | line 2: a quote is opened and not closed
            `pair_id,same\\na,1\\nb,yes`        | line 3: the pair needs a 1
            `pair_id,same\\na`                 | line 2: the pair needs a 1
            `pair_id,same\\na,`                | line 2: the pair needs a 1
            `pair_id,same\\na,2`               | line 2: the pair needs a 1
            `pair_id,same\\na,1\\n\\nA,0`        | line 4: the pair A has a label already, in line 2
            """)
    void saysWhichLineIsWrong(String csv, String message) {
        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> parse(csv.replace("\\n", "\n")))
                .withMessageStartingWith("labels.csv, ")
                .withMessageContaining(message);
    }

    @Test
    void refusesAnotherEncoding() {
        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> Labels.parse("pair_id,same\nZo\u00EB,1\n".getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContaining("not UTF-8");
    }

    @Test
    void namesAPairThatIsNotThere() throws IOException {
        var labels = parse("pair_id,same\na,1\nghost,0\n");

        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> labels.requireIn(List.of("a", "b")))
                .withMessage("labels.csv, line 3: the archive has no pair ghost");
    }

    private static Labels parse(String csv) throws IOException {
        return Labels.parse(csv.getBytes(StandardCharsets.UTF_8));
    }
}
