package io.facematch.card.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.card.CardJson;
import io.facematch.card.ChannelOrder;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.card.PixelContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CardFilesTest {
    private static final List<List<Double>> TEMPLATE = List.of(
            List.of(38.3, 51.7), List.of(73.5, 51.5), List.of(56.0, 71.7), List.of(41.5, 92.4), List.of(70.7, 92.2));

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        CardFiles.write(folder, card("my-r50"));

        var known = KnownModels.in(List.of(folder));

        assertThat(known.problems()).isEmpty();
        assertThat(known.find("my-r50").orElseThrow().card()).isEqualTo(card("my-r50"));
        assertThat(CardFiles.card(folder, "my-r50")).content().doesNotContain("null", "preference");
    }

    @Test
    void nothingIsWrittenThatCouldNotBeRead() {
        assertThatExceptionOfType(InvalidCard.class)
                .isThrownBy(() -> CardFiles.write(folder, card("My Model")))
                .withMessageContaining("id must have");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void everybodyMayReadAndNobodyElseWrite() throws IOException {
        CardFiles.write(folder, card("my-r50"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(CardFiles.card(folder, "my-r50"))))
                .isEqualTo("rw-r--r--");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aCalibrationGoesIntoTheCardOfTheFolder() throws IOException {
        CardFiles.write(folder, card("my-r50"));

        var file = CardFiles.add(known("my-r50"), CardFolderFixture.calibration("my-r50/a/staff"), folder);
        CardFiles.add(known("my-r50"), CardFolderFixture.calibration("my-r50/b/staff"), folder);

        assertThat(file).isEqualTo(CardFiles.card(folder, "my-r50"));
        assertThat(known("my-r50").card().calibrations())
                .extracting(calibration -> calibration.id())
                .containsExactly("my-r50/a/staff", "my-r50/b/staff");
        assertThat(known("my-r50").ownCalibrations()).isEmpty();
    }

    @Test
    void aCalibrationOfAModelOfTheProgramGoesBesideIt() throws IOException {
        var one = CardFolderFixture.calibration("starter-embedder/a/staff");
        var other = CardFolderFixture.calibration("starter-embedder/b/staff");

        var file = CardFiles.add(known("starter-embedder"), one, folder);
        CardFiles.add(known("starter-embedder"), other, folder);
        CardFiles.add(known("starter-embedder"), one, folder);

        assertThat(file).isEqualTo(folder.resolve("starter-embedder.calibrations.json"));
        assertThat(KnownModels.in(List.of(folder)).problems()).isEmpty();
        assertThat(known("starter-embedder").ownCalibrations()).containsExactly(one, other);
    }

    @Test
    void noCalibrationReplacesOneOfTheProgram() {
        assertThatExceptionOfType(InvalidCard.class)
                .isThrownBy(() -> CardFiles.add(
                        known("starter-embedder"),
                        CardFolderFixture.calibration("starter-embedder/starter-detector/lfw-4"),
                        folder))
                .withMessageContaining("the card of the program has a calibration");
        assertThat(folder).isEmptyDirectory();
    }

    /** Outcomes name calibrations by this hash: the same calibration must keep it in every later version. */
    @Test
    void aCalibrationKeepsItsHash() {
        assertThat(CardFolderFixture.calibration("my-r50/detector/staff").sha256())
                .isEqualTo("2a550969b582a04e71584b59cd3da122145325b9bfc5800eec3a413580e789f1");
    }

    @Test
    void aContractMayLeaveOutWhatShowsWhenItRuns() throws IOException {
        var file = Files.writeString(folder.resolve("contract.json"), """
                {"pixels": {"order": "BGR", "mean": 0, "divisor": 1}, "size": 112,
                 "template": [[38.3, 51.7], [73.5, 51.5], [56.0, 71.7], [41.5, 92.4], [70.7, 92.2]]}""");

        var contract = InputContract.read(file);

        assertThat(contract.dimensions()).isNull();
        assertThat(contract.with(256).dimensions()).isEqualTo(256);
        assertThat(contract.with(256).pixels()).isEqualTo(new PixelContract(ChannelOrder.BGR, 0, 1));

        Files.writeString(file, Files.readString(file).replace("\"size\": 112", "\"size\": 64"));
        assertThatExceptionOfType(InvalidCard.class)
                .isThrownBy(() -> InputContract.read(file))
                .withMessage("template must lie in the crop, 0 to 64");
    }

    private KnownModel known(String id) {
        return KnownModels.in(List.of(folder)).find(id).orElseThrow();
    }

    private static ModelCard card(String id) {
        return new ModelCard(
                id,
                ModelTask.EMBEDDER,
                ModelTier.PRODUCTION,
                "Ours.",
                "my-r50.onnx",
                CardJson.sha256(new byte[0]),
                1,
                List.of(),
                "us",
                "MIT",
                "none",
                false,
                "unknown",
                0,
                null,
                new InputContract(new PixelContract(ChannelOrder.RGB, 127.5, 127.5), 112, TEMPLATE, null).with(512),
                List.of());
    }
}
