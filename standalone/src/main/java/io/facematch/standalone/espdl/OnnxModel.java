package io.facematch.standalone.espdl;

import io.facematch.standalone.espdl.EspdlGraph.Node;
import io.facematch.standalone.espdl.EspdlGraph.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a network as ONNX. Its input is called {@code input}, its result {@code embedding}. Values lie with their
 * channels last in ESP-DL and first in ONNX, so transpositions fall away.
 */
final class OnnxModel {
    private static final String INPUT = "input";
    private static final String RESULT = "embedding";
    private static final int IR_VERSION = 7;
    private static final int OPSET = 11;
    private static final int SIDE = 112;
    private static final int CHANNELS = 3;

    /** Of an ONNX attribute. */
    private static final int TYPE_NUMBER = 2;

    private static final int TYPE_NUMBERS = 7;

    private final EspdlGraph source;

    /** How values of the source are called here. What is not in it does not exist yet. */
    private final Map<String, String> values = new HashMap<>();

    private final Map<String, Weights> weights = new LinkedHashMap<>();
    private final Protobuf nodes = new Protobuf();
    private int dimensions;

    private OnnxModel(EspdlGraph source) {
        this.source = source;
        values.put(source.input(), INPUT);
    }

    static Protobuf of(EspdlGraph source) {
        return new OnnxModel(source).write();
    }

    private Protobuf write() {
        source.nodes().forEach(this::write);
        if (!values.containsKey(source.output()) || dimensions == 0) {
            throw new UnreadableEspdl("nothing in it yields an embedding");
        }
        var graph = new Protobuf().all(nodes).text(2, "espdl");
        weights.values().forEach(each -> graph.message(5, each.toOnnx()));
        graph.message(11, value(INPUT, CHANNELS, SIDE, SIDE)).message(12, value(RESULT, dimensions));
        return new Protobuf()
                .number(1, IR_VERSION)
                .text(2, "espdl2onnx")
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").number(2, OPSET));
    }

    private void write(Node node) {
        var attributes = new Protobuf();
        switch (node.operator()) {
            case "Conv" -> {
                weigh(node, 1, Weights::kernels);
                bias(node);
                attributes
                        .message(5, numbers("dilations", node.numbers("dilations", 2)))
                        .message(5, number("group", node.numbers("group", 1).getFirst()))
                        .message(5, numbers("kernel_shape", node.numbers("kernel_shape", 2)))
                        .message(5, numbers("pads", node.numbers("pads", 4)))
                        .message(5, numbers("strides", node.numbers("strides", 2)));
            }
            case "Gemm" -> {
                weigh(node, 1, Weights::matrix);
                bias(node);
            }
            case "PRelu" -> weigh(node, 1, Weights::slopes);
            case "Flatten" ->
                attributes.message(5, number("axis", node.numbers("axis", 1).getFirst()));
            // Of channels, the only values that such a network joins.
            case "Concat" -> attributes.message(5, number("axis", 1));
            case "Add" -> {}
            case "Transpose" -> {
                addValue(node.output(), name(node, 0));
                return;
            }
            default -> throw new UnreadableEspdl("the operation " + node.operator() + " is unknown");
        }
        requireNothingElse(node);
        write(node, attributes);
    }

    /** A function that is built into the operation would be lost. */
    private static void requireNothingElse(Node node) {
        var activation = node.words().getOrDefault("activation", "");
        if (!activation.isEmpty() && !activation.equals("Linear")) {
            throw new UnreadableEspdl(node.operator() + " has the activation " + activation + ", which is unknown");
        }
    }

    private void write(Node node, Protobuf attributes) {
        var inputs = node.inputs().stream().map(this::name).toList();
        if (!node.output().equals(source.output())) {
            write(node.operator(), inputs, node.output(), attributes);
            addValue(node.output(), node.output());
            return;
        }
        addValue(node.output(), RESULT);
        if (node.operator().equals("Conv")) {
            // Its result still has a height and a width, of one.
            write("Conv", inputs, "fc_out", attributes);
            write("Flatten", List.of("fc_out"), RESULT, new Protobuf().message(5, number("axis", 1)));
        } else {
            write(node.operator(), inputs, RESULT, attributes);
        }
    }

    private void write(String operator, List<String> inputs, String output, Protobuf attributes) {
        var node = new Protobuf();
        inputs.forEach(input -> node.text(1, input));
        nodes.message(1, node.text(2, output).text(4, operator).all(attributes));
    }

    private void bias(Node node) {
        dimensions = weigh(node, 2, Weights::bias).count();
    }

    private Weights weigh(Node node, int input, Function<Tensor, Weights> convert) {
        if (input >= node.inputs().size()) {
            throw new UnreadableEspdl(node.operator() + " does not have its weights");
        }
        var name = node.inputs().get(input);
        var tensor = source.tensors().get(name);
        if (tensor == null) {
            throw new UnreadableEspdl("the weights " + name + " are missing");
        }
        values.put(name, name);
        return weights.computeIfAbsent(name, any -> convert.apply(tensor));
    }

    private void addValue(String value, String name) {
        if (values.put(value, name) != null) {
            throw new UnreadableEspdl("two operations yield the value " + value);
        }
    }

    private String name(Node node, int input) {
        if (input >= node.inputs().size()) {
            throw new UnreadableEspdl(node.operator() + " does not have its input");
        }
        return name(node.inputs().get(input));
    }

    private String name(String value) {
        var name = values.get(value);
        if (name == null) {
            throw new UnreadableEspdl("the value " + value + " is used, but nothing yields it");
        }
        return name;
    }

    private static Protobuf numbers(String name, List<Long> values) {
        var attribute = new Protobuf().text(1, name);
        values.forEach(value -> attribute.number(8, value));
        return attribute.number(20, TYPE_NUMBERS);
    }

    private static Protobuf number(String name, long value) {
        return new Protobuf().text(1, name).number(3, value).number(20, TYPE_NUMBER);
    }

    /** As many rows as there are faces, each of this shape. */
    private static Protobuf value(String name, int... shape) {
        var dimensions = new Protobuf().message(1, new Protobuf().text(2, "N"));
        for (var size : shape) {
            dimensions.message(1, new Protobuf().number(1, size));
        }
        var tensor = new Protobuf().number(1, 1).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
