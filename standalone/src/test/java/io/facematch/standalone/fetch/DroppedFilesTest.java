package io.facematch.standalone.fetch;

import static io.facematch.standalone.fetch.TestModels.ANOTHER;
import static io.facematch.standalone.fetch.TestModels.CONTAINER;
import static io.facematch.standalone.fetch.TestModels.CONVERTED;
import static io.facematch.standalone.fetch.TestModels.IN_CONTAINER;
import static io.facematch.standalone.fetch.TestModels.MODEL;
import static io.facematch.standalone.fetch.TestModels.NOWHERE;
import static io.facematch.standalone.fetch.TestModels.PLAIN;
import static io.facematch.standalone.fetch.TestModels.card;
import static io.facematch.standalone.fetch.TestModels.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource.Converter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class DroppedFilesTest {
    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private final StringWriter out = new StringWriter();

    @Test
    void becomeModelsInWhicheverFolderTheyLie() throws IOException {
        Files.write(second.resolve("network_v1.espdl"), CONTAINER);
        Files.write(first.resolve("network_640.onnx"), MODEL);

        convert(IN_CONTAINER, PLAIN, NOWHERE);

        assertThat(second.resolve("packed.onnx")).hasBinaryContent(CONVERTED);
        assertThat(first.resolve("plain.onnx")).hasBinaryContent(MODEL);
        assertThat(filesIn(first)).containsExactlyInAnyOrder("network_640.onnx", "plain.onnx");
        assertThat(filesIn(second)).containsExactlyInAnyOrder("network_v1.espdl", "packed.onnx");
        assertThat(out.toString())
                .isEqualToNormalizingNewlines("facematch: made packed.onnx of " + second.resolve("network_v1.espdl")
                        + "\nfacematch: made plain.onnx of " + first.resolve("network_640.onnx") + "\n");
    }

    @Test
    void areNotLookedAtWhenTheModelIsThere() throws IOException {
        Files.write(first.resolve("packed.onnx"), CONVERTED);
        Files.write(second.resolve("network_v1.espdl"), ANOTHER);

        convert(IN_CONTAINER);

        assertThat(out.toString()).isEmpty();
        assertThat(filesIn(second)).containsExactly("network_v1.espdl");
    }

    @Test
    void areConvertedOnce() throws IOException {
        Files.write(first.resolve("network_v1.espdl"), CONTAINER);
        Files.write(second.resolve("network_v1.espdl"), CONTAINER);

        convert(IN_CONTAINER);

        assertThat(filesIn(first)).hasSize(2);
        assertThat(filesIn(second)).hasSize(1);
    }

    @Test
    void areLeftAloneWhenTheyAreWrong() throws IOException {
        var sameSize = CONTAINER.clone();
        sameSize[sameSize.length - 20] ^= 1;
        for (var wrong : List.of(sameSize, ANOTHER, new byte[0])) {
            Files.write(first.resolve("network_v1.espdl"), wrong);

            convert(IN_CONTAINER);

            assertThat(first.resolve("network_v1.espdl")).hasBinaryContent(wrong);
            assertThat(filesIn(first)).containsExactly("network_v1.espdl");
        }
        assertThat(out.toString().lines().filter(line -> line.contains("left alone")))
                .hasSize(3)
                .allMatch(line -> line.startsWith("facematch: the file for packed is left alone: ")
                        && line.contains(first.resolve("network_v1.espdl").toString()));
        assertThat(out.toString()).contains("has SHA-256", "has 300,000 bytes", "has 0 bytes");
    }

    @Test
    void aFolderOfThatNameIsNone() throws IOException {
        Files.createDirectory(first.resolve("network_v1.espdl"));

        convert(IN_CONTAINER);

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysThatTheFolderTakesNothing() throws IOException {
        // Room for the model's name, but not for that of a part.
        var name = "n".repeat(250) + ".onnx";
        Files.write(first.resolve("network_v1.espdl"), CONTAINER);

        convert(card("long", name, CONVERTED, source("network_v1.espdl", CONTAINER, Converter.ESPDL)));

        assertThat(out.toString()).startsWith("facematch: ").contains(name + " can't be written");
        assertThat(filesIn(first)).containsExactly("network_v1.espdl");
    }

    private void convert(ModelCard... cards) {
        var sameAsFirst = first.resolve("no/..");
        new DroppedFiles(List.of(first, second, sameAsFirst, Path.of("no/such/folder")), new PrintWriter(out))
                .convert(List.of(cards));
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
