package io.facematch.standalone.calibration.decision;

import io.facematch.standalone.calibration.statistics.Rate;
import java.util.List;

/**
 * How often pairs were decided wrongly at a threshold.
 *
 * @param groups every group and every two groups of a column, in the order of the data
 */
public record LimitErrors(Limit limit, Rate falseMatches, Rate falseNonMatches, List<GroupErrors> groups) {
    public LimitErrors {
        groups = List.copyOf(groups);
    }

    /** The columns that the groups are of. */
    public List<String> columns() {
        return groups.stream().map(GroupErrors::column).distinct().toList();
    }

    /** The groups of a column, each for its people among themselves. */
    public List<GroupErrors> inside(String column) {
        return groups.stream()
                .filter(errors -> errors.isOneGroup() && errors.column().equals(column))
                .toList();
    }

    /** The same groups at this threshold. */
    public GroupErrors of(GroupErrors same) {
        return groups.stream()
                .filter(errors -> errors.column().equals(same.column())
                        && errors.group().equals(same.group())
                        && errors.other().equals(same.other()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "LimitErrors[" + limit + ", " + falseMatches + ", " + falseNonMatches + "]";
    }
}
