package io.facematch.face.detection;

import io.facematch.face.detector.DetectedFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which of the boxes are worth comparing. */
final class FaceSelection {
    /** A box that lies this much inside a larger one is a second opinion on a part of that face. */
    private static final double INSIDE = 0.8;

    private FaceSelection() {}

    /** The largest faces, largest first. */
    static List<DetectedFace> select(List<DetectedFace> faces, int maxFaces) {
        var largestFirst = faces.stream()
                .sorted(Comparator.comparingDouble(
                                (DetectedFace face) -> face.box().area())
                        .reversed())
                .toList();
        var selected = new ArrayList<DetectedFace>();
        for (var face : largestFirst) {
            if (selected.size() < maxFaces && selected.stream().noneMatch(larger -> isInside(face, larger))) {
                selected.add(face);
            }
        }
        return selected;
    }

    private static boolean isInside(DetectedFace face, DetectedFace larger) {
        return face.box().intersection(larger.box()) > INSIDE * face.box().area();
    }
}
