package io.facematch.face.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
    private static final Path STARTER = Path.of("../models/starter-embedder.onnx");

    @Test
    void tellsWhatANetworkTakesAndGives() throws Exception {
        var file = OnnxFile.read(STARTER);

        assertThat(file.inputs()).singleElement().satisfies(input -> {
            assertThat(input.elementType()).isEqualTo(OnnxTensor.FLOAT);
            assertThat(input.shapeInWords()).isEqualTo("? x 3 x 112 x 112");
        });
        assertThat(file.outputs())
                .singleElement()
                .satisfies(output -> assertThat(output.shape()).isEqualTo(List.of(OnnxTensor.ANY, OnnxTensor.ANY)));
    }

    @Test
    void tellsDimensionsThatAreFree() throws Exception {
        var file = OnnxFile.read(ByteBuffer.wrap(TestOnnx.model(TestOnnx.graph(
                TestOnnx.input("x", "batch", 3, 112, 112), TestOnnx.output("y", "batch", 512), TestOnnx.output("z")))));

        assertThat(file.inputs().getFirst().shapeInWords()).isEqualTo("? x 3 x 112 x 112");
        assertThat(file.outputs()).extracting(OnnxTensor::name).containsExactly("y", "z");
        assertThat(file.outputs().getLast().shape()).isEmpty();
    }

    /** As exporters before 2019 wrote them: every weight is an input, too. */
    @Test
    void doesNotTakeWeightsForInputs() throws Exception {
        var file = OnnxFile.read(ByteBuffer.wrap(TestOnnx.model(TestOnnx.graph(
                TestOnnx.input("x", 1, 3, 112, 112),
                TestOnnx.input("w", 5),
                TestOnnx.initializer("w", 5),
                TestOnnx.output("y", 1, 512)))));

        assertThat(file.inputs()).extracting(OnnxTensor::name).containsExactly("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../secret", "weights.bin"})
    void refusesWeightsInOtherFiles(String location) {
        assertRefused(
                TestOnnx.model(TestOnnx.graph(TestOnnx.external("w", location), TestOnnx.output("y", 1, 512))),
                "its weights lie in another file");
    }

    /** A tensor may hide in an attribute, in a branch of a condition, or in a function of the model. */
    @Test
    void refusesWeightsInOtherFilesWhereverTheyAre() {
        var tensor = TestOnnx.external("w", "x");
        var inNode = TestOnnx.node(TestOnnx.attribute(tensor));
        var inBranch = TestOnnx.node(TestOnnx.attribute(TestOnnx.subgraph(tensor)));
        for (var place : List.of(inNode, inBranch)) {
            assertRefused(
                    TestOnnx.model(TestOnnx.graph(place, TestOnnx.output("y", 1, 512))),
                    "its weights lie in another file");
        }
        assertRefused(
                TestOnnx.model(
                        TestOnnx.graph(TestOnnx.output("y", 1, 512)), TestOnnx.function(TestOnnx.attribute(tensor))),
                "its weights lie in another file");
    }

    @Test
    void refusesNetworksWithinNetworksWithoutEnd() {
        var deep = TestOnnx.output("y", 1);
        for (var depth = 0; depth < 1000; depth++) {
            deep = TestOnnx.node(TestOnnx.attribute(TestOnnx.subgraph(deep)));
        }
        assertRefused(TestOnnx.model(TestOnnx.graph(deep, TestOnnx.output("y", 1))), "too deep");
    }

    @Test
    void refusesWhatIsSomethingElse() {
        for (var text :
                List.of("", "not a model", "PK\3\4 a ZIP", "<html></html>", "\u00ff\u00d8\u00ff\u00e0 a photo")) {
            assertRefused(text.getBytes(StandardCharsets.ISO_8859_1), "it is no ONNX model");
        }
        assertRefused(new byte[1000], "it is no ONNX model");
        assertRefused(TestOnnx.model(), "it is no ONNX model");
    }

    @Test
    void survivesEveryTruncationAndManyChanges() {
        var whole = TestOnnx.model(
                TestOnnx.graph(
                        TestOnnx.node(TestOnnx.attribute(TestOnnx.initializer("v", 2))),
                        TestOnnx.input("x", "batch", 3, 112, 112),
                        TestOnnx.initializer("w", 5),
                        TestOnnx.output("y", 1, 512)),
                TestOnnx.function(TestOnnx.attribute(TestOnnx.initializer("v", 1))));
        for (var length = 0; length < whole.length; length++) {
            readOrRefuse(Arrays.copyOf(whole, length));
        }
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++) {
            var changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            readOrRefuse(changed);
        }
    }

    @Test
    void readsNoEmptyFile(@TempDir Path folder) throws IOException {
        var empty = Files.createFile(folder.resolve("empty.onnx"));

        assertThatExceptionOfType(InvalidOnnx.class).isThrownBy(() -> OnnxFile.read(empty));
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            OnnxFile.read(ByteBuffer.wrap(bytes));
        } catch (InvalidOnnx refused) {
            assertThat(refused).hasMessageStartingWith("it");
        }
    }

    private static void assertRefused(byte[] bytes, String reason) {
        assertThatExceptionOfType(InvalidOnnx.class)
                .isThrownBy(() -> OnnxFile.read(ByteBuffer.wrap(bytes)))
                .withMessageContaining(reason);
    }
}
