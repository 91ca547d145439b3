package io.facematch.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.facematch.card.Calibration;
import io.facematch.card.Calibration.Group;
import io.facematch.card.Calibration.GroupPoint;
import io.facematch.card.Calibration.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class CalibrationViewTest {
    /** As the API writes. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    @Test
    void showsWhatTheThresholdsMeanForGroups() {
        var point = new GroupPoint(1e-4, 134, new Interval(2.45e-4, 4.83e-4), 95, new Interval(0.0123, 0.0852));
        var calibration = calibration(List.of(
                new Group("gender", "female", 435, 2_538, 383_343, List.of(point)),
                new Group("gender", "male", null, 7, 40, List.of())));

        var groups = groups(calibration);

        assertThat(groups).isEqualTo(JSON.readTree("""
                [{"column": "gender", "name": "female", "people": 435, "genuine_comparisons": 2538,
                  "impostor_comparisons": 383343, "points": [
                   {"false_match_rate": 1.0e-4, "operating_point": "standard", "false_matches": 134,
                    "false_match_interval": {"low": 2.45e-4, "high": 4.83e-4, "confidence": 0.95},
                    "false_non_matches": 95,
                    "false_non_match_interval": {"low": 0.0123, "high": 0.0852, "confidence": 0.95}}]},
                 {"column": "gender", "name": "male", "genuine_comparisons": 7, "impostor_comparisons": 40,
                  "points": []}]
                """));
    }

    @Test
    void showsAnEmptyListWithoutGroups() {
        assertThat(groups(calibration(List.of()))).isEmpty();
    }

    private static JsonNode groups(Calibration calibration) {
        return JSON.readTree(JSON.writeValueAsString(CalibrationView.of(calibration, "built_in")))
                .get("groups");
    }

    private static Calibration calibration(List<Group> groups) {
        return new Calibration("any", List.of("detector"), "none", 2, 0, 2_545, 383_383, 0, List.of(), groups);
    }
}
