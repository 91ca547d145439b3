package io.facematch.api.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileNameTest {

    @ParameterizedTest
    @CsvSource({
        "test1, test1",
        "Customer-01_a.b, Customer-01_a.b",
        "a b, a%20b",
        "100%, 100%25",
        "Jürgen, J%C3%BCrgen",
        "a\\b:c*d, a%5Cb%3Ac%2Ad",
        ".hidden, %2Ehidden",
        "..., %2E..",
        "CON, %43ON",
        "nul.x, %6Eul.x",
        "lpt1, %6Cpt1",
        "CONSOLE, CONSOLE",
        "=1+1, %3D1%2B1",
        "😀, %F0%9F%98%80",
    })
    void escapesWhatSomeSystemCannotUnpack(String stem, String name) {
        assertThat(ResultFileName.of(stem)).isEqualTo(name);
        assertThat(URLDecoder.decode(name, StandardCharsets.UTF_8)).isEqualTo(stem);
    }

    @Test
    void cutsLongNamesAndKeepsThemApart() {
        String first = ResultFileName.of("é".repeat(120) + "1");
        String second = ResultFileName.of("é".repeat(120) + "2");

        assertThat(first).hasSizeLessThan(140).matches("(%C3%A9)+~[0-9a-f]{16}").isNotEqualTo(second);
        assertThat(ResultFileName.of("x".repeat(120))).isEqualTo("x".repeat(120));
        assertThat(ResultFileName.of("x".repeat(121))).matches("x{120}~[0-9a-f]{16}");
        assertThat(ResultFileName.of("x".repeat(118) + "é")).matches("x{118}~[0-9a-f]{16}");
    }
}
