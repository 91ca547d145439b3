package io.facematch.worker.face.detection;

/** A place in an image, in pixels, origin top left. */
public record Point(double x, double y) {

    public Point plus(double dx, double dy) {
        return new Point(x + dx, y + dy);
    }

    public Point times(double factor) {
        return new Point(x * factor, y * factor);
    }

    public double distanceTo(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    public static Point between(Point one, Point other) {
        return new Point((one.x + other.x) / 2, (one.y + other.y) / 2);
    }
}
