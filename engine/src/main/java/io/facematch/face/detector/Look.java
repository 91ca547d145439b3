package io.facematch.face.detector;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one look shows, in pixels of the image, most confident first.
 *
 * @param faces that the detector is sure of
 * @param hints places where a closer look may show a face
 */
public record Look(List<DetectedFace> faces, List<DetectedFace> hints) {
    public Look {
        faces = List.copyOf(faces);
        hints = List.copyOf(hints);
    }

    Look map(UnaryOperator<DetectedFace> mapping) {
        return new Look(
                faces.stream().map(mapping).toList(),
                hints.stream().map(mapping).toList());
    }
}
