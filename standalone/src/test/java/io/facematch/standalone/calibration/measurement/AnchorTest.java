package io.facematch.standalone.calibration.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.data.UnusableData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheWordsOfTheCommandLine() {
        assertThat(Anchor.of("all")).contains(Anchor.ALL);
        assertThat(Anchor.of("worst-group")).contains(new Anchor(true, Optional.empty()));
        assertThat(Anchor.of("worst-group:Age group")).contains(new Anchor(true, Optional.of("Age group")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "worst", "worst-group:", "worst:gender", "ALL"})
    void knowsNoOtherWords(String text) {
        assertThat(Anchor.of(text)).isEmpty();
    }

    @Test
    void namesItselfInTheCalibration() {
        assertThat(Anchor.ALL.suffix()).isEmpty();
        assertThat(Anchor.ALL.description()).isEmpty();
        assertThat(Anchor.of("worst-group").orElseThrow().suffix()).isEqualTo("-worst-group");
        var ages = Anchor.of("worst-group:Age group").orElseThrow();
        assertThat(ages.suffix()).isEqualTo("-worst-age-group");
        assertThat(ages.description()).isEqualTo("; each point holds for the worst group of Age group");
    }

    @Test
    void needsTheGroupsThatItNames() throws IOException {
        for (var photo : List.of("Anna_0001.jpg", "Anna_0002.jpg", "Bert_0001.jpg")) {
            Files.writeString(folder.resolve(photo), "");
        }
        refuses("worst-group", "needs groups");

        Files.writeString(folder.resolve("people.csv"), "person,gender\nAnna,f\n");
        refuses("worst-group:age", "no group column age; there are gender");
        Anchor.of("worst-group:Gender").orElseThrow().requireIn(DataSet.open(folder, null));
        Anchor.of("worst-group").orElseThrow().requireIn(DataSet.open(folder, null));
        Anchor.ALL.requireIn(DataSet.open(folder, null));
    }

    private void refuses(String anchor, String words) {
        assertThatExceptionOfType(UnusableData.class)
                .isThrownBy(() -> Anchor.of(anchor).orElseThrow().requireIn(DataSet.open(folder, null)))
                .withMessageContaining(words);
    }
}
