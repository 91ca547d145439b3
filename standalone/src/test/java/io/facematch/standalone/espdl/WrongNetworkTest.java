package io.facematch.standalone.espdl;

import static io.facematch.standalone.espdl.EspdlFile.attribute;
import static io.facematch.standalone.espdl.EspdlFile.bytes;
import static io.facematch.standalone.espdl.EspdlFile.conv;
import static io.facematch.standalone.espdl.EspdlFile.fields;
import static io.facematch.standalone.espdl.EspdlFile.node;
import static io.facematch.standalone.espdl.EspdlFile.nodes;
import static io.facematch.standalone.espdl.EspdlFile.tensor;
import static io.facematch.standalone.espdl.EspdlFile.tensors;
import static io.facematch.standalone.espdl.WatchedConversion.assertRefused;
import static io.facematch.standalone.espdl.WatchedConversion.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.facematch.standalone.espdl.EspdlFile.Numbers;
import io.facematch.standalone.espdl.EspdlFile.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that can be read, with a network that no converter can know what to make of. */
class WrongNetworkTest {
    private static final int INT8 = 3;
    private static final int INT32 = 6;

    static Stream<Arguments> wrongNetworks() {
        return Stream.of(
                arguments("no network in it", EspdlFile.of(fields(8))),
                arguments("nothing in it yields", EspdlFile.of(List.of(), tensors())),
                arguments("must be one input", EspdlFile.of(fields(8, 7, fields(6, 0, nodes(), 2, tensors())))),
                arguments("must be one output of an operation", withNode(fields(6, 3, "Add", 0, List.of("x")))),
                arguments("Softmax is unknown", withNode(node("Softmax", List.of("x"), "z"))),
                arguments("operation  is unknown", withNode(fields(6, 1, List.of("z")))),
                arguments("activation Relu", withNode(node("Add", List.of("x"), "z", attribute("activation", "Relu")))),
                arguments("numbers for axis", withNode(node("Flatten", List.of("x"), "z"))),
                arguments(
                        "numbers for axis",
                        withNode(node("Flatten", List.of("x"), "z", attribute("axis", new Numbers(1, 2))))),
                arguments(
                        "attribute twice",
                        withNode(node("Flatten", List.of("x"), "z", attribute("axis", 1L), attribute("axis", 1L)))),
                arguments("numbers for dilations", withNode(node("Conv", List.of("x", "kernels", "bias"), "z"))),
                arguments("PRelu does not have its weights", withNode(node("PRelu", List.of("x"), "z"))),
                arguments("weights nowhere are missing", withNode(node("PRelu", List.of("x", "nowhere"), "z"))),
                arguments("Transpose does not have its input", withNode(node("Transpose", List.of(), "z"))),
                arguments("z is used, but nothing yields it", withNode(node("Add", List.of("z"), "z"))),
                arguments("z is used, but nothing yields it", withNode(node("Transpose", List.of("z"), "z"))),
                arguments("two operations yield the value a", withNode(conv("x", "a"))),
                arguments("two weights are called bias", with(tensor("bias", INT32, bytes(64), 0, 16))),
                arguments("one exponent", with(fields(14, 1, INT8, 6, "slopes"))),
                arguments("exponent out of range", withSlopes(INT8, bytes(16), 65, 16)),
                arguments("exponent out of range", withSlopes(INT8, bytes(16), Long.MIN_VALUE, 16)),
                arguments("numbers of another type", withSlopes(INT32, bytes(64), 0, 16)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, 17)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, 0, 16)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, -16)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, -16, -1)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, 1L << 32, 1L << 32)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, Long.MAX_VALUE, 2)),
                arguments("fewer numbers", withSlopes(INT8, bytes(0), 0, 1)),
                arguments("more numbers", withSlopes(INT8, bytes(32), 0, 16)),
                arguments("four dimensions", withMatrix(bytes(32), 2, 16)),
                arguments("is no matrix", withMatrix(bytes(32), 1, 2, 1, 16)),
                arguments("groups of 16", withMatrix(bytes(32), 1, 1, 16, 2)));
    }

    @ParameterizedTest
    @MethodSource("wrongNetworks")
    void refusesANetworkThatIsWrong(String words, byte[] file) {
        assertRefused(file, words);
    }

    /** They come from a stranger and go to a terminal. */
    @Test
    void printsNamesOfTheFileWithoutTheirControlCharacters() {
        var name = "\u001b[31m" + "long".repeat(1000);

        var refusal = refused(withNode(node(name, List.of("x"), "z")));

        assertThat(refusal.getMessage()).contains("?[31mlong").hasSizeLessThanOrEqualTo(200);
    }

    private static byte[] withNode(Table node) {
        var nodes = new ArrayList<>(nodes());
        nodes.add(1, node);
        return EspdlFile.of(nodes, tensors());
    }

    private static byte[] with(Table tensor) {
        var tensors = new ArrayList<>(tensors());
        tensors.add(tensor);
        return EspdlFile.of(nodes(), tensors);
    }

    private static byte[] withSlopes(int type, byte[] content, long exponent, long... dimensions) {
        return EspdlFile.of(nodes(), replaced(1, tensor("slopes", type, content, exponent, dimensions)));
    }

    private static byte[] withMatrix(byte[] content, long... dimensions) {
        return EspdlFile.of(nodes(), replaced(2, tensor("matrix", INT8, content, 0, dimensions)));
    }

    private static List<Table> replaced(int index, Table tensor) {
        var tensors = new ArrayList<>(tensors());
        tensors.set(index, tensor);
        return tensors;
    }
}
