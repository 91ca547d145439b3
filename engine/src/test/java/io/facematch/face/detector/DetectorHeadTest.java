package io.facematch.face.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DetectorHeadTest {

    @Test
    void readsYuNetCell() {
        // Stride 16, second row, third column of a canvas 64 wide.
        var cell = 4 + 2;
        var boxes = new float[4 * 8];
        boxes[4 * cell] = 0.5f;
        boxes[4 * cell + 3] = (float) Math.log(2);
        var points = new float[10 * 8];
        points[10 * cell + 4] = 0.25f;
        var outputs = new HashMap<String, Supplier<float[]>>();
        outputs.put("cls_8", () -> new float[32]);
        outputs.put("obj_8", () -> new float[32]);
        outputs.put("cls_16", () -> cells(8, cell, 0.9f));
        outputs.put("obj_16", () -> cells(8, cell, 1.6f));
        outputs.put("bbox_16", () -> boxes);
        outputs.put("kps_16", () -> points);
        outputs.put("cls_32", () -> new float[2]);
        outputs.put("obj_32", () -> new float[2]);

        var faces = new YuNetHead().read(new NetworkOutputs(outputs), 64, 32, 0.6);

        assertThat(faces).hasSize(1);
        var face = faces.getFirst();
        assertThat(face.confidence()).isCloseTo(Math.sqrt(0.9), within(1e-6));
        assertThat(face.box().x()).isCloseTo(2.5 * 16 - 8, within(1e-4));
        assertThat(face.box().y()).isCloseTo(16 - 16, within(1e-4));
        assertThat(face.box().width()).isCloseTo(16, within(1e-4));
        assertThat(face.box().height()).isCloseTo(32, within(1e-4));
        assertThat(face.landmarks().nose()).isEqualTo(new Point(36, 16));
        assertThat(face.landmarks().rightEye()).isEqualTo(new Point(32, 16));
    }

    @Test
    void readsFaceTable() {
        var table = new float[30];
        table[0] = 0.4f;
        System.arraycopy(new float[] {0.8f, 10, 20, 30, 60, 15, 30, 25, 31, 20, 40, 16, 50, 24, 51}, 0, table, 15, 15);
        var outputs = new HashMap<String, Supplier<float[]>>();
        outputs.put("faces", () -> table);

        var faces = new FaceTableHead().read(new NetworkOutputs(outputs), 64, 64, 0.5);

        assertThat(faces).hasSize(1);
        assertThat(faces.getFirst().box()).isEqualTo(new BoundingBox(10, 20, 20, 40));
        assertThat(faces.getFirst().landmarks().leftMouthCorner()).isEqualTo(new Point(24, 51));
    }

    @Test
    void keepsMostConfidentOfOverlappingBoxes() {
        var sure = face(new BoundingBox(0, 0, 100, 100), 0.9);
        var same = face(new BoundingBox(10, 10, 100, 100), 0.8);
        var other = face(new BoundingBox(90, 90, 100, 100), 0.7);

        assertThat(NonMaximumSuppression.suppress(List.of(other, same, sure), 0.3))
                .containsExactly(sure, other);
    }

    @Test
    void tellsUsableLandmarks() {
        var box = new BoundingBox(0, 0, 100, 120);
        var good = new Landmarks(
                new Point(30, 45), new Point(70, 45), new Point(50, 65), new Point(35, 90), new Point(65, 90));
        var profile = new Landmarks(
                new Point(50, 45), new Point(52, 45), new Point(90, 65), new Point(60, 90), new Point(62, 90));
        var astray = good.map(point -> point.plus(90, 0));

        assertThat(new DetectedFace(box, good, 1).hasUsableLandmarks()).isTrue();
        assertThat(new DetectedFace(box, profile, 1).hasUsableLandmarks()).isFalse();
        assertThat(new DetectedFace(box, astray, 1).hasUsableLandmarks()).isFalse();
    }

    private static float[] cells(int count, int cell, float value) {
        var cells = new float[count];
        cells[cell] = value;
        return cells;
    }

    private static DetectedFace face(BoundingBox box, double confidence) {
        var point = new Point(0, 0);
        return new DetectedFace(box, new Landmarks(point, point, point, point, point), confidence);
    }
}
