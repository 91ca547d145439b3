package io.facematch.face.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectedFaceTest {
    private static final double CERTAIN = 0.92;
    private static final double UNCERTAIN = 0.82;

    @Test
    void anUprightFaceLiesNeverInDoubt() {
        assertThat(liesInDoubt(face(15, UNCERTAIN))).isFalse();
        assertThat(liesInDoubt(face(350, UNCERTAIN))).isFalse();
    }

    @Test
    void aTiltedFaceHasToBeCertain() {
        assertThat(liesInDoubt(face(90, UNCERTAIN))).isTrue();
        assertThat(liesInDoubt(face(90, CERTAIN))).isFalse();
    }

    @Test
    void aCertainFaceBesideItTellsHowThePhotoLies() {
        assertThat(liesInDoubt(face(90, UNCERTAIN), face(-275, CERTAIN))).isFalse();
        assertThat(liesInDoubt(face(90, UNCERTAIN), face(0, CERTAIN))).isTrue();
        assertThat(liesInDoubt(face(90, UNCERTAIN), face(92, UNCERTAIN))).isTrue();
    }

    private static boolean liesInDoubt(DetectedFace face, DetectedFace... others) {
        return face.liesInDoubt(List.of(others).isEmpty() ? List.of(face) : List.of(face, others[0]));
    }

    private static DetectedFace face(double roll, double certainty) {
        var eye = new Point(0, 0);
        return new DetectedFace(
                new BoundingBox(0, 0, 100, 120),
                new Landmarks(eye, eye, eye, eye, eye),
                new Sighting(certainty, 0, roll, 120, 0, 0));
    }
}
