package io.facematch.standalone.calibration.decision;

import io.facematch.standalone.calibration.statistics.Rate;
import io.facematch.standalone.calibration.statistics.Sufficiency;
import org.jspecify.annotations.Nullable;

/**
 * How often pairs of two groups, or of people of one group, were decided wrongly.
 *
 * @param column that both groups are of
 * @param other the same as {@code group} for people of one group among themselves
 * @param people of both; null where the data do not say who is on a photo
 */
public record GroupErrors(
        String column, String group, String other, @Nullable Integer people, Rate falseMatches, Rate falseNonMatches) {

    public boolean isOneGroup() {
        return group.equals(other);
    }

    /** So few that their rates say little of other people of the group. */
    public boolean isOfTooFewPeople() {
        return people != null && !Sufficiency.isEnough(people);
    }

    @Override
    public String toString() {
        return "GroupErrors[" + falseMatches + ", " + falseNonMatches + "]";
    }
}
