package io.facematch.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.ChannelOrder;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.card.PixelContract;
import io.facematch.card.folder.CardFiles;
import io.facematch.card.folder.InputContract;
import io.facematch.card.folder.KnownModels;
import io.facematch.face.network.ModelChoice;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCalibrationsTest {
    private static final String BUILT_IN = "starter-embedder/starter-detector/lfw-4";

    @TempDir
    private Path folder;

    @BeforeEach
    void addOne() throws IOException {
        CardFiles.write(folder, card());
    }

    @Test
    void goIntoTheCardOfAModelOfOnesOwn() throws IOException {
        var own = of("my-r50", false);
        own.requireRoom("my-r50/starter-detector/staff");

        var told = own.save(calibration("my-r50/starter-detector/staff"));

        assertThat(told)
                .isEqualTo("Saved in " + CardFiles.card(folder, "my-r50")
                        + " as my-r50/starter-detector/staff. It decides where FACEMATCH_EMBEDDER=my-r50.");
        assertThat(known().find("my-r50").orElseThrow().card().calibrations())
                .containsExactly(calibration("my-r50/starter-detector/staff"));
    }

    /** The first one that was measured with the detector in use decides. */
    @Test
    void sayHowASecondOneIsChosen() throws IOException {
        of("my-r50", false).save(calibration("my-r50/starter-detector/staff"));

        assertThat(of("my-r50", false).save(calibration("my-r50/starter-detector/more")))
                .endsWith("FACEMATCH_EMBEDDER=my-r50 and FACEMATCH_CALIBRATION=my-r50/starter-detector/more.");
    }

    @Test
    void goBesideAModelOfTheProgram() throws IOException {
        var id = "starter-embedder/starter-detector/staff";

        assertThat(of("starter-embedder", false).save(calibration(id)))
                .isEqualTo("Saved in " + CardFiles.calibrations(folder, "starter-embedder") + " as " + id
                        + ". It decides where FACEMATCH_EMBEDDER=starter-embedder and FACEMATCH_CALIBRATION=" + id
                        + ".");
        assertThat(known().find("starter-embedder").orElseThrow().ownCalibrations())
                .containsExactly(calibration(id));
    }

    @Test
    void replaceNothingUnlessTold() throws IOException {
        var id = "my-r50/starter-detector/staff";
        of("my-r50", false).save(calibration(id));

        assertRefused(of("my-r50", false), id, "has a calibration " + id + " already", "--force", "--name");
        of("my-r50", true).requireRoom(id);
        assertRefused(
                of("starter-embedder", true), BUILT_IN, "the card of starter-embedder has a calibration", "--name");
    }

    @Test
    void sayBeforeTheWorkThatTheyCantBeSaved() throws IOException {
        Files.writeString(CardFiles.calibrations(folder, "starter-embedder"), "{}");

        assertRefused(of("starter-embedder", false), "starter-embedder/x/y", "is not used: model is missing");
    }

    @Test
    void keepOutWhatCouldNotBeReadAgain() {
        var bad = calibration("another/starter-detector/staff");

        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> of("my-r50", false).save(bad))
                .withMessageStartingWith("the calibration was not saved: calibrations: an id must begin with my-r50/");
    }

    private OwnCalibrations of(String embedder, boolean replaces) {
        var models = new LocalModels(List.of(folder), ModelChoice.BEST_PRESENT);
        return new OwnCalibrations(models, embedder, "starter-detector", replaces);
    }

    private KnownModels known() {
        return KnownModels.in(List.of(folder));
    }

    private static void assertRefused(OwnCalibrations own, String id, String... words) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> own.requireRoom(id))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private static ModelCard card() {
        var template = List.of(
                List.of(38.3, 51.7),
                List.of(73.5, 51.5),
                List.of(56.0, 71.7),
                List.of(41.5, 92.4),
                List.of(70.7, 92.2));
        return new ModelCard(
                "my-r50",
                ModelTask.EMBEDDER,
                ModelTier.PRODUCTION,
                "",
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
                new InputContract(new PixelContract(ChannelOrder.RGB, 127.5, 127.5), 112, template, null).with(512),
                List.of());
    }

    private static Calibration calibration(String id) {
        var point = new Calibration.Point(1e-4, 0.5, false, 10, new Calibration.Interval(0, 1), 0);
        return new Calibration(id, List.of("starter-detector"), "staff", 2, 0, 1, 100_000, 0, List.of(point));
    }
}
