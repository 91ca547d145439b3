package io.facematch.face.geometry;

import java.util.List;

/**
 * Turn, scale and shift without reflection: {@code x' = a x - b y + dx}, {@code y' = b x + a y + dy}.
 */
public record SimilarityTransform(double a, double b, double dx, double dy) {

    /**
     * The transform that brings the points closest to their targets in the least-squares sense; in the plane Umeyama's
     * method (IEEE PAMI 13:4, 1991) has this closed form.
     */
    public static SimilarityTransform between(List<Point> from, List<Point> to) {
        var fromMean = mean(from);
        var toMean = mean(to);
        var dot = 0.0;
        var cross = 0.0;
        var spread = 0.0;
        for (var i = 0; i < from.size(); i++) {
            var u = from.get(i).plus(-fromMean.x(), -fromMean.y());
            var v = to.get(i).plus(-toMean.x(), -toMean.y());
            dot += u.x() * v.x() + u.y() * v.y();
            cross += u.x() * v.y() - u.y() * v.x();
            spread += u.x() * u.x() + u.y() * u.y();
        }
        if (spread == 0) {
            throw new IllegalArgumentException("all points are the same");
        }
        var a = dot / spread;
        var b = cross / spread;
        return new SimilarityTransform(
                a,
                b,
                toMean.x() - a * fromMean.x() + b * fromMean.y(),
                toMean.y() - b * fromMean.x() - a * fromMean.y());
    }

    /**
     * The transform that enlarges and turns around a point.
     *
     * @param centre the point that stays in the middle
     * @param middle where it comes to lie
     * @param degrees clockwise
     */
    public static SimilarityTransform around(Point centre, Point middle, double scale, double degrees) {
        var a = scale * Math.cos(Math.toRadians(degrees));
        var b = scale * Math.sin(Math.toRadians(degrees));
        return new SimilarityTransform(
                a, b, middle.x() - a * centre.x() + b * centre.y(), middle.y() - b * centre.x() - a * centre.y());
    }

    public Point apply(Point point) {
        return new Point(a * point.x() - b * point.y() + dx, b * point.x() + a * point.y() + dy);
    }

    /** Back from the target. */
    public Point unapply(Point point) {
        var x = point.x() - dx;
        var y = point.y() - dy;
        var determinant = a * a + b * b;
        return new Point((a * x + b * y) / determinant, (a * y - b * x) / determinant);
    }

    /**
     * The same transform for an image that begins at this place and was then shrunk by this factor. The centre of a
     * block of pixels lies half a block less half a pixel from the centre of its first pixel.
     */
    public SimilarityTransform from(double left, double top, int factor) {
        var origin = apply(new Point(left + (factor - 1) / 2.0, top + (factor - 1) / 2.0));
        return new SimilarityTransform(a * factor, b * factor, origin.x(), origin.y());
    }

    /** How many target pixels one source pixel becomes. */
    public double scale() {
        return Math.hypot(a, b);
    }

    private static Point mean(List<Point> points) {
        return new Point(
                points.stream().mapToDouble(Point::x).average().orElseThrow(),
                points.stream().mapToDouble(Point::y).average().orElseThrow());
    }
}
