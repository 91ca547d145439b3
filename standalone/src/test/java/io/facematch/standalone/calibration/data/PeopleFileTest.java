package io.facematch.standalone.calibration.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.calibration.data.Groups.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleFileTest {
    @TempDir
    private Path data;

    /** In the order of their names, as the folder is read. */
    @BeforeEach
    void threePeople() throws IOException {
        for (var photo : List.of("Anna_0001.jpg", "Anna_0002.jpg", "Bert_0001.jpg", "Zo\u00EB_0001.jpg")) {
            Files.writeString(data.resolve(photo), "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "person,sex,Age Group\nAnna,f,18-30\nBert,m,\nZo\u00EB,F,31-60\n",
                "\uFEFFPerson;sex;Age Group\r\n\r\nAnna;f;18-30\r\nBert;m\r\nZo\u00EB;F;31-60\r\n",
                "\"person\",\"sex\",\"Age Group\",,\nAnna,\"f\", 18-30 ,,\n\"Bert\",m,,,\nZoe\u0308,F,31-60,,\n",
            })
    void readsGroupsAsSpreadsheetsWriteThem(String csv) throws IOException {
        var groups = groups(csv);

        assertThat(groups.columns())
                .containsExactly(
                        new Column("sex", List.of("f", "m")), new Column("age group", List.of("18-30", "31-60")));
        assertThat(groups.count()).isEqualTo(4);
        assertThat(groups.first(groups.columns().getLast())).isEqualTo(2);
        assertThat(groups.of(0)).containsExactly(0, 2);
        assertThat(groups.of(1)).containsExactly(1);
        assertThat(groups.of(2)).containsExactly(0, 3);
        assertThat(groups.has(2, 3)).isTrue();
        assertThat(groups.has(1, 3)).isFalse();
    }

    @Test
    void takesPeopleWithoutALineForPeopleOfNoKnownGroup() throws IOException {
        Files.writeString(data.resolve("people.csv"), "person,sex\nAnna,f\n");

        var folder = PeopleFolder.open(data, null);

        assertThat(folder.groups().of(1)).isEmpty();
        assertThat(folder.notes()).containsExactly("people without a line in people.csv, of no known group: 2");
    }

    @Test
    void namesNoGroupsWithoutTheFile() throws IOException {
        var folder = PeopleFolder.open(data, null);

        assertThat(folder.groups().columns()).isEmpty();
        assertThat(folder.groups().of(2)).isEmpty();
    }

    @Test
    void takesAFileFromElsewhere() throws IOException {
        var file = Files.writeString(data.resolveSibling("others.csv"), "person,sex\nAnna,f\nBert,m\nZo\u00EB,f\n");

        assertThat(PeopleFolder.open(data, file).groups().count()).isEqualTo(2);
        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> PeopleFolder.open(data, data.resolve("nowhere.csv")))
                .withMessageContaining("there is no file", "nowhere.csv");
    }

    @Test
    void takesNamesWithCommas() throws IOException {
        Files.writeString(data.resolve("Doe, Jane_0001.jpg"), "");

        assertThat(groups("person,sex\nDoe, Jane,f\nBert,m\n").of(2)).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                     | line 1: should be person and the columns of groups
            `person\\nAnna`                         | line 1: should be person and the columns of groups
            `name,sex\\nAnna,f`                     | line 1: should be person and the columns of groups
            `person,sex,Sex\\nAnna,f,f`             | line 1: the column Sex is there twice
            `person,sex,,age\\nAnna,f,,1`           | line 1: the column 3 has no name
            `person,se=x\\nAnna,f`                  | line 1: the column 2 has a name that can't be used
            `person,sex\\nAnna,\\nBert,`             | line 1: the column sex is empty in all lines
            `person,sex\\nAnna,f\\n\\nGhost,m`        | line 4: the folder has no person Ghost
            `person,sex\\nanna,f`                   | line 2: the folder has no person anna
            `person,sex\\nAnna,f\\nBert,m\\nAnna,f`   | line 4: the person Anna has a line already, in line 2
            `person,sex\\nAnna,"f`                  | line 2: a quote is opened and not closed
            """)
    void saysWhichLineIsWrong(String csv, String message) {
        refuses(csv.replace("\\n", "\n"), message);
    }

    @Test
    void refusesMoreGroupsThanAnybodyReads() throws IOException {
        for (var number = 1; number <= 51; number++) {
            Files.writeString(data.resolve("P" + number + "_0001.jpg"), "");
        }
        var people = IntStream.rangeClosed(1, 51)
                .mapToObj(number -> "P" + number + "," + number)
                .collect(Collectors.joining("\n", "person,shoe\n", "\n"));

        refuses(people, "line 52: here begins the group 51, and 50 are the most", "is shoe a column of groups?");
        refuses("person,note\nAnna," + "x".repeat(41), "line 2: the value of note is longer than 40 characters");
    }

    private Groups groups(String csv) throws IOException {
        Files.writeString(data.resolve("people.csv"), csv);
        return PeopleFolder.open(data, null).groups();
    }

    private void refuses(String csv, String... words) {
        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> groups(csv))
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .startsWith("people.csv, ")
                        .contains(words));
    }
}
