package io.facematch.standalone.calibration.report;

import io.facematch.card.Calibration;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code calibration.json}: one entry of {@code calibrations} in a model's card, laid out as the cards are. */
final class CalibrationJson {
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private CalibrationJson() {}

    static String of(Calibration calibration) {
        var printer = new DefaultPrettyPrinter()
                .withSeparators(Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
                .withArrayIndenter(INDENTER)
                .withObjectIndenter(INDENTER);
        return JSON.writer().with(printer).writeValueAsString(calibration) + "\n";
    }
}
