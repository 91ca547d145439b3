package io.facematch.face.geometry;

import java.util.function.UnaryOperator;

/** An upright rectangle in pixels of the image, origin top left; may reach beyond the image. */
public record BoundingBox(double x, double y, double width, double height) {

    public static BoundingBox ofCorners(Point one, Point other) {
        return new BoundingBox(
                Math.min(one.x(), other.x()),
                Math.min(one.y(), other.y()),
                Math.abs(one.x() - other.x()),
                Math.abs(one.y() - other.y()));
    }

    public double area() {
        return width * height;
    }

    public double longerSide() {
        return Math.max(width, height);
    }

    public double intersection(BoundingBox other) {
        var across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        var down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        return Math.max(0, across) * Math.max(0, down);
    }

    /** Intersection over union, 0 to 1. */
    public double overlap(BoundingBox other) {
        var shared = intersection(other);
        return shared == 0 ? 0 : shared / (area() + other.area() - shared);
    }

    public Point centre() {
        return new Point(x + width / 2, y + height / 2);
    }

    /**
     * The upright rectangle around the ellipse in this one before it was transformed; faces are round, so the rectangle
     * around the corners would be too large.
     */
    public BoundingBox before(SimilarityTransform transform) {
        var middle = transform.unapply(centre());
        var cos = transform.a() / transform.scale();
        var sin = transform.b() / transform.scale();
        var across = Math.hypot(width * cos, height * sin) / transform.scale();
        var down = Math.hypot(width * sin, height * cos) / transform.scale();
        return new BoundingBox(middle.x() - across / 2, middle.y() - down / 2, across, down);
    }

    /** The rectangle after quarter turns, a shift or a change of scale. */
    public BoundingBox map(UnaryOperator<Point> mapping) {
        return ofCorners(mapping.apply(topLeft()), mapping.apply(bottomRight()));
    }

    public Point topLeft() {
        return new Point(x, y);
    }

    public Point bottomRight() {
        return new Point(x + width, y + height);
    }

    public boolean holds(Point point, double margin) {
        return point.x() >= x - margin * width
                && point.x() <= x + (1 + margin) * width
                && point.y() >= y - margin * height
                && point.y() <= y + (1 + margin) * height;
    }
}
