package io.facematch.face.onnx;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An input or output of a network.
 *
 * @param elementType as ONNX numbers them; {@value #FLOAT} is a float of 32 bits
 * @param shape null when the file does not say; a dimension that any number may have is {@value #ANY}
 */
public record OnnxTensor(
        String name, int elementType, @Nullable List<Long> shape) {
    public static final int FLOAT = 1;
    public static final long ANY = -1;

    public OnnxTensor {
        shape = shape == null ? null : List.copyOf(shape);
    }

    /** For people, such as {@code ? x 3 x 112 x 112}. */
    public String shapeInWords() {
        return shape == null
                ? "unknown"
                : shape.stream()
                        .map(dimension -> dimension == ANY ? "?" : Long.toString(dimension))
                        .collect(Collectors.joining(" x "));
    }
}
