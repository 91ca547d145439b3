package io.facematch.standalone.calibration.chart;

import static io.facematch.standalone.page.Markup.escape;
import static io.facematch.standalone.page.Markup.number;

import java.util.List;

/** Draws lines between two axes, as SVG that takes its colours from the page. */
public final class Plot {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 320;
    private static final double LEFT = 62;
    private static final double RIGHT = 14;
    private static final double TOP = 14;
    private static final double BOTTOM = 46;

    /** Points nearer than this to the last one, in units of the drawing, make no visible difference. */
    private static final double LEAST_MOVE = 0.4;

    public record Spot(double x, double y) {}

    private final Axis x;
    private final Axis y;
    private final StringBuilder drawn = new StringBuilder();

    /** @param description what it shows, for readers who can't see it */
    public Plot(String description, Axis x, Axis y) {
        this.x = x;
        this.y = y;
        drawn.append("<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">\n"
                .formatted(number(WIDTH), number(HEIGHT), escape(description)));
        x.ticks().forEach(tick -> {
            line("grid", across(tick), TOP, across(tick), HEIGHT - BOTTOM);
            text("middle", across(tick), HEIGHT - BOTTOM + 16, x.label().apply(tick));
        });
        y.ticks().forEach(tick -> {
            line("grid", LEFT, down(tick), WIDTH - RIGHT, down(tick));
            text("end", LEFT - 6, down(tick) + 4, y.label().apply(tick));
        });
        text("middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x.title());
        drawn.append("<text class=\"middle\" transform=\"translate(12 %s) rotate(-90)\">%s</text>\n"
                .formatted(number((TOP + HEIGHT - BOTTOM) / 2), escape(y.title())));
    }

    public Plot curve(String style, List<Spot> spots) {
        drawn.append("<path class=\"curve %s\" d=\"%s\"/>\n".formatted(style, path(spots)));
        return this;
    }

    /** The same, filled down to the x axis. */
    public Plot area(String style, List<Spot> spots) {
        if (!spots.isEmpty()) {
            drawn.append("<path class=\"area %s\" d=\"%s L%s %s L%s %s Z\"/>\n"
                    .formatted(
                            style,
                            path(spots),
                            number(across(spots.getLast().x())),
                            number(HEIGHT - BOTTOM),
                            number(across(spots.getFirst().x())),
                            number(HEIGHT - BOTTOM)));
        }
        return this;
    }

    /** A point with its name, above a falling curve or below a rising one. */
    public Plot mark(Spot spot, String name, boolean above) {
        drawn.append("<circle class=\"mark\" cx=\"%s\" cy=\"%s\" r=\"4\"/>\n"
                .formatted(number(across(spot.x())), number(down(spot.y()))));
        text("start", across(spot.x()) + 8, down(spot.y()) + (above ? -8 : 18), name);
        return this;
    }

    /** A line from left to right, with its name above its beginning. */
    public Plot range(double from, double to, double at, String name) {
        line("range", across(from), down(at), across(to), down(at));
        text("start", Math.min(across(from), WIDTH - RIGHT - 100), down(at) - 8, name);
        return this;
    }

    /** A line from bottom to top. */
    public Plot threshold(double at, String name) {
        line("threshold", across(at), TOP, across(at), HEIGHT - BOTTOM);
        var left = x.position(at) > 0.6;
        text(left ? "end" : "start", across(at) + (left ? -6 : 6), TOP + 12, name);
        return this;
    }

    public String svg() {
        return drawn + "</svg>";
    }

    private String path(List<Spot> spots) {
        var path = new StringBuilder();
        var lastX = Double.NaN;
        var lastY = Double.NaN;
        for (var spot : spots) {
            var toX = across(spot.x());
            var toY = down(spot.y());
            // "Not less" instead of "more": every comparison with the NaN before the first spot is false.
            if (!(Math.abs(toX - lastX) + Math.abs(toY - lastY) < LEAST_MOVE)) {
                path.append(path.isEmpty() ? "M" : " L")
                        .append(number(toX))
                        .append(' ')
                        .append(number(toY));
                lastX = toX;
                lastY = toY;
            }
        }
        return path.toString();
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        drawn.append("<path class=\"%s\" d=\"M%s %s L%s %s\"/>\n"
                .formatted(style, number(x1), number(y1), number(x2), number(y2)));
    }

    private void text(String anchor, double atX, double atY, String words) {
        drawn.append("<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
                .formatted(anchor, number(atX), number(atY), escape(words)));
    }

    private double across(double value) {
        return LEFT + x.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private double down(double value) {
        return HEIGHT - BOTTOM - y.position(value) * (HEIGHT - TOP - BOTTOM);
    }
}
