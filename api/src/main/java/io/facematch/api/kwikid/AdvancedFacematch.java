package io.facematch.api.kwikid;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facematch.api.dialect.Comparison;
import io.facematch.verification.Status;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /advanced_facematch}. Its vendor calls a pair good when both photos are live and show the
 * same person. Facematch does not tell whether a photo is live, and says so: the overall result is never "True".
 *
 * @param overallConfidence 0 whenever the overall result is "False", as with the vendor
 */
@JsonInclude
record AdvancedFacematch(
        Photo image1,
        Photo image2,
        @JsonProperty("image1_image2_facematch") Match match,
        String overallResult,
        double overallConfidence) {

    /**
     * What is known of one photo: only whether it was sent.
     *
     * @param performed whether liveness was looked at: never
     */
    @JsonInclude
    record Photo(
            String inputProvided,
            String performed,
            String result,
            @Nullable Double confidence,
            @Nullable Double predictionConfidence) {

        static Photo of(boolean provided) {
            return new Photo(Flag.of(provided), Flag.FALSE, Flag.NOT_AVAILABLE, null, null);
        }
    }

    /** @param confidence the similarity in percent; null when there was no comparison */
    @JsonInclude
    record Match(String performed, String result, @Nullable Double confidence) {
        private static final Match NONE = new Match(Flag.FALSE, Flag.NOT_AVAILABLE, null);

        static Match of(Comparison comparison) {
            return comparison.status() == Status.SUCCESS
                    ? new Match(Flag.TRUE, Flag.of(comparison.isMatch()), percent(comparison.similarity()))
                    : NONE;
        }

        private static double percent(double similarity) {
            return BigDecimal.valueOf(similarity)
                    .movePointRight(2)
                    .setScale(2, RoundingMode.HALF_UP)
                    .doubleValue();
        }
    }

    static AdvancedFacematch of(Comparison comparison) {
        return of(true, Match.of(comparison));
    }

    static AdvancedFacematch ofOnePhoto() {
        return of(false, Match.NONE);
    }

    private static AdvancedFacematch of(boolean second, Match match) {
        return new AdvancedFacematch(Photo.of(true), Photo.of(second), match, Flag.FALSE, 0);
    }
}
