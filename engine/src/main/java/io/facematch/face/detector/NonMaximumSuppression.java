package io.facematch.face.detector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps of all boxes of one face the most confident one. */
final class NonMaximumSuppression {
    private NonMaximumSuppression() {}

    /** The faces to keep, most confident first. */
    static List<DetectedFace> suppress(List<DetectedFace> candidates, double maxOverlap) {
        var ordered = candidates.stream()
                .sorted(Comparator.comparingDouble(DetectedFace::confidence).reversed())
                .toList();
        var kept = new ArrayList<DetectedFace>();
        for (var candidate : ordered) {
            if (kept.stream().noneMatch(face -> face.box().overlap(candidate.box()) > maxOverlap)) {
                kept.add(candidate);
            }
        }
        return kept;
    }
}
