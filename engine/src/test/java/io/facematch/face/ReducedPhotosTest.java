package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.face.Extraction.Face;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.decoding.FullDecoding;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import java.awt.Color;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Photos of 12 to 40 megapixels are decoded at a half or a quarter of their size; the similarity hardly notices. */
class ReducedPhotosTest {
    private static final Path OTHER_MODELS = Path.of("../../shared/models");
    private static final double UNNOTICED = 0.02;
    /** Of the photo that a small face takes, and a large one. */
    private static final List<Double> SHARES = List.of(0.1, 0.5);

    private static final ModelCatalog BUILT_IN = new ModelCatalog(List.of());

    /** Decoded at a half of its size. */
    @Test
    void comparesLikeTheFullPhoto() {
        compareAll(BUILT_IN, ModelChoice.BEST_PRESENT, 3000, 4000, Sampling.oneIn(3, List.of(1, 4, 7)), SHARES);
    }

    @Test
    @Tag("slow")
    void comparesLikeTheFullPhotoThatLiesAcross() {
        compareAll(BUILT_IN, ModelChoice.BEST_PRESENT, 4000, 3000, List.of(1, 4, 7), SHARES);
    }

    /** Decoded at a quarter of its size, where a small face loses most. */
    @Test
    void comparesLikeTheLargestPhoto() {
        compareAll(BUILT_IN, ModelChoice.BEST_PRESENT, 5460, 7300, List.of(3), Sampling.oneIn(2, SHARES));
    }

    static List<String> betterEmbedders() {
        return Sampling.oneIn(2, List.of("espdl-mbf-112", "omz-face-reidentification-retail-0095"));
    }

    @ParameterizedTest
    @MethodSource("betterEmbedders")
    void comparesLikeTheFullPhotoWithBetterModels(String embedder) {
        assumeTrue(Files.isDirectory(OTHER_MODELS), "../shared/models not present");
        var catalog = new ModelCatalog(List.of(OTHER_MODELS));

        compareAll(
                catalog,
                new ModelChoice(embedder, "yunet-s-dynamic", true),
                3000,
                4000,
                Sampling.oneIn(2, List.of(1, 5)),
                SHARES);
    }

    private static void compareAll(
            ModelCatalog catalog,
            ModelChoice choice,
            int width,
            int height,
            List<Integer> persons,
            List<Double> shares) {
        var calibration = catalog.select(choice).calibration();
        try (var engine = FaceEngine.open(catalog, choice, FaceSettings.DEFAULTS);
                var reduced = engine.newExtractor();
                var full = engine.newExtractor(FullDecoding.decoder())) {
            for (var person : persons) {
                var portrait = Portraits.selfie(person);
                var references = List.of(face(reduced, Portraits.id(person)), face(reduced, Portraits.id(person + 1)));
                var box = face(reduced, portrait).report().box();
                for (var share : shares) {
                    var scale = share * Math.max(width, height) / box.height();
                    var photo =
                            EncodedPhotos.encode(photo(EncodedPhotos.picture(portrait), scale, width, height), "jpg");
                    var quick = face(reduced, photo);
                    var exact = face(full, photo);
                    for (var reference : references) {
                        assertThat(calibration.similarity(quick.embedding().cosine(reference.embedding())))
                                .as("person %d, face of %.1f", person, share)
                                .isCloseTo(
                                        calibration.similarity(exact.embedding().cosine(reference.embedding())),
                                        within(UNNOTICED));
                    }
                    assertThat(quick.report().box().height())
                            .isCloseTo(exact.report().box().height(), within(0.1 * share * height));
                }
            }
        }
    }

    /** The portrait, enlarged, before a wall of one colour. */
    private static BufferedImage photo(BufferedImage portrait, double scale, int width, int height) {
        var photo = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        var graphics = photo.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(new Color(170, 160, 150));
        graphics.fillRect(0, 0, width, height);
        var across = (int) Math.round(scale * portrait.getWidth());
        var down = (int) Math.round(scale * portrait.getHeight());
        graphics.drawImage(portrait, (width - across) / 2, Math.min(0, height - down), across, down, null);
        graphics.dispose();
        return photo;
    }

    private static Face face(FaceExtractor extractor, byte[] photo) {
        var extraction = extractor.extract(photo);
        assertThat(extraction).isInstanceOf(Faces.class);
        return ((Faces) extraction).faces().getLast();
    }
}
