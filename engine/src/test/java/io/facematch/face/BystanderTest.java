package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.Extraction.Faces;
import io.facematch.face.Extraction.Refused;
import io.facematch.face.Verification.Compared;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two people in one photo: both count, but nobody in the background decides for somebody in front who can't be compared. */
@EnabledIf(value = "io.facematch.face.Engines#haveModels", disabledReason = "../shared/models is missing")
class BystanderTest {
    /** Width of the face in a portrait, in pixels. */
    private static final double FACE = 225;

    private static FaceEngine engine;

    @BeforeAll
    static void open() {
        engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 40, 55, 70})
    void smallFaceBesideALargeOneIsCompared(int width) {
        try (var verifier = engine.newVerifier()) {
            var answer = verifier.verify(
                    Portraits.selfie(1), beside(Portraits.selfie(2), Portraits.id(1), width / FACE, 1.6));

            assertThat(answer).isInstanceOf(Compared.class);
            var compared = (Compared) answer;
            assertThat(OperatingPoint.DEFAULT.decide(compared.similarity())).isEqualTo(Decision.MATCH);
            assertThat(compared.reference().facesFound()).isEqualTo(2);
            assertThat(compared.reference().otherRefused()).isNull();
        }
    }

    /** As when somebody holds a document the wrong way round. */
    @ParameterizedTest
    @CsvSource({"1, 0.4", "2, 0.4", "3, 0.4", "1, 0.8", "2, 0.8", "3, 0.8"})
    void smallFaceThatLiesOtherwiseThanTheLargeOneIsCompared(int quarters, double shrunk) {
        try (var verifier = engine.newVerifier()) {
            var document = Retouching.turned(Portraits.id(1), quarters);

            var answer = verifier.verify(Portraits.selfie(1), beside(Portraits.selfie(2), document, shrunk, 1));

            assertThat(answer).isInstanceOf(Compared.class);
            assertThat(OperatingPoint.DEFAULT.decide(((Compared) answer).similarity()))
                    .isEqualTo(Decision.MATCH);
        }
    }

    @Test
    void nobodyInTheBackgroundIsComparedForAFaceThatIsRefused() {
        try (var extractor = engine.newExtractor()) {
            var photo = beside(Retouching.blurred(Portraits.selfie(2), 12), Portraits.id(1), 0.35, 1.6);

            assertThat(extractor.extract(photo))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_BLURRED));
        }
    }

    @Test
    void saysThatALargerFaceWasRefused() {
        try (var extractor = engine.newExtractor()) {
            var photo = beside(Retouching.blurred(Portraits.selfie(2), 12), Portraits.id(1), 0.7, 1);

            assertThat(((Faces) extractor.extract(photo)).faces())
                    .singleElement()
                    .satisfies(face -> assertThat(face.report().otherRefused()).isEqualTo(Reason.TOO_BLURRED));
        }
    }

    /** A second portrait, shrunk, to the right of a first one, enlarged. */
    private static byte[] beside(byte[] first, byte[] second, double shrunk, double enlarged) {
        var large = EncodedPhotos.redrawn(EncodedPhotos.picture(first), BufferedImage.TYPE_INT_RGB, enlarged);
        var small = EncodedPhotos.shrunk(EncodedPhotos.picture(second), shrunk);
        var photo =
                new BufferedImage(large.getWidth() + small.getWidth(), large.getHeight(), BufferedImage.TYPE_INT_RGB);
        EncodedPhotos.draw(photo, graphics -> {
            graphics.drawImage(large, 0, 0, null);
            graphics.drawImage(small, large.getWidth(), large.getHeight() / 3, null);
        });
        return EncodedPhotos.encode(photo, "png");
    }
}
