package io.facematch.face.detection;

import io.facematch.face.detector.DetectedFace;
import java.util.List;

/**
 * The faces of an image and how they were found.
 *
 * @param faces in pixels of the image as it was given, largest first; empty when there is none
 * @param rotation degrees, clockwise, by which the image had to be turned for its faces to stand upright: 0, 90, 180, 270
 * @param padding border that had to be added on each side, as a share of the longer side; 0 when none
 */
public record Detection(List<DetectedFace> faces, int rotation, double padding) {
    static final Detection NOTHING = new Detection(List.of(), 0, 0);

    public Detection {
        faces = List.copyOf(faces);
    }

    /** Of the surest face; 0 when there is none. */
    double certainty() {
        return faces.stream().mapToDouble(DetectedFace::certainty).max().orElse(0);
    }
}
