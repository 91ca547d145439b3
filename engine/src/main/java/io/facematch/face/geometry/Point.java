package io.facematch.face.geometry;

/** A place in an image, in pixels; the centre of the top left pixel is the origin. */
public record Point(double x, double y) {

    public Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }

    public Point times(double factor) {
        return new Point(x * factor, y * factor);
    }

    /** The same place in an image enlarged by this factor. Edges of the image stay edges, so centres of pixels move. */
    public Point inEnlarged(double factor) {
        return new Point((x + 0.5) * factor - 0.5, (y + 0.5) * factor - 0.5);
    }

    Point towards(Point other, double share) {
        return new Point(x + share * (other.x - x), y + share * (other.y - y));
    }

    public double distanceTo(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    public static Point between(Point one, Point other) {
        return new Point((one.x + other.x) / 2, (one.y + other.y) / 2);
    }
}
