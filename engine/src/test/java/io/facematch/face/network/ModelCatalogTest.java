package io.facematch.face.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.facematch.card.Calibration;
import io.facematch.card.CardJson;
import io.facematch.card.ChannelOrder;
import io.facematch.card.DetectorContract;
import io.facematch.card.EmbedderContract;
import io.facematch.card.ModelCard;
import io.facematch.card.ModelSource;
import io.facematch.card.ModelTask;
import io.facematch.card.ModelTier;
import io.facematch.card.PixelContract;
import io.facematch.card.folder.KnownModel;
import io.facematch.card.folder.KnownModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
    private static final byte[] CONTENT = {1, 2, 3};
    private static final ModelCard DETECTOR = card("detector", ModelTask.DETECTOR, 1, false);
    private static final ModelCard STRONG = card("strong", ModelTask.EMBEDDER, 0.9, false);
    private static final ModelCard WEAK = card("weak", ModelTask.EMBEDDER, 0.4, false);
    private static final ModelCard RESEARCH = card("research", ModelTask.EMBEDDER, 0.99, true);

    @TempDir
    private Path folder;

    @Test
    void usesBuiltInPairWhenNothingElseIsThere() {
        var selection = new ModelCatalog(List.of(folder)).select(ModelChoice.BEST_PRESENT);

        assertThat(selection.embedder().card().id()).isEqualTo("starter-embedder");
        assertThat(selection.detector().card().id()).isEqualTo("starter-detector");
        assertThat(selection.calibration().id()).isEqualTo("starter-embedder/starter-detector/lfw-4");
        assertThat(selection.embedder()).hasToString("VerifiedModel[starter-embedder, 5641670 bytes]");
    }

    @Test
    void usesBestEmbedderThatIsPresent() {
        place(DETECTOR, WEAK, STRONG);

        assertThat(selectedEmbedder(ModelChoice.BEST_PRESENT)).isEqualTo("strong");
    }

    @Test
    void doesNotUseResearchModelUnlessAcknowledged() {
        place(DETECTOR, WEAK, RESEARCH);

        assertThat(selectedEmbedder(ModelChoice.BEST_PRESENT)).isEqualTo("weak");
        assertThat(selectedEmbedder(new ModelChoice(null, null, true))).isEqualTo("research");
        assertRefused(pinned("research"), "research only");
    }

    @Test
    void usesPinnedEmbedderThoughBetterIsThere() {
        place(DETECTOR, WEAK, STRONG);

        assertThat(selectedEmbedder(pinned("weak"))).isEqualTo("weak");
    }

    @Test
    void namesKnownIdsWhenPinnedOneIsUnknown() {
        place(DETECTOR, WEAK, STRONG);

        assertRefused(pinned("stronk"), "stronk", "strong, weak, research");
    }

    @Test
    void refusesPinnedModelWhoseFileIsMissing() {
        place(DETECTOR, WEAK);

        assertRefused(pinned("strong"), "strong.onnx", folder.toString());
    }

    @Test
    void refusesWrongFileWithBothHashesInsteadOfUsingWeakerModel() throws IOException {
        place(DETECTOR, WEAK, STRONG);
        Files.write(folder.resolve("strong.onnx"), new byte[] {9});

        assertRefused(ModelChoice.BEST_PRESENT, "strong", sha256(CONTENT), sha256(new byte[] {9}));
        assertRefused(pinned("strong"), "strong", sha256(CONTENT), sha256(new byte[] {9}));
    }

    @Test
    void refusesEmbedderWithoutCalibration() {
        var catalog = new ModelCatalog(List.of(folder));

        assertThatExceptionOfType(UnusableModelException.class)
                .isThrownBy(() -> catalog.select(pinned("sface-2021dec")))
                .withMessageContaining("no calibration");
    }

    @Test
    void letsEmbedderWithoutCalibrationBeMeasured() {
        var fresh = card("fresh", ModelTask.EMBEDDER, false, List.of());
        place(DETECTOR, fresh);
        var catalog = catalog(DETECTOR, fresh);

        var selection = catalog.selectToMeasure(pinned("fresh"));

        assertThat(selection.embedder().card()).isEqualTo(fresh);
        assertThat(selection.measured()).isNull();
        assertThatIllegalStateException().isThrownBy(selection::calibration).withMessageContaining("no calibration");
    }

    @Test
    void listsEveryCardWithTheStateOfItsFile() throws IOException {
        place(DETECTOR, WEAK);
        Files.write(folder.resolve("research.onnx"), new byte[] {9});

        var listings = catalog().list(ModelChoice.BEST_PRESENT);

        assertThat(listings)
                .extracting(listing -> listing.card().id() + " " + listing.state() + " " + listing.used())
                .containsExactly(
                        "detector VERIFIED true",
                        "strong MISSING false",
                        "weak VERIFIED true",
                        "research WRONG_HASH false");
        assertThat(listings.getFirst().location())
                .isEqualTo(folder.resolve("detector.onnx").toString());
    }

    @Test
    void recommendsTheBestThatCanBeFetchedWhateverIsHere() {
        place(DETECTOR, STRONG, RESEARCH);
        var uncalibrated = fetchable(card("fresh", ModelTask.EMBEDDER, false, List.of()));
        var catalog = catalog(
                fetchable(card("good-detector", ModelTask.DETECTOR, false, List.of(), 1)),
                fetchable(card("better-detector", ModelTask.DETECTOR, false, List.of(), 2)),
                card("nowhere-public", ModelTask.DETECTOR, false, List.of(), 3),
                fetchable(WEAK),
                fetchable(card("middling", ModelTask.EMBEDDER, 0.6, false)),
                STRONG,
                fetchable(RESEARCH),
                uncalibrated);

        assertThat(catalog.recommended()).extracting(ModelCard::id).containsExactly("better-detector", "middling");
    }

    @Test
    void recommendsAPairOfThisVersion() {
        assertThat(new ModelCatalog(List.of()).recommended())
                .extracting(ModelCard::task)
                .containsExactly(ModelTask.DETECTOR, ModelTask.EMBEDDER);
    }

    @Test
    void prefersCalibrationMeasuredWithTheDetectorInUse() {
        var starter = new ModelCatalog(List.of())
                .cards().stream()
                        .filter(card -> card.id().equals("starter-embedder"))
                        .findFirst()
                        .orElseThrow();

        assertThat(starter.calibrationWith("yunet-s-dynamic").orElseThrow().id())
                .isEqualTo("starter-embedder/yunet-s-dynamic/lfw-4");
        assertThat(starter.calibrationWith("another").orElseThrow().id())
                .isEqualTo("starter-embedder/starter-detector/lfw-4");
    }

    private void place(ModelCard... cards) {
        for (var card : cards) {
            try {
                Files.write(folder.resolve(card.file()), CONTENT);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    private ModelCatalog catalog() {
        return catalog(DETECTOR, STRONG, WEAK, RESEARCH);
    }

    /** One whose program has these cards. */
    private ModelCatalog catalog(ModelCard... cards) {
        var models = Stream.of(cards)
                .map(card -> new KnownModel(card, sha256(CardJson.bytes(card)), null, List.of()))
                .toList();
        return new ModelCatalog(new KnownModels(models, List.of()), List.of(folder));
    }

    private String selectedEmbedder(ModelChoice choice) {
        return catalog().select(choice).embedder().card().id();
    }

    private void assertRefused(ModelChoice choice, String... words) {
        assertThatExceptionOfType(UnusableModelException.class)
                .isThrownBy(() -> catalog().select(choice))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    private static ModelChoice pinned(String embedder) {
        return new ModelChoice(embedder, null, false);
    }

    private static ModelCard card(String id, ModelTask task, double genuinePassing, boolean researchOnly) {
        return card(id, task, researchOnly, List.of(calibration(id, genuinePassing)));
    }

    private static ModelCard card(String id, ModelTask task, boolean researchOnly, List<Calibration> calibrations) {
        return card(id, task, researchOnly, calibrations, 0);
    }

    private static ModelCard fetchable(ModelCard card) {
        var source =
                new ModelSource(URI.create("https://models.example/" + card.file()), card.bytes(), card.sha256(), null);
        return new ModelCard(
                card.id(),
                card.task(),
                card.tier(),
                card.summary(),
                card.file(),
                card.sha256(),
                card.bytes(),
                List.of(source),
                card.publisher(),
                card.licence(),
                card.restrictions(),
                card.researchOnly(),
                card.trainingData(),
                card.preference(),
                card.detector(),
                card.embedder(),
                card.calibrations());
    }

    private static ModelCard card(
            String id, ModelTask task, boolean researchOnly, List<Calibration> calibrations, int preference) {
        var pixels = new PixelContract(ChannelOrder.BGR, 0, 1);
        return new ModelCard(
                id,
                task,
                ModelTier.PRODUCTION,
                "",
                id + ".onnx",
                sha256(CONTENT),
                CONTENT.length,
                List.of(),
                "nobody",
                "MIT",
                "none",
                researchOnly,
                "none",
                preference,
                task == ModelTask.DETECTOR ? detector(pixels) : null,
                task == ModelTask.EMBEDDER ? embedder(pixels) : null,
                calibrations);
    }

    private static Calibration calibration(String id, double genuinePassing) {
        var interval = new Calibration.Interval(0, 1);
        var standard = new Calibration.Point(1e-4, 0.5, false, 10, interval, 1 - genuinePassing);
        return new Calibration(id, List.of("detector"), "none", 2, 0, 1, 1, 0, List.of(standard));
    }

    private static @Nullable DetectorContract detector(PixelContract pixels) {
        var pass = new DetectorContract.Pass(320, 0.6);
        return new DetectorContract(DetectorContract.Head.YUNET, pixels, true, List.of(pass), 0.3, 0);
    }

    private static @Nullable EmbedderContract embedder(PixelContract pixels) {
        var point = List.of(1.0, 2.0);
        return new EmbedderContract(pixels, 112, List.of(point, point, point, point, point), 8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
