package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.card.Calibration;
import io.facematch.card.ModelCards;
import io.facematch.face.Extraction.Face;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.Extraction.Refused;
import io.facematch.face.geometry.BoundingBox;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Status;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Portraits cut out as documents have them are compared as the whole photo is. */
class CropsTest {
    private static final String EMBEDDER = "espdl-mbf-112";
    private static final double THRESHOLD = OperatingPoint.DEFAULT.threshold();

    /** Instead of a similarity where a face was found but is too poor to compare, or where there was none. */
    private static final double TOO_POOR = -1;

    private static final double NONE = -2;

    /** How much of the frame's height the face fills. */
    enum Crop {
        FILLING_40(0.4),
        FILLING_65(0.65),
        FILLING_85(0.85),
        FILLING_100(1),
        THUMBNAIL_65(0.65),
        THUMBNAIL_85(0.85),
        THUMBNAIL_100(1);

        private final double fill;

        Crop(double fill) {
            this.fill = fill;
        }

        byte[] of(byte[] photo, BoundingBox face) {
            return name().startsWith("THUMBNAIL")
                    ? Retouching.thumbnail(photo, face, fill)
                    : Retouching.cropped(photo, face, fill);
        }
    }

    @Test
    void comparesCropsOfSyntheticPortraits() {
        var people = Sampling.oneIn(3, IntStream.rangeClosed(1, 12).boxed().toList());
        var portraits = people.stream()
                .flatMap(person -> Stream.of(Portraits.id(person), Portraits.selfie(person), Portraits.turned(person)))
                .toList();
        try (var engine = Engines.builtIn();
                var extractor = engine.newExtractor()) {
            var whole = whole(extractor, portraits);
            var calibration = calibration("starter-embedder", "starter-detector");
            for (var crop : Crop.values()) {
                assertThat(similarities(extractor, calibration, crop, whole))
                        .as("%s", crop)
                        .hasSize(3 * people.size())
                        .allSatisfy(similarity -> assertThat(similarity).isGreaterThan(THRESHOLD));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yunet-s-dynamic", "starter-detector"})
    void comparesCropsOfRealPeople(String detector) {
        var photos = Lfw.photos(240).stream().map(Lfw::read).toList();
        try (var engine = Engines.of(detector, EMBEDDER);
                var extractor = engine.newExtractor()) {
            var whole = whole(extractor, photos);
            var calibration = calibration(EMBEDDER, detector);
            for (var crop : Crop.values()) {
                var similarities = similarities(extractor, calibration, crop, whole);
                var found = share(similarities, TOO_POOR);
                var same = share(similarities, THRESHOLD);
                System.out.printf(
                        "%s, %s of %d photos: found %.2f %%, compared %.2f %%, the same face %.2f %%, surely %.2f %%%n",
                        detector,
                        crop,
                        similarities.size(),
                        100 * found,
                        100 * share(similarities, 0),
                        100 * same,
                        100 * share(similarities, OperatingPoint.MAXIMUM.threshold()));
                assertThat(found).as("%s found", crop).isGreaterThanOrEqualTo(0.995);
                assertThat(same).as("%s found the same", crop).isGreaterThanOrEqualTo(leastShare(similarities.size()));
            }
        }
    }

    /** 995 in 1,000; of the few photos of a quick test one may miss. */
    private static double leastShare(int photos) {
        return Math.min(0.995, (photos - 1.0) / photos);
    }

    private static Calibration calibration(String embedder, String detector) {
        return ModelCards.all().stream()
                .filter(card -> card.id().equals(embedder))
                .flatMap(card -> card.calibrationWith(detector).stream())
                .findFirst()
                .orElseThrow();
    }

    /** The photos that can be compared whole, each with its largest face. */
    private static List<Whole> whole(FaceExtractor extractor, List<byte[]> photos) {
        return photos.stream()
                .flatMap(photo -> extractor.extract(photo) instanceof Faces found
                        ? Stream.of(new Whole(photo, found.faces().getLast()))
                        : Stream.empty())
                .toList();
    }

    private static List<Double> similarities(
            FaceExtractor extractor, Calibration calibration, Crop crop, List<Whole> photos) {
        return photos.stream()
                .map(photo -> similarity(extractor, calibration, crop, photo))
                .toList();
    }

    /** Of a crop around the largest face with the whole photo. */
    private static double similarity(FaceExtractor extractor, Calibration calibration, Crop crop, Whole photo) {
        var file = crop.of(photo.file(), photo.face().report().box());
        return switch (extractor.extract(file)) {
            case Faces found ->
                found.faces().stream()
                        .mapToDouble(face -> calibration.similarity(
                                face.embedding().cosine(photo.face().embedding())))
                        .max()
                        .orElseThrow();
            case Refused refused -> refused.reason().status() == Status.LOW_QUALITY ? TOO_POOR : NONE;
        };
    }

    private static double share(List<Double> similarities, double least) {
        return similarities.stream().filter(similarity -> similarity >= least).count() / (double) similarities.size();
    }

    private record Whole(byte[] file, Face face) {}
}
