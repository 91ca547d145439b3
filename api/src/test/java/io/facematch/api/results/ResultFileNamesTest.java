package io.facematch.api.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test1|test1",
                "Customer-01_a.b|Customer-01_a.b",
                "a b|a b",
                "José|José",
                "Jose\u0301|José",
                "王小明|王小明",
                "Ελένη, 3|Ελένη, 3",
                "😀|😀",
                "100%|100%",
                "=1+1|=1+1",
                ".hidden|.hidden",
                "a\\b:c*d|a%5Cb%3Ac%2Ad",
                "anna/photo|anna%2Fphoto",
                "what?|what%3F",
                "a\u0001b\u0085|a%01b%C2%85",
                "evil\u202egnp|evil%E2%80%AEgnp",
                "a\u2066b|a%E2%81%A6b",
                "end.|end%2E",
                "..|.%2E",
                "CON|%43ON",
                "nul.x|%6Eul.x",
                "lpt1|%6Cpt1",
                "com\u00b9|%63om\u00b9",
                "aux .x|%61ux .x",
                "CONSOLE|CONSOLE",
            })
    void escapesWhatSomeFileSystemForbidsAndNothingElse(String stem, String name) {
        assertThat(new ResultFileNames(1).next(stem)).isEqualTo("results/" + name + ".json");
    }

    @Test
    void keepsNamesApartThatSomeFileSystemTakesForOne() {
        var names =
                names("a:b", "a%3Ab", "A%3aB", "Straße", "STRASSE", "José", "Jose\u0301", "end ", "end%20", "x", "X");

        var folded = new HashSet<String>();
        assertThat(names)
                .allSatisfy(name -> assertThat(folded.add(name.toUpperCase(Locale.ROOT)))
                        .as(name)
                        .isTrue());
        assertThat(names).startsWith("results/a%3Ab.json").contains("results/José.json", "results/x.json");
        assertThat(names.get(1)).matches("results/a%3Ab~[0-9a-f]{16}\\.json");
        assertThat(names("a:b", "a%3Ab").get(1)).as("the same each time").isEqualTo(names.get(1));
    }

    /** Somebody who knows the rule can name a pair as another one would be named. */
    @Test
    void keepsANameApartThatLooksLikeASuffix() {
        var second = names("a:b", "a%3Ab").get(1);
        var stem = second.substring("results/".length(), second.length() - ".json".length());

        assertThat(new HashSet<>(names("a:b", stem, "a%3Ab", "A%3AB"))).hasSize(4);
    }

    @Test
    void cutsBetweenCharactersAndKeepsTheRestApart() {
        var family = "👨‍👩‍👧‍👦"; // four people and three joiners, one to a reader
        var names = names(
                "x".repeat(250),
                "x".repeat(251),
                family.repeat(30) + "1",
                family.repeat(30) + "2",
                "é".repeat(130) + ":",
                ":".repeat(120),
                "z" + "\u0323".repeat(400));

        assertThat(names.getFirst()).isEqualTo("results/" + "x".repeat(250) + ".json");
        assertThat(names)
                .allSatisfy(
                        name -> assertThat(name.substring("results/".length()).getBytes(StandardCharsets.UTF_8).length)
                                .as(name)
                                .isLessThanOrEqualTo(255));
        assertThat(names.get(1)).matches("results/x{225}~[0-9a-f]{16}\\.json");
        assertThat(names.get(2)).matches("results/(" + family + ")+~[0-9a-f]{16}\\.json");
        assertThat(names.get(3)).isNotEqualTo(names.get(2));
        assertThat(names.get(4)).matches("results/é+~[0-9a-f]{16}\\.json");
        assertThat(names.get(5)).matches("results/(%3A)+~[0-9a-f]{16}\\.json");
        assertThat(names.get(6)).matches("results/.+~[0-9a-f]{16}\\.json");
    }

    @Test
    void keepsManyApart() {
        var names = new ResultFileNames(10);
        var all = IntStream.range(0, 20_000).mapToObj(i -> names.next("p" + i)).toList();

        assertThat(new HashSet<>(all)).hasSize(20_000).allMatch(name -> !name.contains("~"));
    }

    private static List<String> names(String... stems) {
        var names = new ResultFileNames(stems.length);
        var all = new ArrayList<String>();
        for (var stem : stems) {
            all.add(names.next(stem));
        }
        return all;
    }
}
