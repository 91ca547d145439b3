package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Point;
import java.util.ArrayList;
import java.util.List;

/** A table with a row per cell: confidence, two corners of the box, five points, all in pixels of the canvas. */
final class FaceTableHead implements DetectorHead {
    private static final int COLUMNS = 15;

    @Override
    public List<DetectedFace> read(NetworkOutputs outputs, int canvasWidth, int canvasHeight, double minConfidence) {
        var table = outputs.get("faces");
        var faces = new ArrayList<DetectedFace>();
        for (var row = 0; row < table.length; row += COLUMNS) {
            if (table[row] >= minConfidence) {
                var topLeft = new Point(table[row + 1], table[row + 2]);
                var bottomRight = new Point(table[row + 3], table[row + 4]);
                faces.add(new DetectedFace(
                        BoundingBox.ofCorners(topLeft, bottomRight),
                        NetworkOutputs.landmarks(table, row + 5),
                        table[row]));
            }
        }
        return faces;
    }
}
