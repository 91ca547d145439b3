package io.facematch.face.alignment;

import io.facematch.card.EmbedderContract;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.List;

/**
 * Where the landmarks lie in an aligned crop.
 *
 * @param size side of the square crop in pixels
 * @param points five, in the order of {@code Landmarks.points}
 */
public record AlignmentTemplate(int size, List<Point> points) {
    /** The 112 pixel template that ArcFace made common. */
    public static final AlignmentTemplate ARCFACE = new AlignmentTemplate(
            112,
            List.of(
                    new Point(38.2946, 51.6963),
                    new Point(73.5318, 51.5014),
                    new Point(56.0252, 71.7366),
                    new Point(41.5493, 92.3655),
                    new Point(70.7299, 92.2041)));

    public AlignmentTemplate {
        points = List.copyOf(points);
    }

    public static AlignmentTemplate of(EmbedderContract contract) {
        return new AlignmentTemplate(
                contract.size(),
                contract.template().stream()
                        .map(point -> new Point(point.getFirst(), point.getLast()))
                        .toList());
    }

    AlignmentTemplate enlarged(int factor) {
        return new AlignmentTemplate(
                size * factor,
                points.stream().map(point -> point.inEnlarged(factor)).toList());
    }

    /** The landmarks of a face that lies on this template already. */
    public Landmarks landmarks() {
        return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }
}
