package io.facematch.face.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an ONNX file says that its network takes and gives. Such a file may name other files to read its numbers from,
 * anywhere on the machine: those are refused.
 *
 * @param inputs without those that have their values in the file
 */
public record OnnxFile(List<OnnxTensor> inputs, List<OnnxTensor> outputs) {
    /** Networks within networks, such as the branches of a condition. */
    private static final int DEEPEST = 16;

    public OnnxFile {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Without reading it into the heap, which may be smaller than the file. */
    public static OnnxFile read(Path file) throws IOException, InvalidOnnx {
        try (var channel = FileChannel.open(file)) {
            return read(channel.map(MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    public static OnnxFile read(ByteBuffer bytes) throws InvalidOnnx {
        return new Reader().read(new Fields(bytes));
    }

    /** Walks through the messages of onnx.proto, by the numbers of their fields. */
    private static final class Reader {
        private final List<OnnxTensor> inputs = new ArrayList<>();
        private final List<OnnxTensor> outputs = new ArrayList<>();
        private final Set<String> initialized = new HashSet<>();
        private boolean hasGraph;

        OnnxFile read(Fields model) throws InvalidOnnx {
            while (model.next()) {
                switch (model.number()) {
                    case 7 -> {
                        hasGraph = true;
                        readGraph(model.message(), 0);
                    }
                    case 20 -> readTraining(model.message());
                    case 25 -> readFunction(model.message());
                    default -> {}
                }
            }
            if (!hasGraph || outputs.isEmpty()) {
                throw new InvalidOnnx("it is no ONNX model");
            }
            return new OnnxFile(
                    inputs.stream()
                            .filter(input -> !initialized.contains(input.name()))
                            .toList(),
                    outputs);
        }

        private void readTraining(Fields training) throws InvalidOnnx {
            while (training.next()) {
                if (training.number() == 1 || training.number() == 2) {
                    readGraph(training.message(), 1);
                }
            }
        }

        private void readFunction(Fields function) throws InvalidOnnx {
            while (function.next()) {
                switch (function.number()) {
                    case 7 -> readNode(function.message(), 1);
                    case 11 -> readAttribute(function.message(), 1);
                    default -> {}
                }
            }
        }

        private void readGraph(Fields graph, int depth) throws InvalidOnnx {
            if (depth > DEEPEST) {
                throw new InvalidOnnx("its networks lie in each other too deep");
            }
            while (graph.next()) {
                switch (graph.number()) {
                    case 1 -> readNode(graph.message(), depth);
                    case 5 -> readInitializer(graph.message(), depth);
                    case 15 -> readSparse(graph.message());
                    case 11 -> readValue(graph.message(), depth == 0 ? inputs : null);
                    case 12 -> readValue(graph.message(), depth == 0 ? outputs : null);
                    default -> {}
                }
            }
        }

        private void readNode(Fields node, int depth) throws InvalidOnnx {
            while (node.next()) {
                if (node.number() == 5) {
                    readAttribute(node.message(), depth);
                }
            }
        }

        private void readAttribute(Fields attribute, int depth) throws InvalidOnnx {
            while (attribute.next()) {
                switch (attribute.number()) {
                    case 5, 10 -> readTensor(attribute.message());
                    case 6, 11 -> readGraph(attribute.message(), depth + 1);
                    case 22, 23 -> readSparse(attribute.message());
                    default -> {}
                }
            }
        }

        private void readSparse(Fields sparse) throws InvalidOnnx {
            while (sparse.next()) {
                if (sparse.number() == 1 || sparse.number() == 2) {
                    readTensor(sparse.message());
                }
            }
        }

        private void readInitializer(Fields tensor, int depth) throws InvalidOnnx {
            var name = readTensor(tensor);
            if (depth == 0) {
                initialized.add(name);
            }
        }

        /** Returns its name. */
        private static String readTensor(Fields tensor) throws InvalidOnnx {
            var name = "";
            while (tensor.next()) {
                switch (tensor.number()) {
                    case 8 -> name = tensor.text();
                    case 13 -> throw elsewhere();
                    case 14 -> {
                        if (tensor.value() != 0) {
                            throw elsewhere();
                        }
                    }
                    default -> {}
                }
            }
            return name;
        }

        private static InvalidOnnx elsewhere() {
            return new InvalidOnnx(
                    "its weights lie in another file; put all into one file (onnx.save with save_as_external_data=False)");
        }

        private static void readValue(Fields value, @Nullable List<OnnxTensor> into) throws InvalidOnnx {
            if (into == null) {
                return;
            }
            var name = "";
            var elementType = 0;
            List<Long> shape = null;
            while (value.next()) {
                switch (value.number()) {
                    case 1 -> name = value.text();
                    case 2 -> {
                        var tensor = tensorType(value.message());
                        while (tensor.next()) {
                            switch (tensor.number()) {
                                case 1 -> elementType = (int) tensor.value();
                                case 2 -> shape = shape(tensor.message());
                                default -> {}
                            }
                        }
                    }
                    default -> {}
                }
            }
            into.add(new OnnxTensor(name, elementType, shape));
        }

        /** Of a sequence or a map nothing is left. */
        private static Fields tensorType(Fields type) throws InvalidOnnx {
            while (type.next()) {
                if (type.number() == 1) {
                    return type.message();
                }
            }
            return new Fields(ByteBuffer.allocate(0));
        }

        private static List<Long> shape(Fields shape) throws InvalidOnnx {
            var dimensions = new ArrayList<Long>();
            while (shape.next()) {
                if (shape.number() == 1) {
                    dimensions.add(dimension(shape.message()));
                }
            }
            return dimensions;
        }

        private static long dimension(Fields dimension) throws InvalidOnnx {
            var length = OnnxTensor.ANY;
            while (dimension.next()) {
                if (dimension.number() == 1) {
                    length = dimension.value();
                }
            }
            // Some exporters write 0 or -1 for any number.
            return length <= 0 ? OnnxTensor.ANY : length;
        }
    }
}
