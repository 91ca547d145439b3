package io.facematch.standalone.addition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.face.onnx.OnnxFile;
import io.facematch.face.onnx.OnnxTensor;
import io.facematch.standalone.terminal.CommandFailed;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworkInputTest {
    private static final OnnxTensor ROW = floats(1, 512);

    @Test
    void takesOnlyContractsOfItsOwnSize() {
        var fixed = NetworkInput.of(new OnnxFile(List.of(floats(1, 3, 112, 112)), List.of(ROW)));

        assertThat(fixed.takes(preset("arcface-112"))).isTrue();
        assertThat(fixed.takes(preset("omz-128"))).isFalse();
        assertThat(fixed.inWords()).isEqualTo("112 x 112");
    }

    @Test
    void takesEveryContractWhereTheFileLeavesTheSizeOpen() {
        for (var input : List.of(floats(-1, 3, -1, -1), floats(-1, -1, -1, -1), tensor(OnnxTensor.FLOAT, null))) {
            var open = NetworkInput.of(new OnnxFile(List.of(input), List.of(floats(-1, -1))));

            assertThat(ContractPresets.all()).allMatch(open::takes);
        }
    }

    @Test
    void saysWhatIsNoPictureInThreePlanes() {
        refuses(floats(1, 112, 112, 3), ROW, "the colours of a pixel side by side", "1 x 3 x height x width");
        refuses(floats(8, 3, 112, 112), ROW, "8 pictures at a time");
        refuses(floats(1, 1, 112, 112), ROW, "not a picture in three planes");
        refuses(floats(1, 512), ROW, "it takes 1 x 512 numbers");
        refuses(floats(1, 3, 112, 96), ROW, "pictures of 96 x 112 pixels, which is no square");
        refuses(tensor(10, List.of(1L, 3L, 112L, 112L)), ROW, "it takes floats of 16 bits");
        refuses(tensor(2, List.of(1L, 3L, 112L, 112L)), ROW, "it takes whole numbers of 8 bits");
    }

    @Test
    void saysWhatIsNoRowOfNumbers() {
        refuses(
                floats(1, 3, 112, 112),
                floats(1, 256, 7, 7),
                "it gives 1 x 256 x 7 x 7 numbers for a picture, not one row");
        refuses(floats(1, 3, 112, 112), tensor(11, List.of(1L, 512L)), "it gives floats of 64 bits");
        assertThat(NetworkInput.of(new OnnxFile(List.of(floats(1, 3, 112, 112)), List.of(floats(1, 256, 1, 1)))))
                .isNotNull();
    }

    @Test
    void saysHowManyInputsAndOutputsThereMayBe() {
        var picture = floats(1, 3, 112, 112);

        refuses(new OnnxFile(List.of(picture, picture), List.of(ROW)), "it has 2 inputs");
        refuses(new OnnxFile(List.of(), List.of(ROW)), "it has 0 inputs");
        refuses(new OnnxFile(List.of(picture), List.of(ROW, ROW, ROW)), "it has 3 outputs", "Cut the others off");
    }

    private static void refuses(OnnxTensor input, OnnxTensor output, String... words) {
        refuses(new OnnxFile(List.of(input), List.of(output)), words);
    }

    private static void refuses(OnnxFile file, String... words) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> NetworkInput.of(file))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private static NamedContract preset(String name) {
        return ContractPresets.find(name).orElseThrow();
    }

    private static OnnxTensor floats(long... shape) {
        return tensor(OnnxTensor.FLOAT, LongStream.of(shape).boxed().toList());
    }

    private static OnnxTensor tensor(int type, @Nullable List<Long> shape) {
        return new OnnxTensor("some", type, shape);
    }
}
