package io.facematch.standalone.calibration.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.calibration.data.Groups.Column;
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
    void readsGroupsOfBothSidesAndOfEach() throws IOException {
        var labels = parse("""
                pair_id,same,Gender,camera_reference,camera_probe
                a,1,f,scanner,phone
                b,0,F,phone,
                c,0,,,
                """);

        var groups = labels.groupsOf(List.of("b", "a", "c"));

        assertThat(groups.columns())
                .containsExactly(new Column("gender", List.of("f")), new Column("camera", List.of("phone", "scanner")));
        // Probe and reference of b, of a, of c.
        assertThat(groups.of(0)).containsExactly(0);
        assertThat(groups.of(1)).containsExactly(0, 1);
        assertThat(groups.of(2)).containsExactly(0, 1);
        assertThat(groups.of(3)).containsExactly(0, 2);
        assertThat(groups.of(4)).isEmpty();
        assertThat(labels.of("a")).isTrue();
    }

    @Test
    void knowsNoGroupsWithoutFurtherColumns() throws IOException {
        assertThat(parse("pair_id,same\na,1\n").groupsOf(List.of("a")).columns())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `pair_id,same,x_probe\\na,1,u`                     | line 1: the column x_probe needs a column x_reference
            `pair_id,same,X_reference\\na,1,u`                 | line 1: the column x_reference needs a column x_probe
            `pair_id,same,x,x_probe,x_reference\\na,1,u,u,u`    | line 1: the column x is there twice
            `pair_id,same,x,X\\na,1,u,u`                       | line 1: the column X is there twice
            `pair_id,same,,x\\na,1,,u`                         | line 1: the column 3 has no name
            `pair_id,same,x\\na,1,`                            | line 1: the column x is empty in all lines
            `pair_id,same,x\\na,u,1`                           | line 2: the pair needs a 1
            """)
    void saysWhichGroupColumnIsWrong(String csv, String message) {
        saysWhichLineIsWrong(csv, message);
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
                .withMessage("labels.csv, line 3: there is no pair ghost");
    }

    private static Labels parse(String csv) throws IOException {
        return Labels.parse(csv.getBytes(StandardCharsets.UTF_8));
    }
}
