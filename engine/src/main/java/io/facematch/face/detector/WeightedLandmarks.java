package io.facematch.face.detector;

import io.facematch.face.geometry.BoundingBox;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import io.facematch.face.tuning.Tuning;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Combines what all cells of the detector that see a face say about it. Cells err in different ways, so their weighted
 * mean may be better than the surest cell, and their spread tells how reliable they are. The built-in detector's points
 * are best half way between the two: on the 3,200 pairs of LFW's development lists, its embedder decides 94.2 % right
 * with them, 93.5 % with the mean alone and 93.4 % with the surest cell alone. With YuNet, the surest cell alone is as
 * good.
 */
final class WeightedLandmarks {
    private final List<WeightedCell> cells;

    private WeightedLandmarks(List<WeightedCell> cells) {
        this.cells = cells;
    }

    /**
     * What all cells say of one face.
     *
     * @param candidates all that the detector saw, the surest cell of the face among them
     * @param share how far the landmarks are moved from the surest cell's to the mean, 0 to 1
     */
    static DetectedFace of(DetectedFace surest, List<DetectedFace> candidates, double minConfidence, double share) {
        var tilt = tilt(surest, candidates);
        var all = new WeightedLandmarks(candidates.stream()
                .filter(candidate -> candidate.confidence() >= minConfidence)
                .filter(candidate -> candidate.box().overlap(surest.box()) > Tuning.SAME_FACE)
                .map(candidate -> new WeightedCell(candidate, weight(candidate, surest, minConfidence)))
                .toList());
        var mean = all.landmarks();
        var spread = Math.sqrt(all.mean(face -> face.landmarks().meanSquareDistanceTo(mean)));
        var box = all.box();
        return new DetectedFace(
                box,
                surest.landmarks().towards(mean, share),
                new Sighting(
                        surest.confidence(),
                        spread / Math.max(mean.interEyeDistance(), 1),
                        tilt,
                        box.longerSide(),
                        0,
                        0));
    }

    /** Also of cells that are not sure: each sees tilted faces too upright, but in another way. */
    private static double tilt(DetectedFace surest, List<DetectedFace> candidates) {
        var tilt = 0.0;
        var weights = 0.0;
        for (var candidate : candidates) {
            if (candidate.box().overlap(surest.box()) > Tuning.SAME_VIEW) {
                tilt += candidate.confidence() * candidate.landmarks().roll();
                weights += candidate.confidence();
            }
        }
        return tilt / weights;
    }

    /** Close to zero at the limits: which cells just pass them depends on rounding, and must not move the mean. */
    private static double weight(DetectedFace candidate, DetectedFace surest, double minConfidence) {
        var sureness = candidate.confidence() - minConfidence;
        var nearness = candidate.box().overlap(surest.box()) - Tuning.SAME_FACE;
        return Math.max(sureness * nearness, Tuning.LEAST_WEIGHT);
    }

    private BoundingBox box() {
        return BoundingBox.ofCorners(
                place(face -> face.box().topLeft()), place(face -> face.box().bottomRight()));
    }

    private Landmarks landmarks() {
        return new Landmarks(
                place(face -> face.landmarks().rightEye()),
                place(face -> face.landmarks().leftEye()),
                place(face -> face.landmarks().nose()),
                place(face -> face.landmarks().rightMouthCorner()),
                place(face -> face.landmarks().leftMouthCorner()));
    }

    private Point place(Function<DetectedFace, Point> which) {
        return new Point(
                mean(face -> which.apply(face).x()),
                mean(face -> which.apply(face).y()));
    }

    private double mean(ToDoubleFunction<DetectedFace> value) {
        var sum = 0.0;
        var weights = 0.0;
        for (var cell : cells) {
            sum += cell.weight() * value.applyAsDouble(cell.face());
            weights += cell.weight();
        }
        return sum / weights;
    }

    private record WeightedCell(DetectedFace face, double weight) {}
}
