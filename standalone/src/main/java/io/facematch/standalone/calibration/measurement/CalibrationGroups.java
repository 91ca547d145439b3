package io.facematch.standalone.calibration.measurement;

import io.facematch.card.Calibration.Group;
import io.facematch.card.Calibration.GroupPoint;
import io.facematch.standalone.calibration.decision.GroupErrors;
import io.facematch.standalone.calibration.decision.LimitErrors;
import java.util.List;

/** Tells a calibration what its points mean for groups of people. */
final class CalibrationGroups {
    private CalibrationGroups() {}

    /** @param errors at the operating points of this calibration */
    static List<Group> of(List<LimitErrors> errors) {
        return errors.stream()
                .findFirst()
                .map(first -> first.groups().stream()
                        .filter(GroupErrors::isOneGroup)
                        .map(group -> new Group(
                                group.column(),
                                group.group(),
                                group.people(),
                                group.falseNonMatches().comparisons(),
                                group.falseMatches().comparisons(),
                                errors.stream()
                                        .map(at -> point(at, at.of(group)))
                                        .toList()))
                        .toList())
                .orElse(List.of());
    }

    private static GroupPoint point(LimitErrors at, GroupErrors group) {
        return new GroupPoint(
                at.limit().point().falseMatchRate(),
                group.falseMatches().errors(),
                group.falseMatches().interval(),
                group.falseNonMatches().errors(),
                group.falseNonMatches().interval());
    }
}
