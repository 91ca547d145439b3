package io.facematch.face.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.facematch.face.geometry.Landmarks;
import io.facematch.face.geometry.Point;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A detector's outputs by name, flattened; each is copied when it is first asked for, since most are not. */
final class NetworkOutputs {
    private final Map<String, Supplier<float[]>> outputs;
    private final Map<String, float[]> copied = new HashMap<>();

    NetworkOutputs(Map<String, Supplier<float[]>> outputs) {
        this.outputs = Map.copyOf(outputs);
    }

    static NetworkOutputs of(NDList list) {
        return new NetworkOutputs(
                list.stream().collect(Collectors.toMap(NDArray::getName, output -> output::toFloatArray)));
    }

    float[] get(String name) {
        return copied.computeIfAbsent(name, this::copy);
    }

    private float[] copy(String name) {
        var output = outputs.get(name);
        if (output == null) {
            throw new IllegalStateException("the detector has no output " + name);
        }
        return output.get();
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
