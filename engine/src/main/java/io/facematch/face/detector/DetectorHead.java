package io.facematch.face.detector;

import java.util.List;

/** Reads the outputs of one family of detectors. */
interface DetectorHead {

    /** The faces of all cells that see one, in pixels of the canvas, overlapping ones included. */
    List<DetectedFace> read(NetworkOutputs outputs, int canvasWidth, int canvasHeight, double minConfidence);
}
