package io.facematch.standalone.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.standalone.terminal.CommandFailed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With what was measured of published embedders behind right and wrong contracts. */
class ContractVerdictTest {
    private static final TrialResult RIGHT = ran("arcface-112", 12.38, 1);
    private static final TrialResult HARDLY_DIFFERENT = ran("arcface-112-128", 12.381, 1);
    private static final TrialResult WRONG_ORDER = ran("arcface-112-bgr", 11.11, 1);
    private static final TrialResult WRONG_RANGE = ran("sface-112", 1.33, 0.899);
    private static final TrialResult DOES_NOT_RUN =
            TrialResult.failed("omz-128", "it takes pictures of 112 x 112 pixels");

    @Test
    void takesTheRightContract() {
        var verdict = verdict(RIGHT, HARDLY_DIFFERENT, WRONG_ORDER, WRONG_RANGE, DOES_NOT_RUN);

        assertThat(verdict.require("arcface-112", false)).isEqualTo(RIGHT);
        assertThat(verdict.require("arcface-112-128", false)).isEqualTo(HARDLY_DIFFERENT);
    }

    @Test
    void recognisesAWrongRangeOfPixels() {
        refuses(
                verdict(RIGHT, HARDLY_DIFFERENT, WRONG_ORDER, WRONG_RANGE),
                "sface-112",
                true,
                "my-r50 does not tell the sample people apart with the contract sface-112 (separation 1.3",
                "with the contract arcface-112 it tells the sample people apart (separation 12.4",
                "use --contract arcface-112");
    }

    @Test
    void recognisesTheWrongOrderOfColoursUnlessToldThatItIsRight() {
        var verdict = verdict(RIGHT, HARDLY_DIFFERENT, WRONG_ORDER, WRONG_RANGE);

        refuses(
                verdict,
                "arcface-112-bgr",
                false,
                "better with the contract arcface-112 (separation 12.4",
                "--trust-contract");
        assertThat(verdict.require("arcface-112-bgr", true)).isEqualTo(WRONG_ORDER);
    }

    @Test
    void saysWhyANetworkDoesNotRun() {
        refuses(
                verdict(RIGHT, DOES_NOT_RUN),
                "omz-128",
                true,
                "my-r50 can't be used with the contract omz-128: it takes pictures of 112 x 112 pixels",
                "use --contract arcface-112");
    }

    @Test
    void saysWhenNothingFits() {
        refuses(
                verdict(WRONG_RANGE, DOES_NOT_RUN),
                "sface-112",
                true,
                "none of the presets fits that could be tried (sface-112, omz-128)",
                "docs/models.md");
        assertThat(verdict(WRONG_RANGE).advice()).startsWith("none of the presets fits");
    }

    /** A network that gives the same for everybody, but for rounding. */
    @Test
    void doesNotTakeRoundingForASeparation() {
        var same = Separation.of(4, new double[] {1, 1}, new double[] {1 - 1e-9, 1 - 2e-9});

        assertThat(same.isClear()).isFalse();
        assertThat(same.distance()).isLessThan(0.01);
    }

    @Test
    void measuresHowFarTheSamePersonLiesFromOthers() {
        var separation = Separation.of(6, new double[] {0.9, 0.8, 0.7}, new double[] {0.1, 0.2, 0.3, 0.75});

        assertThat(separation.samePerson()).isEqualTo(0.8);
        assertThat(separation.differentPersons()).isEqualTo(0.3375);
        assertThat(separation.ordered()).isEqualTo(11.0 / 12);
        assertThat(separation.isClear()).isFalse();
    }

    @Test
    void proposesAContractWhereNoneIsStated() {
        assertThat(verdict(RIGHT, HARDLY_DIFFERENT, WRONG_RANGE).advice()).endsWith("add --contract arcface-112");
    }

    private static ContractVerdict verdict(TrialResult... results) {
        return new ContractVerdict("my-r50", List.of(results));
    }

    private static void refuses(ContractVerdict verdict, String stated, boolean trusted, String... words) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> verdict.require(stated, trusted))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private static TrialResult ran(String contract, double distance, double ordered) {
        return new TrialResult(contract, null, 512, new Separation(36, 0.81, 0.13, distance, ordered));
    }
}
