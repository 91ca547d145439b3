package io.facematch.face.detector;

import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.Map;

/** Access to a detector's outputs. */
final class NetworkOutputs {
    private NetworkOutputs() {}

    static float[] get(Map<String, float[]> outputs, String name) {
        var values = outputs.get(name);
        if (values == null) {
            throw new IllegalStateException("the detector has no output " + name);
        }
        return values;
    }

    /** Ten numbers: x and y of the eye, eye, nose, mouth corner, mouth corner, from the image's left to its right. */
    static Landmarks landmarks(float[] values, int at) {
        return new Landmarks(
                new Point(values[at], values[at + 1]),
                new Point(values[at + 2], values[at + 3]),
                new Point(values[at + 4], values[at + 5]),
                new Point(values[at + 6], values[at + 7]),
                new Point(values[at + 8], values[at + 9]));
    }
}
