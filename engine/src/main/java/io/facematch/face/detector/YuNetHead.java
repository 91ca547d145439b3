package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** YuNet: per stride class, objectness, box and landmarks, each relative to its cell and in units of the stride. */
final class YuNetHead implements DetectorHead {
    private static final int[] STRIDES = {8, 16, 32};

    @Override
    public List<DetectedFace> read(
            Map<String, float[]> outputs, int canvasWidth, int canvasHeight, double minConfidence) {
        var faces = new ArrayList<DetectedFace>();
        for (var stride : STRIDES) {
            var classes = NetworkOutputs.get(outputs, "cls_" + stride);
            var objects = NetworkOutputs.get(outputs, "obj_" + stride);
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

    private static DetectedFace face(
            Map<String, float[]> outputs, int stride, int cell, int columns, double confidence) {
        var box = NetworkOutputs.get(outputs, "bbox_" + stride);
        var points = NetworkOutputs.get(outputs, "kps_" + stride);
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
