package io.facematch.face.tuning;

/** A limit that rises with a size: {@code low} up to {@code from}, {@code high} from {@code to} on, linear in between. */
public record Slope(double from, double low, double to, double high) {
    public Slope {
        if (!(from < to)) {
            throw new IllegalArgumentException("a slope leads from a smaller size to a larger one");
        }
    }

    public double at(double size) {
        return low + Math.clamp((size - from) / (to - from), 0, 1) * (high - low);
    }
}
