package io.facematch.standalone.calibration.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.facematch.card.Calibration;
import io.facematch.card.Calibration.Point;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdsTest {

    @Test
    void measuresWhereTenImpostorsReachTheThreshold() {
        var rates = genuine().impostors(9_990, 0.1).impostors(10, 0.5).rates();

        var points = Thresholds.of(rates).points();

        assertThat(points.getFirst())
                .extracting(Point::falseMatchRate, Point::cosine, Point::extrapolated, Point::falseMatches)
                .containsExactly(1e-2, 0.1001, false, 10L);
        assertThat(points.getFirst().interval()).isEqualTo(Binomial.interval(10, 10_000));
    }

    @Test
    void callsNineFalseMatchesExtrapolated() {
        var rates = genuine().impostors(9_991, 0.1).impostors(9, 0.5).rates();

        assertThat(Thresholds.of(rates).points().getFirst())
                .extracting(Point::cosine, Point::extrapolated, Point::falseMatches)
                .containsExactly(0.1001, true, 9L);
    }

    @Test
    void countsTheGenuinePairsThatAPointMisses() {
        var rates =
                new TestScores().genuine(0.1, 0.1001, 0.2).impostors(1_000, 0.1).rates();

        assertThat(Thresholds.of(rates).points().getFirst().falseNonMatchRate()).isEqualTo(0.333333);
    }

    @Test
    void continuesInAStraightLineOverThePowersOfTen() {
        // 1e-2 asks for 0.2001, 1e-3 for 0.3001: each further power of ten takes 0.1 more.
        var rates = genuine()
                .impostors(19_800, 0)
                .impostors(180, 0.2)
                .impostors(20, 0.25)
                .rates();
        var steep = genuine()
                .impostors(19_600, 0)
                .impostors(200, 0.2)
                .impostors(180, 0.3)
                .impostors(20, 0.35)
                .rates();

        assertThat(Thresholds.of(steep).points())
                .extracting(Point::falseMatchRate, Point::cosine, Point::extrapolated, Point::falseMatches)
                .containsExactly(
                        tuple(1e-2, 0.2001, false, 200L),
                        tuple(1e-3, 0.3001, false, 20L),
                        tuple(1e-4, 0.4001, true, 0L),
                        tuple(1e-5, 0.5001, true, 0L),
                        tuple(1e-6, 0.6001, true, 0L));
        assertThat(Thresholds.of(rates).points())
                .extracting(Point::cosine)
                .startsWith(0.0001, 0.2001)
                .element(2)
                .isEqualTo(0.4001);
    }

    @Test
    void neverPromisesMoreThanTheImpostorsAtHandAllow() {
        // The line would say 0.4001 and 0.5001, but one impostor in 20,000 is at 0.45: a heavy tail, or a wrong label.
        var rates = genuine()
                .impostors(19_600, 0)
                .impostors(200, 0.2)
                .impostors(180, 0.3)
                .impostors(17, 0.35)
                .impostors(3, 0.45)
                .rates();

        var points = Thresholds.of(rates).points();

        assertThat(points).extracting(Point::cosine).containsExactly(0.2001, 0.3001, 0.4501, 0.5001, 0.6001);
    }

    @Test
    void leavesOutWhatWouldNotBeStricterThanThePointBefore() {
        var rates = genuine()
                .impostors(19_600, 0)
                .impostors(200, 0.2)
                .impostors(180, 0.3)
                .impostors(17, 0.35)
                .impostors(3, 0.55)
                .rates();

        var thresholds = Thresholds.of(rates);

        assertThat(thresholds.points()).extracting(Point::falseMatchRate).containsExactly(1e-2, 1e-3, 1e-4, 1e-6);
        assertThat(thresholds.leftOut())
                .containsExactly("no point at FMR 1e-5: the cosine would be that of the point before");
    }

    @Test
    void givesFewPointsForFewImpostorsAndSaysWhy() {
        var rates = genuine().impostors(600, 0.2).rates();

        var thresholds = Thresholds.of(rates);

        assertThat(thresholds.points())
                .extracting(Point::falseMatchRate, Point::cosine, Point::extrapolated)
                .containsExactly(tuple(1e-2, 0.2001, true));
        assertThat(thresholds.leftOut())
                .containsExactly("no point at FMR 1e-3, 1e-4, 1e-5, 1e-6: 600 impostor comparisons are too few, and"
                        + " there are not two measured points to continue from");
    }

    @Test
    void givesNoPointForAHandfulOfImpostors() {
        var thresholds = Thresholds.of(genuine().impostors(0.1, 0.2).rates());

        assertThat(thresholds.points()).isEmpty();
        assertThat(thresholds.leftOut()).hasSize(1);
    }

    @Test
    void givesNoPointThatNothingCouldReach() {
        // The same photo under two names.
        var thresholds =
                Thresholds.of(genuine().impostors(900, 0.1).impostors(100, 1).rates());

        assertThat(thresholds.points()).isEmpty();
        assertThat(thresholds.leftOut())
                .first()
                .isEqualTo("no point at FMR 1e-2, 1e-3: the cosine would be one that everything or nothing reaches");
    }

    @Test
    void holdsForTheGroupThatNeedsMost() {
        var women =
                genuine().impostors(990, 0).impostors(9, 0.3).impostors(1, 0.5).rates();
        var men = genuine()
                .impostors(9_900, 0)
                .impostors(90, 0.1)
                .impostors(10, 0.2)
                .rates();
        var all = genuine()
                .impostors(20_890, 0)
                .impostors(90, 0.1)
                .impostors(10, 0.2)
                .impostors(9, 0.3)
                .impostors(1, 0.5)
                .rates();

        var worst = Thresholds.ofWorst(all, List.of(women, men));

        // 1e-2: the women need 0.0001, the men and all together too. 1e-3: one woman in 1,000 is at 0.5.
        assertThat(worst.points())
                .extracting(Point::falseMatchRate, Point::cosine, Point::extrapolated)
                .startsWith(tuple(1e-2, 0.0001, false), tuple(1e-3, 0.3001, true));
        // What is counted at the point is all pairs.
        assertThat(worst.points().get(1).falseMatches()).isEqualTo(1);
        assertThat(worst.points().get(1).interval()).isEqualTo(Binomial.interval(1, 21_000));
    }

    @Test
    void holdsForAllTogetherWhereNoGroupNeedsMore() {
        var all = genuine().impostors(19_800, 0).impostors(200, 0.3).rates();
        var group = genuine().impostors(5_000, 0).rates();

        assertThat(Thresholds.ofWorst(all, List.of(group, new TestScores().rates()))
                        .points())
                .isEqualTo(Thresholds.of(all).points());
    }

    @Test
    void leavesOutWhatAGroupNeedsAlreadyAtTheRateBefore() {
        // The group's 100 impostors can't tell what they need at 1e-3, but at 1e-2 they need more than all together do.
        var all = genuine()
                .impostors(198_000, 0)
                .impostors(1_900, 0.1)
                .impostors(100, 0.2)
                .rates();
        var group = genuine().impostors(98, 0).impostors(2, 0.6).rates();

        var worst = Thresholds.ofWorst(all, List.of(group));

        assertThat(worst.points())
                .extracting(Point::falseMatchRate, Point::cosine)
                .containsExactly(tuple(1e-2, 0.6001));
        assertThat(worst.leftOut())
                .first()
                .isEqualTo("no point at FMR 1e-3, 1e-4, 1e-5, 1e-6: the cosine would be that of the point before");
    }

    @Test
    void makesACalibrationOfWhateverItIsGiven() {
        var random = new SplittableRandom(1);
        for (var round = 0; round < 500; round++) {
            var scores = genuine();
            var distinct = random.nextInt(1, 9);
            var count = random.nextInt(1, 40_000);
            for (var each = 0; each < distinct; each++) {
                scores.impostors(count / (1 << random.nextInt(14)) + 1, random.nextInt(-10_000, 10_001) / 10_000.0);
            }
            var points = Thresholds.of(scores.rates()).points();

            // The record refuses what does not rise.
            assertThat(new Calibration("any", List.of(), "any", 2, 0, 1, count, 0, points).points())
                    .isEqualTo(points);
        }
    }

    private static TestScores genuine() {
        return new TestScores().genuine(0.9);
    }
}
