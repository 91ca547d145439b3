package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Point;
import java.util.ArrayList;
import java.util.List;

/** YuNet: per stride class, objectness, box and landmarks, each relative to its cell and in units of the stride. */
final class YuNetHead implements DetectorHead {
    private static final int[] STRIDES = {8, 16, 32};

    @Override
    public List<DetectedFace> read(NetworkOutputs outputs, int canvasWidth, int canvasHeight, double minConfidence) {
        var faces = new ArrayList<DetectedFace>();
        for (var stride : STRIDES) {
            var classes = outputs.get("cls_" + stride);
            var objects = outputs.get("obj_" + stride);
            var columns = canvasWidth / stride;
            for (var cell = 0; cell < columns * (canvasHeight / stride); cell++) {
                var confidence = Math.sqrt(Math.clamp(classes[cell], 0f, 1f) * Math.clamp(objects[cell], 0f, 1f));
                if (confidence >= minConfidence) {
                    faces.add(face(outputs, stride, cell, columns, confidence));
                }
            }
        }
        return faces;
    }

    private static DetectedFace face(NetworkOutputs outputs, int stride, int cell, int columns, double confidence) {
        var box = outputs.get("bbox_" + stride);
        var points = outputs.get("kps_" + stride);
        var origin = new Point(cell % columns, Math.floorDiv(cell, columns));
        var width = Math.exp(box[4 * cell + 2]) * stride;
        var height = Math.exp(box[4 * cell + 3]) * stride;
        var centre = origin.plus(box[4 * cell], box[4 * cell + 1]).times(stride);
        return new DetectedFace(
                new BoundingBox(centre.x() - width / 2, centre.y() - height / 2, width, height),
                NetworkOutputs.landmarks(points, 10 * cell)
                        .map(point -> point.plus(origin.x(), origin.y()).times(stride)),
                confidence);
    }
}
