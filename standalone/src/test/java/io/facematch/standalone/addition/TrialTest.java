package io.facematch.standalone.addition;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.CardJson;
import io.facematch.face.network.ModelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in embedder as somebody else's, and networks that are none. */
class TrialTest {
    private static final Path STARTER = Path.of("../models/starter-embedder.onnx");

    @TempDir
    private Path folder;

    @Test
    void tellsTheSamplePeopleApartWithTheRightContractOnly() throws IOException {
        var embedder = Files.readAllBytes(STARTER);

        var right = tryOut(embedder, "sface-112");
        assertThat(right.problem()).isNull();
        assertThat(right.dimensions()).isEqualTo(256);
        assertThat(right.isClear()).isTrue();

        var wrong = tryOut(embedder, "arcface-112");
        assertThat(wrong.problem()).isNull();
        assertThat(wrong.isClear()).isFalse();
        assertThat(wrong.distance()).isLessThan(2);
    }

    @Test
    void doesNotTakeBrightnessForAFace() throws IOException {
        assertThat(tryOut(TestNetworks.pixels(), "arcface-112").isClear()).isFalse();
    }

    @Test
    void doesNotTakeOneAnswerForAll() throws IOException {
        assertThat(tryOut(TestNetworks.constant(), "arcface-112").isClear()).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrong(byte[] network, String contract, String problem) throws IOException {
        var result = tryOut(network, contract);

        assertThat(result.isClear()).isFalse();
        assertThat(result.problem()).contains(problem).doesNotContain("Exception");
    }

    static Stream<Arguments> saysWhatIsWrong() {
        return Stream.of(
                Arguments.of(TestNetworks.notANumber(), "arcface-112", "no finite numbers"),
                Arguments.of(TestNetworks.random(), "arcface-112", "other numbers when it sees the same photo again"),
                Arguments.of(TestNetworks.picture(), "arcface-112", "it gives 1 x 3 x 112 x 112 numbers for a picture"),
                Arguments.of(TestNetworks.unknownOperation(), "arcface-112", "Enchant"),
                Arguments.of(TestNetworks.pixels(), "omz-128", "112"),
                Arguments.of(TestNetworks.elsewhere("/etc/passwd"), "arcface-112", "its weights lie in another file"));
    }

    private TrialResult tryOut(byte[] network, String contract) throws IOException {
        Files.write(folder.resolve("tried.part"), network);
        var preset = ContractPresets.find(contract).orElseThrow();
        var request = new Trial.Request(
                "my-r50", folder.toString(), "tried.part", CardJson.sha256(network), network.length, List.of(preset));
        return new Trial(request, new ModelChoice(null, "starter-detector", true), List.of()).run(preset);
    }
}
