package io.facematch.api.azakaw;

import io.facematch.api.dialect.Comparison;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The result of {@code POST /ExtFaceComparison/Compare}.
 *
 * @param isFaceMatch false unless the status is {@code Success}
 * @param matchingSimilarity in [0, 1]; 0 unless the status is {@code Success}
 * @param status one of the seven codes
 */
@JsonNaming(LowerCamelCaseStrategy.class)
record FaceComparison(boolean isFaceMatch, double matchingSimilarity, String status) {
    static FaceComparison of(Comparison comparison) {
        return new FaceComparison(
                comparison.isMatch(),
                comparison.similarity(),
                comparison.status().code());
    }
}
