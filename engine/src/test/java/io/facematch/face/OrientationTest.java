package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.Verification.Compared;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a photo was held, the answer is that of the upright one. */
class OrientationTest {
    private static final double SAME_SIMILARITY = 0.02;

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
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void honoursExifOrientation(int orientation) {
        for (var person : Sampling.oneIn(2, List.of(1, 4, 8, 11))) {
            var upright = EncodedPhotos.encode(EncodedPhotos.picture(Portraits.selfie(person)), "jpg");
            var stored = EncodedPhotos.encode(
                    EncodedPhotos.stored(EncodedPhotos.picture(Portraits.selfie(person)), orientation), "jpg");
            var expected = compared(upright, Portraits.id(person));

            var answer = compared(EncodedPhotos.withOrientation(stored, orientation), Portraits.id(person));

            assertThat(answer.similarity()).isCloseTo(expected.similarity(), within(SAME_SIMILARITY));
            assertThat(answer.probe().width()).isEqualTo(480);
            assertThat(answer.probe().height()).isEqualTo(640);
            assertThat(answer.probe().rotation()).isZero();
            assertNear(answer.probe().landmarks(), expected.probe().landmarks());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void turnsPhotoThatDoesNotSayHowItWasHeld(int quarters) {
        for (var person : Sampling.oneIn(3, List.of(1, 3, 4, 5, 8, 9, 11))) {
            var expected = compared(Portraits.id(person), Portraits.selfie(person));

            var answer = compared(Retouching.turned(Portraits.id(person), quarters), Portraits.selfie(person));

            assertThat(answer.similarity()).isCloseTo(expected.similarity(), within(SAME_SIMILARITY));
            assertThat(answer.probe().rotation()).isEqualTo(360 - 90 * quarters);
            assertThat(answer.reference().rotation()).isZero();
            // In pixels of the photo as it was sent: the eyes lie where the face lies.
            assertNear(answer.probe().landmarks(), expected.probe().landmarks().map(point -> turned(point, quarters)));
            assertThat(answer.probe().box().width() > answer.probe().box().height())
                    .isEqualTo(quarters != 2);
        }
    }

    @Test
    void reportsLandmarksOfReducedPhotoInItsOwnPixels() {
        var factor = 5;
        var large = Retouching.enlarged(Portraits.id(4), factor);
        var expected = compared(Portraits.id(4), Portraits.selfie(4)).probe();

        for (var quarters : Sampling.oneIn(2, List.of(1, 2, 3))) {
            var turned = compared(Retouching.turned(large, quarters), Portraits.selfie(4))
                    .probe();
            assertNear(
                    turned.landmarks(),
                    expected.landmarks().map(point -> turned(point, quarters).inEnlarged(factor)));
        }
        var answer = compared(large, Portraits.selfie(4)).probe();
        assertThat(answer.width()).isEqualTo(factor * 480);
        assertNear(answer.landmarks(), expected.landmarks().map(point -> point.inEnlarged(factor)));
    }

    @Test
    void turnsPhotosOfRealPeople() {
        var pairs = Lfw.samePersons(100);
        try (var better = Engines.withoutFloor("yunet-s-dynamic", "espdl-mbf-112");
                var comparing = better.newVerifier()) {
            var deviations = pairs.stream()
                    .flatMapToDouble(pair -> deviations(comparing, Lfw.read(pair.getFirst()), Lfw.read(pair.getLast())))
                    .sorted()
                    .toArray();
            var within = Arrays.stream(deviations).filter(deviation -> deviation <= SAME_SIMILARITY);
            var share = within.count() / (double) deviations.length;
            System.out.printf(
                    "%d photos turned three ways: the similarity to another photo stays the same within %.2f for %.2f %%, median %.4f, 99th percentile %.4f, largest %.4f%n",
                    pairs.size(),
                    SAME_SIMILARITY,
                    100 * share,
                    deviations[deviations.length / 2],
                    deviations[deviations.length * 99 / 100],
                    deviations[deviations.length - 1]);
            assertThat(share).isGreaterThanOrEqualTo(0.99);
        }
    }

    private static DoubleStream deviations(FaceVerifier verifier, byte[] photo, byte[] other) {
        var expected = similarity(verifier, photo, other);
        return IntStream.rangeClosed(1, 3)
                .mapToDouble(quarters ->
                        Math.abs(similarity(verifier, Retouching.turned(photo, quarters), other) - expected));
    }

    private static double similarity(FaceVerifier verifier, byte[] probe, byte[] reference) {
        return verifier.verify(probe, reference) instanceof Compared compared ? compared.similarity() : -1;
    }

    private static Compared compared(byte[] probe, byte[] reference) {
        var answer = verifier.verify(probe, reference);
        assertThat(answer).isInstanceOf(Compared.class);
        return (Compared) answer;
    }

    /** Each within a few hundredths of the distance between the eyes. */
    private static void assertNear(Landmarks landmarks, Landmarks expected) {
        for (var at = 0; at < 5; at++) {
            assertThat(landmarks.points().get(at).distanceTo(expected.points().get(at)))
                    .isLessThan(0.05 * expected.interEyeDistance());
        }
    }

    /** Where a point of a portrait of 480 x 640 pixels comes to lie. */
    private static Point turned(Point point, int quarters) {
        return switch (quarters) {
            case 1 -> new Point(639 - point.y(), point.x());
            case 2 -> new Point(479 - point.x(), 639 - point.y());
            default -> new Point(point.y(), 479 - point.x());
        };
    }
}
