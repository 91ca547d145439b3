package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.Extraction.Refused;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the default floor refuses of photos of real people, as they are and spoiled. */
class QualityFloorTest {
    private static final double SPOILED_AND_REFUSED = 0.95;
    private static final double CLEAN_AND_REFUSED = 0.005;

    /** Sizes are of photos of 250 pixels. */
    private enum Spoiling {
        NONE,
        ENLARGED_3,
        BLURRED_4,
        ENLARGED_3_AND_BLURRED_4,
        SHAKEN_15_ACROSS,
        SHAKEN_15_DOWN,
        SHAKEN_15_ASLANT;

        byte[] of(byte[] photo) {
            return switch (this) {
                case NONE -> photo;
                case ENLARGED_3 -> Retouching.enlarged(photo, 3);
                case BLURRED_4 -> Retouching.blurred(photo, 4);
                case ENLARGED_3_AND_BLURRED_4 -> Retouching.blurred(Retouching.enlarged(photo, 3), 12);
                case SHAKEN_15_ACROSS -> Retouching.shaken(photo, 15, 0);
                case SHAKEN_15_DOWN -> Retouching.shaken(photo, 15, 90);
                case SHAKEN_15_ASLANT -> Retouching.shaken(photo, 15, 30);
            };
        }

        boolean harms() {
            return this != NONE && this != ENLARGED_3;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yunet-s-dynamic", "starter-detector"})
    void refusesBlurredPhotosAndHardlyAnyOther(String detector) {
        var photos = Lfw.photos(320);
        try (var engine = Engines.of(detector, "starter-embedder");
                var extractor = engine.newExtractor()) {
            for (var spoiling : Spoiling.values()) {
                var refused = refused(extractor, spoiling, photos);
                var share =
                        refused.values().stream().mapToInt(Integer::intValue).sum() / (double) photos.size();
                System.out.printf(
                        "%s, %d photos %s: %.2f %% refused %s%n",
                        detector, photos.size(), spoiling, 100 * share, refused);
                if (spoiling.harms()) {
                    assertThat(share).as("%s refused", spoiling).isGreaterThanOrEqualTo(SPOILED_AND_REFUSED);
                } else {
                    assertThat(share).as("%s refused", spoiling).isLessThanOrEqualTo(CLEAN_AND_REFUSED);
                }
            }
        }
    }

    /** How many of the photos were refused on their quality, by reason; a spoiled one may also show no face any more. */
    private static Map<Reason, Integer> refused(FaceExtractor extractor, Spoiling spoiling, List<Path> photos) {
        var refused = new EnumMap<Reason, Integer>(Reason.class);
        for (var photo : photos) {
            if (extractor.extract(spoiling.of(Lfw.read(photo))) instanceof Refused no
                    && (spoiling.harms() || no.reason().status() == Status.LOW_QUALITY)) {
                refused.merge(no.reason(), 1, Integer::sum);
            }
        }
        return refused;
    }
}
