package io.facematch.standalone.calibration.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.facematch.standalone.calibration.data.DataSet;
import io.facematch.standalone.calibration.data.Groups;
import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.verification.OperatingPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four people: Ann and Bea of group f with two photos each, Carl of group m with one, Dan of none with one. */
class PersonErrorsTest {
    private static final int ANN = 0;
    private static final int BEA = 1;
    private static final int CARL = 2;
    private static final int DAN = 3;
    private static final long[] PHOTOS = {2, 2, 1, 1};
    private static final Limit HALF = new Limit(OperatingPoint.STANDARD, 0.5, true);

    @TempDir
    private Path folder;

    private Groups groups = Groups.NONE;

    @BeforeEach
    void readGroups() throws IOException {
        for (var photo : List.of("Ann_0001", "Ann_0002", "Bea_0001", "Bea_0002", "Carl_0001", "Dan_0001")) {
            Files.writeString(folder.resolve(photo + ".jpg"), "");
        }
        Files.writeString(folder.resolve("people.csv"), "person,sex\nAnn,f\nBea,f\nCarl,m\n");
        groups = DataSet.open(folder, null).groups();
    }

    @Test
    void countsByGroupAndPairOfGroups() {
        var errors = new PersonErrors(groups, List.of(HALF), 4);
        errors.add(ANN, ANN, 0.4);
        errors.add(BEA, BEA, 0.6);
        errors.add(ANN, BEA, 0.6);
        errors.add(ANN, BEA, 0.5);
        errors.add(BEA, CARL, 0.7);
        errors.add(CARL, DAN, 0.8);
        errors.add(ANN, DAN, 0.49);

        var rates = errors.rates(PHOTOS).getFirst();

        // Six photos make 15 pairs, of which two are of the same person.
        assertThat(rates.falseMatches())
                .extracting(Rate::errors, Rate::comparisons)
                .containsExactly(4L, 13L);
        assertThat(rates.falseNonMatches())
                .extracting(Rate::errors, Rate::comparisons)
                .containsExactly(1L, 2L);
        assertThat(rates.groups())
                .extracting(
                        GroupErrors::group,
                        GroupErrors::other,
                        GroupErrors::people,
                        group -> group.falseMatches().errors(),
                        group -> group.falseMatches().comparisons(),
                        group -> group.falseNonMatches().errors(),
                        group -> group.falseNonMatches().comparisons())
                .containsExactly(
                        tuple("f", "f", 2, 2L, 4L, 1L, 2L),
                        tuple("f", "m", 3, 1L, 4L, 0L, 0L),
                        tuple("m", "m", 1, 0L, 0L, 0L, 0L));
        assertThat(rates.columns()).containsExactly("sex");
        assertThat(rates.inside("sex")).extracting(GroupErrors::group).containsExactly("f", "m");
    }

    @Test
    void sumsWhatThreadsHaveCounted() {
        var one = new PersonErrors(groups, List.of(HALF), 4);
        one.add(ANN, BEA, 0.6);
        var other = new PersonErrors(groups, List.of(HALF), 4);
        other.add(ANN, ANN, 0.1);

        var rates = PersonErrors.sum(List.of(one, other)).rates(PHOTOS).getFirst();

        assertThat(rates.falseMatches().errors()).isEqualTo(1);
        assertThat(rates.falseNonMatches().errors()).isEqualTo(1);
    }

    /** Whose photos gave no face was not compared. */
    @Test
    void leavesOutWhoHasNoFace() {
        var rates = new PersonErrors(groups, List.of(HALF), 4)
                .rates(new long[] {2, 0, 1, 0})
                .getFirst();

        assertThat(rates.falseMatches().comparisons()).isEqualTo(2);
        assertThat(rates.groups()).extracting(GroupErrors::people).containsExactly(1, 2, 1);
    }
}
