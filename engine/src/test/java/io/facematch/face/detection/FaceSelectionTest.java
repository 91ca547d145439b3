package io.facematch.face.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.Sighting;
import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceSelectionTest {

    @Test
    void selectsLargestAndDropsBoxesInsideThem() {
        var small = face(new BoundingBox(200, 0, 40, 40), 0.99);
        var large = face(new BoundingBox(0, 0, 100, 100), 0.7);
        var nose = face(new BoundingBox(40, 40, 20, 20), 0.8);

        assertThat(FaceSelection.select(List.of(small, nose, large), 10)).containsExactly(large, small);
        assertThat(FaceSelection.select(List.of(small, nose, large), 1)).containsExactly(large);
    }

    private static DetectedFace face(BoundingBox box, double confidence) {
        var point = new Point(0, 0);
        return new DetectedFace(
                box, new Landmarks(point, point, point, point, point), new Sighting(confidence, 0, 0, 100, 0, 0));
    }
}
