package io.facematch.face.detector;

import java.util.List;
import java.util.Map;

/** Reads the outputs of one family of detectors. */
interface DetectorHead {

    /**
     * The faces of all cells that see one, in pixels of the canvas, overlapping ones included.
     *
     * @param outputs by name, flattened
     */
    List<DetectedFace> read(Map<String, float[]> outputs, int canvasWidth, int canvasHeight, double minConfidence);
}
