package io.facematch.face.detection;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.tuning.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Chooses the faces to compare. */
final class FaceSelection {
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
        return face.box().intersection(larger.box())
                > Tuning.INSIDE * face.box().area();
    }
}
