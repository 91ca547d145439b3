package io.facematch.worker.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.OperatingPoint;
import io.facematch.worker.face.Extraction.Faces;
import io.facematch.worker.face.Verification.Compared;
import io.facematch.worker.face.detection.BoundingBox;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Portraits cut out as documents have them are compared as the whole photo is. */
class CropsTest {
    private static final double THRESHOLD = OperatingPoint.STANDARD.threshold();

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

    @ParameterizedTest
    @EnumSource
    void comparesCropOfEverySyntheticPortrait(Crop crop) {
        var portraits = IntStream.rangeClosed(1, 12)
                .boxed()
                .flatMap(person -> Stream.of(Portraits.id(person), Portraits.selfie(person), Portraits.turned(person)));
        try (var engine = Engines.builtIn();
                var extractor = engine.newExtractor();
                var verifier = engine.newVerifier()) {
            assertThat(portraits.map(portrait -> similarityOfCrop(extractor, verifier, crop, portrait)))
                    .hasSize(36)
                    .allSatisfy(similarity -> assertThat(similarity).isGreaterThan(THRESHOLD));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yunet-s-dynamic", "starter-detector"})
    void comparesCropsOfRealPeople(String detector) {
        var photos = Lfw.photos(120);
        try (var engine = Engines.of(detector, "espdl-mbf-112")) {
            for (var crop : Crop.values()) {
                var similarities = similarities(engine, crop, photos);
                var found = share(similarities, 0);
                var same = share(similarities, THRESHOLD);
                System.out.printf(
                        "%s, %s of %d photos: found and compared %.2f %%, the same face %.2f %%, surely %.2f %%%n",
                        detector,
                        crop,
                        similarities.size(),
                        100 * found,
                        100 * same,
                        100 * share(similarities, OperatingPoint.MAXIMUM.threshold()));
                assertThat(same).as("%s found the same", crop).isGreaterThanOrEqualTo(leastShare(similarities.size()));
            }
        }
    }

    /** 995 in 1,000; of the few photos of a quick test one may miss. */
    private static double leastShare(int photos) {
        return Math.min(0.995, (photos - 1.0) / photos);
    }

    /** Of the photos that can be compared whole. */
    private static List<Double> similarities(FaceEngine engine, Crop crop, List<Path> photos) {
        try (var extractor = engine.newExtractor();
                var verifier = engine.newVerifier()) {
            return photos.stream()
                    .map(Lfw::read)
                    .filter(photo -> extractor.extract(photo) instanceof Faces)
                    .map(photo -> similarityOfCrop(extractor, verifier, crop, photo))
                    .toList();
        }
    }

    /** Of a crop around the largest face with the whole photo; below 0 when it can't be compared. */
    private static double similarityOfCrop(FaceExtractor extractor, FaceVerifier verifier, Crop crop, byte[] photo) {
        var largest = ((Faces) extractor.extract(photo)).faces().getLast().report();
        return verifier.verify(crop.of(photo, largest.box()), photo) instanceof Compared compared
                ? compared.similarity()
                : -1;
    }

    private static double share(List<Double> similarities, double least) {
        return similarities.stream().filter(similarity -> similarity >= least).count() / (double) similarities.size();
    }
}
