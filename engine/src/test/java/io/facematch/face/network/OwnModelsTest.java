package io.facematch.face.network;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedder whose card lies in a folder, and calibrations of one's own. */
class OwnModelsTest {
    private static final byte[] CONTENT = {1, 2, 3};
    private static final String OWN = "starter-embedder/starter-detector/staff";

    @TempDir
    private Path folder;

    @BeforeEach
    void addOne() throws IOException {
        Files.write(folder.resolve("my-r50.onnx"), CONTENT);
        CardFiles.write(folder, card(List.of(calibration("my-r50/starter-detector/staff"))));
    }

    /** Its calibration may come of easier photos than those that the cards of the program were measured on. */
    @Test
    void isNotUsedUnlessItIsNamedHoweverGoodItMayBe() {
        assertThat(select(null, null).embedder().card().id()).isEqualTo("starter-embedder");

        var selection = select("my-r50", null);
        assertThat(selection.embedder().card().id()).isEqualTo("my-r50");
        assertThat(selection.embedder().model().folder()).isEqualTo(folder);
        assertThat(selection.calibration().id()).isEqualTo("my-r50/starter-detector/staff");
    }

    @Test
    void cannotDecideWithoutACalibration() throws IOException {
        CardFiles.write(folder, card(List.of()));

        assertRefused("my-r50", null, "no calibration", "'./facematch calibrate DATA --model my-r50 --save'");
        assertThat(catalog().selectToMeasure(choice("my-r50", null)).measured()).isNull();
    }

    @Test
    void hasItsFileBesideItsCard() throws IOException {
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.move(folder.resolve("my-r50.onnx"), elsewhere.resolve("my-r50.onnx"));
        var catalog = new ModelCatalog(List.of(elsewhere, folder));

        assertThatExceptionOfType(UnusableModelException.class)
                .isThrownBy(() -> catalog.select(choice("my-r50", null)))
                .withMessage("model my-r50 is chosen but my-r50.onnx is in none of " + folder);
    }

    @Test
    void isRefusedWithItsFileChanged() throws IOException {
        Files.write(folder.resolve("my-r50.onnx"), new byte[] {9});

        assertRefused("my-r50", null, "has SHA-256 " + CardJson.sha256(new byte[] {9}));
        assertThat(catalog().list(ModelChoice.BEST_PRESENT).getLast().state()).isEqualTo(ModelListing.State.WRONG_HASH);
    }

    @Test
    void saysWhyItsCardIsNotUsed() throws IOException {
        Files.writeString(CardFiles.card(folder, "my-r50"), "{}");

        assertRefused(
                "my-r50", null, "no embedder is called my-r50", "my-r50.card.json is not used: embedder is missing");
        assertThat(select(null, null).embedder().card().id()).isEqualTo("starter-embedder");
    }

    @Test
    void ownCalibrationDecidesOnlyWhenItIsChosen() throws IOException {
        calibrateStarter();

        assertThat(select(null, null).calibration().id()).isEqualTo("starter-embedder/starter-detector/lfw-4");
        assertThat(select(null, OWN).calibration().id()).isEqualTo(OWN);
        assertThat(select("starter-embedder", OWN).calibration().id()).isEqualTo(OWN);
    }

    @Test
    void calibrationOfTheCardCanBeChosen() {
        assertThat(select("starter-embedder", "starter-embedder/yunet-s-dynamic/lfw-4")
                        .calibration()
                        .id())
                .isEqualTo("starter-embedder/yunet-s-dynamic/lfw-4");
    }

    @Test
    void namesTheKnownCalibrationsWhenTheChosenOneIsUnknown() throws IOException {
        calibrateStarter();

        assertRefused(
                null,
                "starter-embedder/stuff",
                "no calibration is called starter-embedder/stuff",
                "known of starter-embedder are starter-embedder/starter-detector/lfw-4",
                OWN);
    }

    @Test
    void refusesACalibrationOfAnotherModel() {
        assertRefused(
                null,
                "my-r50/starter-detector/staff",
                "the calibration my-r50/starter-detector/staff is one of my-r50, but the embedder is starter-embedder",
                "FACEMATCH_EMBEDDER",
                "starter-embedder/starter-detector/lfw-4");
    }

    /** Whoever measures one model has another one's calibration in the settings. */
    @Test
    void measuringDoesNotMindACalibrationOfAnotherModel() throws IOException {
        calibrateStarter();

        assertThat(catalog()
                        .selectToMeasure(choice("my-r50", OWN))
                        .calibration()
                        .id())
                .isEqualTo("my-r50/starter-detector/staff");
        assertThat(catalog()
                        .selectToMeasure(choice("starter-embedder", OWN))
                        .calibration()
                        .id())
                .isEqualTo(OWN);
    }

    @Test
    void ownCalibrationOfAModelWithoutAnyIsProposed() throws IOException {
        var sface = KnownModels.in(List.of()).find("sface-2021dec").orElseThrow();
        CardFiles.add(sface, calibration("sface-2021dec/starter-detector/staff"), folder);

        assertRefused(
                "sface-2021dec",
                null,
                "choose one of your own with FACEMATCH_CALIBRATION: sface-2021dec/starter-detector/staff");
    }

    private void calibrateStarter() throws IOException {
        var starter = KnownModels.in(List.of()).find("starter-embedder").orElseThrow();
        CardFiles.add(starter, calibration(OWN), folder);
    }

    private ModelCatalog catalog() {
        return new ModelCatalog(List.of(folder));
    }

    private ModelSelection select(@Nullable String embedder, @Nullable String calibration) {
        return catalog().select(choice(embedder, calibration));
    }

    private void assertRefused(@Nullable String embedder, @Nullable String calibration, String... words) {
        assertThatExceptionOfType(UnusableModelException.class)
                .isThrownBy(() -> select(embedder, calibration))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private static ModelChoice choice(@Nullable String embedder, @Nullable String calibration) {
        return new ModelChoice(embedder, "starter-detector", calibration, true);
    }

    private static ModelCard card(List<Calibration> calibrations) {
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
                CardJson.sha256(CONTENT),
                CONTENT.length,
                List.of(),
                "us",
                "MIT",
                "none",
                false,
                "unknown",
                0,
                null,
                new InputContract(new PixelContract(ChannelOrder.RGB, 127.5, 127.5), 112, template, null).with(512),
                calibrations);
    }

    /** With no false non-match at all. */
    private static Calibration calibration(String id) {
        var point = new Calibration.Point(1e-4, 0.5, false, 10, new Calibration.Interval(0, 1), 0);
        return new Calibration(id, List.of("starter-detector"), "staff", 2, 0, 1, 100_000, 0, List.of(point));
    }
}
