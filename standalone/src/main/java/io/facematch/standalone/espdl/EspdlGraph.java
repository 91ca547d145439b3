package io.facematch.standalone.espdl;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The network in a file of ESP-DL.
 *
 * @param output the name of its only result
 * @param nodes each after those whose results it uses
 */
record EspdlGraph(String input, String output, List<Node> nodes, Map<String, Tensor> tensors) {

    /**
     * One operation.
     *
     * @param numbers its attributes that are numbers
     * @param words its attributes that are words
     */
    record Node(
            String operator,
            List<String> inputs,
            String output,
            Map<String, List<Long>> numbers,
            Map<String, String> words) {

        /** @throws UnreadableEspdl if it has none of this number of values */
        List<Long> numbers(String attribute, int count) {
            var values = numbers.getOrDefault(attribute, List.of());
            if (values.size() != count) {
                throw new UnreadableEspdl(operator + " does not have " + count + " numbers for " + attribute);
            }
            return values;
        }
    }

    /**
     * Weights: whole numbers, each of which stands for its product with 2^exponent.
     *
     * @param type of the numbers, by ONNX's code
     * @param content the numbers, and what fills up the last block of sixteen bytes
     */
    record Tensor(String name, List<Long> dimensions, int type, long exponent, ByteBuffer content) {
        @Override
        public String toString() {
            return "Tensor[" + name + ", " + content.remaining() + " bytes]";
        }
    }

    static EspdlGraph read(FlatBuffer file) {
        var graph = file.root()
                .table(Field.MODEL_GRAPH)
                .orElseThrow(() -> new UnreadableEspdl("there is no network in it"));
        return new EspdlGraph(
                only("input", graph.tables(Field.GRAPH_INPUTS)).text(Field.VALUE_NAME),
                only("output", graph.tables(Field.GRAPH_OUTPUTS)).text(Field.VALUE_NAME),
                graph.tables(Field.GRAPH_NODES).stream().map(EspdlGraph::node).toList(),
                byName(graph.tables(Field.GRAPH_TENSORS).stream()
                        .map(EspdlGraph::tensor)
                        .toList()));
    }

    private static Map<String, Tensor> byName(List<Tensor> tensors) {
        return tensors.stream().collect(Collectors.toMap(Tensor::name, Function.identity(), (one, other) -> {
            throw new UnreadableEspdl("two weights are called " + one.name());
        }));
    }

    private static Node node(FlatBuffer.Table table) {
        var attributes = table.tables(Field.NODE_ATTRIBUTES);
        return new Node(
                table.text(Field.NODE_OPERATOR),
                table.texts(Field.NODE_INPUTS),
                only("output of an operation", table.texts(Field.NODE_OUTPUTS)),
                attributes.stream()
                        .collect(Collectors.toMap(
                                attribute -> attribute.text(Field.ATTRIBUTE_NAME),
                                EspdlGraph::numbers,
                                EspdlGraph::twice)),
                attributes.stream()
                        .collect(Collectors.toMap(
                                attribute -> attribute.text(Field.ATTRIBUTE_NAME),
                                attribute -> attribute.text(Field.ATTRIBUTE_WORD),
                                EspdlGraph::twice)));
    }

    private static List<Long> numbers(FlatBuffer.Table attribute) {
        return switch (attribute.number(Field.ATTRIBUTE_TYPE)) {
            case Field.TYPE_NUMBER -> List.of(attribute.largeNumber(Field.ATTRIBUTE_NUMBER));
            case Field.TYPE_NUMBERS -> attribute.largeNumbers(Field.ATTRIBUTE_NUMBERS);
            default -> List.of();
        };
    }

    private static <T> T twice(T one, T other) {
        throw new UnreadableEspdl("an operation has an attribute twice");
    }

    private static Tensor tensor(FlatBuffer.Table table) {
        return new Tensor(
                table.text(Field.TENSOR_NAME),
                table.largeNumbers(Field.TENSOR_DIMENSIONS),
                table.number(Field.TENSOR_TYPE),
                only("exponent of weights", table.largeNumbers(Field.TENSOR_EXPONENTS)),
                table.blocks(Field.TENSOR_CONTENT));
    }

    private static <T> T only(String what, List<T> values) {
        if (values.size() != 1) {
            throw new UnreadableEspdl("there are " + values.size() + " where there must be one " + what);
        }
        return values.getFirst();
    }

    /** The numbers of the fields in the schema of ESP-DL, as far as they are needed. */
    private static final class Field {
        static final int MODEL_GRAPH = 7;
        static final int GRAPH_NODES = 0;
        static final int GRAPH_TENSORS = 2;
        static final int GRAPH_INPUTS = 4;
        static final int GRAPH_OUTPUTS = 5;
        static final int VALUE_NAME = 0;
        static final int NODE_INPUTS = 0;
        static final int NODE_OUTPUTS = 1;
        static final int NODE_OPERATOR = 3;
        static final int NODE_ATTRIBUTES = 5;
        static final int ATTRIBUTE_NAME = 0;
        static final int ATTRIBUTE_TYPE = 3;
        static final int ATTRIBUTE_NUMBER = 5;
        static final int ATTRIBUTE_WORD = 6;
        static final int ATTRIBUTE_NUMBERS = 11;
        static final int TYPE_NUMBER = 2;
        static final int TYPE_NUMBERS = 7;
        static final int TENSOR_DIMENSIONS = 0;
        static final int TENSOR_TYPE = 1;
        static final int TENSOR_NAME = 6;
        static final int TENSOR_CONTENT = 8;
        static final int TENSOR_EXPONENTS = 13;

        private Field() {}
    }
}
