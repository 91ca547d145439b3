package io.facematch.api.results.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1+1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20x"
            })
    void addsNothingToWhatLooksLikeAFormula(String text) {
        assertThat(CellText.of(text)).isEqualTo(text);
    }

    @Test
    void leavesOutCharactersThatAWorkbookCannotHold() {
        assertThat(CellText.of("\u0000=1")).isEqualTo("=1");
        assertThat(CellText.of("\uFFFE\uD800=1")).isEqualTo("=1");
    }

    @Test
    void keepsOtherText() {
        assertThat(CellText.of("a=b 😀 <&>\" Jürgen")).isEqualTo("a=b 😀 <&>\" Jürgen");
        assertThat(CellText.of("")).isEmpty();
    }

    @Test
    void escapesTheEscapeOfTheFileFormat() {
        assertThat(CellText.of("_x003D_1+1")).isEqualTo("_x005F_x003D_1+1");
        assertThat(CellText.of("x_image")).isEqualTo("x_image");
    }

    @Test
    void cutsWhatACellCannotHold() {
        assertThat(CellText.of("x".repeat(40_000))).hasSize(32_767);
        assertThat(CellText.of("😀".repeat(20_000))).hasSize(32_766).endsWith("😀");
    }
}
