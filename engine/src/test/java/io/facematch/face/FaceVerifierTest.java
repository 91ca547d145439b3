package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.Verification.Compared;
import io.facematch.face.Verification.NotCompared;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the built-in models, on the synthetic people. */
class FaceVerifierTest {
    private static final double THRESHOLD = OperatingPoint.DEFAULT.threshold();

    private static FaceEngine engine;
    private static FaceVerifier verifier;

    @BeforeAll
    static void open() {
        engine = Engines.builtIn();
        verifier = engine.newVerifier();
    }

    @AfterAll
    static void close() {
        verifier.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12})
    void matchesSelfieWithIdOfSamePerson(int person) {
        assertThat(compared(Portraits.selfie(person), Portraits.id(person)).similarity())
                .isGreaterThanOrEqualTo(THRESHOLD);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 6, 9, 12})
    void doesNotMatchDifferentPersons(int person) {
        for (var other : new int[] {1, 3, 4, 5, 6, 9, 12}) {
            if (other != person) {
                assertThat(compared(Portraits.selfie(person), Portraits.id(other))
                                .similarity())
                        .isLessThan(THRESHOLD - 0.03);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void comparesEveryTurnedHead(int person) {
        assertThat(compared(Portraits.turned(person), Portraits.id(person)).similarity())
                .isGreaterThan(0.55);
    }

    @Test
    void givesSameFileTwiceSimilarityOne() {
        assertThat(compared(Portraits.selfie(1), Portraits.selfie(1)).similarity())
                .isEqualTo(1);
    }

    @Test
    void isSymmetricBitForBit() {
        for (var reference : List.of(Portraits.id(2), Portraits.turned(1), Portraits.read("fixture_two_persons"))) {
            var there = compared(Portraits.selfie(1), reference);
            var back = compared(reference, Portraits.selfie(1));

            assertThat(Double.doubleToLongBits(back.similarity()))
                    .isEqualTo(Double.doubleToLongBits(there.similarity()));
            assertThat(back.probe()).isEqualTo(there.reference());
            assertThat(back.reference()).isEqualTo(there.probe());
        }
    }

    @ParameterizedTest
    @CsvSource({"fixture_no_face, NO_FACE", "fixture_blurred, TOO_BLURRED", "fixture_dark, TOO_DARK"})
    void saysWhyOneSideCannotBeCompared(String fixture, Reason reason) {
        var asProbe = notCompared(Portraits.read(fixture), Portraits.id(3));
        assertThat(asProbe.probe()).isEqualTo(reason);
        assertThat(asProbe.reference()).isNull();

        var asReference = notCompared(Portraits.id(3), Portraits.read(fixture));
        assertThat(asReference.probe()).isNull();
        assertThat(asReference.reference()).isEqualTo(reason);
    }

    @Test
    void namesReasonsOfBothSides() {
        var answer = notCompared(new byte[0], Portraits.read("fixture_no_face"));

        assertThat(answer.probe()).isEqualTo(Reason.EMPTY_FILE);
        assertThat(answer.reference()).isEqualTo(Reason.NO_FACE);
        assertThat(answer.probeFace()).isNull();
        assertThat(answer.referenceFace()).isNull();
    }

    @Test
    void knowsTheSizeOfEachPhotoThatCanBeRead() {
        var noFace = EncodedPhotos.picture(Portraits.read("fixture_no_face"));

        var refused = notCompared(Portraits.read("fixture_no_face"), "no photo".getBytes(StandardCharsets.US_ASCII));
        assertThat(refused.probeSize()).isEqualTo(new PhotoSize(noFace.getWidth(), noFace.getHeight()));
        assertThat(refused.referenceSize()).isNull();

        var stored = EncodedPhotos.encode(EncodedPhotos.stored(noFace, 6), "jpg");
        var turned = notCompared(EncodedPhotos.withOrientation(stored, 6), Portraits.id(3));
        assertThat(turned.probeSize()).as("upright").isEqualTo(refused.probeSize());
        assertThat(turned.referenceSize()).isEqualTo(new PhotoSize(480, 640));

        var compared = compared(Retouching.enlarged(Portraits.selfie(3), 5), Portraits.id(3));
        assertThat(compared.probeSize()).isEqualTo(new PhotoSize(5 * 480, 5 * 640));
    }

    @Test
    void reportsTheFaceOfTheSideThatHasOne() {
        var twoPersons = Portraits.read("fixture_two_persons");

        var answer = notCompared(twoPersons, Portraits.read("fixture_no_face"));

        assertThat(answer.probe()).isNull();
        assertThat(answer.referenceFace()).isNull();
        var largest = Objects.requireNonNull(answer.probeFace());
        assertThat(largest.facesFound()).isEqualTo(2);
        for (var person : List.of(1, 2)) {
            assertThat(compared(Portraits.id(person), twoPersons)
                            .reference()
                            .box()
                            .area())
                    .isLessThanOrEqualTo(largest.box().area());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fixture_tight_102x126", "fixture_tight_300x400"})
    void comparesTightCrops(String fixture) {
        assertThat(compared(Portraits.read(fixture), Portraits.id(3)).similarity())
                .isGreaterThanOrEqualTo(THRESHOLD);
    }

    @Test
    void turnsPhotoOnItsSideAndSaysSo() {
        var answer = compared(Portraits.read("fixture_sideways"), Portraits.id(1));

        assertThat(answer.probe().rotation()).isIn(90, 270);
        assertThat(answer.reference().rotation()).isZero();
        // The box is in pixels of the photo as it was sent: the sideways face is wider than high.
        assertThat(answer.probe().box().width())
                .isGreaterThan(answer.probe().box().height());
    }

    @Test
    void reportsTheSameFacesWithTheImagesSwapped() {
        var photos = List.of(Portraits.selfie(1), Portraits.id(1), Portraits.read("fixture_sideways"));
        for (var one : photos) {
            for (var other : photos) {
                var answer = compared(one, other);
                var swapped = compared(other, one);
                assertThat(swapped.probe()).isEqualTo(answer.reference());
                assertThat(swapped.reference()).isEqualTo(answer.probe());
            }
        }
    }

    @Test
    void takesPersonWhoIsMostAlikeOfSeveral() {
        var first = compared(Portraits.id(1), Portraits.read("fixture_two_persons"));
        var second = compared(Portraits.id(2), Portraits.read("fixture_two_persons"));
        var neither = compared(Portraits.id(5), Portraits.read("fixture_two_persons"));

        assertThat(first.reference().facesFound()).isEqualTo(2);
        assertThat(first.similarity()).isGreaterThanOrEqualTo(THRESHOLD);
        assertThat(second.similarity()).isGreaterThanOrEqualTo(THRESHOLD);
        assertThat(first.reference().box()).isNotEqualTo(second.reference().box());
        assertThat(neither.similarity()).isLessThan(THRESHOLD);
    }

    @ParameterizedTest
    @CsvSource({
        "png, " + BufferedImage.TYPE_INT_ARGB,
        "png, " + BufferedImage.TYPE_BYTE_INDEXED,
        "png, " + BufferedImage.TYPE_BYTE_GRAY,
        "png, " + BufferedImage.TYPE_USHORT_GRAY,
        "jpg, " + BufferedImage.TYPE_BYTE_GRAY,
        "bmp, " + BufferedImage.TYPE_3BYTE_BGR,
        "tiff, " + BufferedImage.TYPE_INT_RGB,
        "tiff, " + BufferedImage.TYPE_BYTE_GRAY
    })
    void comparesEveryFormat(String format, int type) {
        var picture = EncodedPhotos.redrawn(EncodedPhotos.picture(Portraits.selfie(1)), type, 1);

        assertThat(compared(EncodedPhotos.encode(picture, format), Portraits.selfie(1))
                        .similarity())
                .isGreaterThan(0.85);
    }

    @Test
    void reportsLargePhotoInItsOwnPixels() {
        var large = EncodedPhotos.redrawn(EncodedPhotos.picture(Portraits.selfie(1)), BufferedImage.TYPE_INT_RGB, 5.5);

        var answer = compared(EncodedPhotos.encode(large, "jpg"), Portraits.selfie(1));

        assertThat(answer.similarity()).isGreaterThan(0.9);
        assertThat(answer.probe().width()).isEqualTo(large.getWidth());
        assertThat(answer.probe().height()).isEqualTo(large.getHeight());
        assertThat(answer.probe().box().width())
                .isCloseTo(5.5 * answer.reference().box().width(), within(60.0));
        assertThat(answer.probe().quality().interEyeDistance())
                .isCloseTo(5.5 * answer.reference().quality().interEyeDistance(), within(30.0));
    }

    /** That the decoder answers all of them is a test of its own. */
    @Test
    void answersTruncations() {
        var small = Portraits.read("fixture_tight_102x126");
        for (var length = 0; length < small.length; length += length < 700 ? 13 : 97) {
            var answer = notCompared(Arrays.copyOf(small, length), small);
            assertThat(answer.probe()).isIn(Reason.EMPTY_FILE, Reason.UNSUPPORTED_FORMAT, Reason.DAMAGED_FILE);
        }
    }

    @Test
    void reportsQualityAndTimings() {
        var answer = compared(Portraits.selfie(1), Portraits.id(1));

        assertThat(answer.probe().confidence()).isBetween(0.5, 1.0);
        assertThat(answer.probe().quality().overall()).isBetween(0.25, 1.0);
        assertThat(answer.timings().decode()).isPositive();
        assertThat(answer.timings().detect()).isPositive();
        assertThat(answer.timings().embed()).isPositive();
    }

    @Test
    void saysWhichModelsDecide() {
        assertThat(engine.models().embedder()).isEqualTo("starter-embedder");
        assertThat(engine.models().detector()).isEqualTo("starter-detector");
        assertThat(engine.models().demonstration()).isTrue();
        assertThat(engine.models().calibratedWithThisDetector()).isTrue();
    }

    private static Compared compared(byte[] probe, byte[] reference) {
        var answer = verifier.verify(probe, reference);
        assertThat(answer).isInstanceOf(Compared.class);
        return (Compared) answer;
    }

    private static NotCompared notCompared(byte[] probe, byte[] reference) {
        var answer = verifier.verify(probe, reference);
        assertThat(answer).isInstanceOf(NotCompared.class);
        return (NotCompared) answer;
    }
}
