package io.facematch.face.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedLandmarksTest {
    private static final double MIN_CONFIDENCE = 0.6;
    private static final double HALF_WAY = 0.5;
    private static final Landmarks LANDMARKS = new Landmarks(
            new Point(30, 40), new Point(70, 40), new Point(50, 60), new Point(35, 80), new Point(65, 80));

    @Test
    void liesBetweenTheCellsThatSeeTheFace() {
        var surest = face(0, 0.9);
        var agreed = WeightedLandmarks.of(surest, List.of(surest, face(4, 0.9)), MIN_CONFIDENCE, HALF_WAY);

        assertThat(agreed.box().x()).isBetween(1.0, 2.0);
        assertThat(agreed.box().width()).isCloseTo(100, within(1e-9));
        assertThat(agreed.landmarks().nose().x()).isBetween(50.5, 51.0);
        assertThat(agreed.landmarks().nose().y()).isCloseTo(60, within(1e-9));
        assertThat(agreed.confidence()).isEqualTo(0.9);
    }

    @Test
    void goesAsFarFromTheSurestCellAsItsDetectorAsksFor() {
        var surest = face(0, 0.9);
        var candidates = List.of(surest, face(4, 0.9));

        var own = WeightedLandmarks.of(surest, candidates, MIN_CONFIDENCE, 0);
        var mean = WeightedLandmarks.of(surest, candidates, MIN_CONFIDENCE, 1);

        assertThat(own.landmarks()).isEqualTo(surest.landmarks());
        assertThat(mean.landmarks().nose().x() - mean.box().x()).isCloseTo(50, within(1e-9));
        // How sure the detector is does not depend on which points are taken.
        assertThat(own.certainty()).isEqualTo(mean.certainty()).isLessThan(0.9);
    }

    @Test
    void isNotMovedByTheFaceBesideOrByAnUnsureCell() {
        var surest = face(0, 0.9);
        var beside = face(60, 0.9);
        var unsure = face(5, MIN_CONFIDENCE);

        var agreed = WeightedLandmarks.of(surest, List.of(surest, beside, unsure), MIN_CONFIDENCE, HALF_WAY);

        assertThat(agreed.landmarks().nose().x()).isCloseTo(50, within(0.001));
        assertThat(agreed.sighting().spread()).isCloseTo(0, within(0.001));
    }

    @Test
    void isLessCertainTheFurtherTheCellsAreApart() {
        var surest = face(0, 0.9);
        var near = WeightedLandmarks.of(surest, List.of(surest, face(2, 0.9)), MIN_CONFIDENCE, HALF_WAY);
        var far = WeightedLandmarks.of(surest, List.of(surest, face(12, 0.9)), MIN_CONFIDENCE, HALF_WAY);

        assertThat(near.certainty()).isLessThan(0.9).isGreaterThan(far.certainty());
        // In eye distances: the same for the same face in a larger photo.
        var large = WeightedLandmarks.of(
                enlarged(surest), List.of(enlarged(surest), enlarged(face(12, 0.9))), MIN_CONFIDENCE, HALF_WAY);
        assertThat(large.sighting().spread()).isCloseTo(far.sighting().spread(), within(1e-9));
    }

    @Test
    void ofOneCellIsThatCell() {
        var only = face(0, 0.7);

        var agreed = WeightedLandmarks.of(only, List.of(only), MIN_CONFIDENCE, HALF_WAY);

        assertThat(agreed.landmarks().meanSquareDistanceTo(only.landmarks())).isCloseTo(0, within(1e-9));
        assertThat(agreed.box().area()).isCloseTo(only.box().area(), within(1e-9));
        assertThat(agreed.certainty()).isCloseTo(0.7, within(1e-9));
    }

    private static DetectedFace face(double right, double confidence) {
        return new DetectedFace(
                new BoundingBox(right, 0, 100, 100), LANDMARKS.map(point -> point.plus(right, 0)), confidence);
    }

    private static DetectedFace enlarged(DetectedFace face) {
        return face.map(point -> point.times(7));
    }
}
