package io.facematch.standalone.addition;

import io.facematch.face.onnx.OnnxFile;
import io.facematch.face.onnx.OnnxTensor;
import io.facematch.standalone.terminal.CommandFailed;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The picture that an embedder takes, as far as its file says.
 *
 * @param size side of the picture in pixels; null when the network takes any
 */
record NetworkInput(@Nullable Integer size) {
    private static final int CHANNELS = 3;
    private static final Map<Integer, String> TYPES = Map.of(
            2, "whole numbers of 8 bits",
            3, "whole numbers of 8 bits",
            6, "whole numbers of 32 bits",
            7, "whole numbers of 64 bits",
            10, "floats of 16 bits",
            11, "floats of 64 bits",
            16, "floats of 16 bits");

    /** @throws CommandFailed if it is no embedder that takes one picture in three planes and gives one row of numbers */
    static NetworkInput of(OnnxFile file) {
        if (file.inputs().size() != 1) {
            throw new CommandFailed(
                    "it has " + file.inputs().size() + " inputs; an embedder takes one picture, and nothing else");
        }
        if (file.outputs().size() != 1) {
            throw new CommandFailed(
                    "it has " + file.outputs().size()
                            + " outputs; an embedder gives one row of numbers. Cut the others off, as with onnx.utils.extract_model");
        }
        requireRow(file.outputs().getFirst());
        return of(file.inputs().getFirst());
    }

    private static NetworkInput of(OnnxTensor input) {
        requireFloats(input, "takes");
        var shape = input.shape();
        if (shape == null) {
            return new NetworkInput(null);
        }
        if (shape.size() != 4) {
            throw new CommandFailed("it takes " + input.shapeInWords() + " numbers, not a picture in three planes");
        }
        if (!isOrAny(shape.get(1), CHANNELS)) {
            throw new CommandFailed("it takes " + input.shapeInWords() + " numbers"
                    + (shape.get(3) == CHANNELS
                            ? ": the colours of a pixel side by side, but Facematch gives them in three planes"
                                    + " (1 x 3 x height x width)"
                            : ", not a picture in three planes"));
        }
        if (!isOrAny(shape.get(0), 1)) {
            throw new CommandFailed("it takes " + shape.get(0)
                    + " pictures at a time, but Facematch gives one: export it for one, or for any number");
        }
        var height = shape.get(2);
        var width = shape.get(3);
        if (height != OnnxTensor.ANY && width != OnnxTensor.ANY && !height.equals(width)) {
            throw new CommandFailed("it takes pictures of " + width + " x " + height + " pixels, which is no square");
        }
        var side = Math.max(height, width);
        return new NetworkInput(side == OnnxTensor.ANY ? null : (int) Math.min(side, Integer.MAX_VALUE));
    }

    /** What the file says of it; the rest shows when it runs. */
    private static void requireRow(OnnxTensor output) {
        requireFloats(output, "gives");
        var shape = output.shape();
        if (shape != null && shape.stream().filter(length -> length > 1).count() > 1) {
            throw new CommandFailed("it gives " + output.shapeInWords() + " numbers for a picture, not one row");
        }
    }

    private static void requireFloats(OnnxTensor tensor, String verb) {
        if (tensor.elementType() != OnnxTensor.FLOAT) {
            throw new CommandFailed("it " + verb + " " + TYPES.getOrDefault(tensor.elementType(), "no numbers")
                    + ", but Facematch works with floats of 32 bits");
        }
    }

    boolean takes(NamedContract contract) {
        return size == null || size == contract.contract().size();
    }

    /** Such as 112 x 112. */
    String inWords() {
        return size == null ? "any number of" : size + " x " + size;
    }

    static String inWords(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static boolean isOrAny(long length, long expected) {
        return length == expected || length == OnnxTensor.ANY;
    }
}
