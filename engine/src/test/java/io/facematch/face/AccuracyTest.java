package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.face.Extraction.Face;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many of the 1,000 pairs of LFW's development test are told right, end to end: in ten folds, each with the threshold
 * that is best on the nine others. A pair that can't be compared counts as a non-match.
 */
class AccuracyTest {
    private static final Path LFW = Path.of("../../shared/data/lfw");
    private static final List<Path> MODELS = List.of(Path.of("../../shared/models"));
    private static final int FOLDS = 10;
    private static final int DRAWS = 10;
    private static final int THREADS = 2;

    /** Half a point less than the 93.65 % that the card claims for the reporting part of LFW. */
    @Test
    @Tag("slow")
    void ofTheBuiltInModelsIsWhatTheirCardClaims() throws Exception {
        assertAccuracy("starter-embedder", "starter-detector", 93.15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"omz-face-reidentification-retail-0095", "espdl-mbf-112"})
    @Tag("slow")
    void ofPublishedModelsIsAboveNinetyNinePercent(String embedder) throws Exception {
        assertAccuracy(embedder, "yunet-s-dynamic", 99.0);
    }

    private static void assertAccuracy(String embedder, String detector, double least) throws Exception {
        var list = LFW.resolve("pairsDevTest.txt");
        assumeTrue(Files.exists(list), "needs ../shared/data/lfw/pairsDevTest.txt and its images");
        var catalog = new ModelCatalog(MODELS);
        assumeTrue(
                catalog.cards().stream()
                        .filter(card -> card.id().equals(embedder))
                        .allMatch(card -> embedder.startsWith("starter")
                                || Files.exists(MODELS.getFirst().resolve(card.file()))),
                "needs the models in ../shared/models");
        try (var engine = FaceEngine.open(catalog, new ModelChoice(embedder, detector, false), FaceSettings.DEFAULTS)) {
            var scored = score(engine, pairs(list));

            assertThat(100 * accuracy(scored)).isGreaterThanOrEqualTo(least);
        }
    }

    private static List<Pair> pairs(Path list) throws IOException {
        var pairs = new ArrayList<Pair>();
        for (var line : Files.readAllLines(list)) {
            var columns = line.split("\t", -1);
            if (columns.length == 3) {
                pairs.add(new Pair(image(columns[0], columns[1]), image(columns[0], columns[2]), true));
            } else if (columns.length == 4) {
                pairs.add(new Pair(image(columns[0], columns[1]), image(columns[2], columns[3]), false));
            }
        }
        return pairs;
    }

    private static Path image(String name, String number) {
        return LFW.resolve("images/%s_%04d.jpg".formatted(name, Integer.parseInt(number)));
    }

    private static List<Scored> score(FaceEngine engine, List<Pair> pairs) throws Exception {
        var scored = new ArrayList<Scored>();
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            var shares = IntStream.range(0, THREADS)
                    .mapToObj(share -> IntStream.range(0, pairs.size())
                            .filter(index -> index * THREADS / pairs.size() == share)
                            .mapToObj(pairs::get)
                            .toList())
                    .<Callable<List<Scored>>>map(share -> () -> scoreAll(engine, share))
                    .toList();
            for (var result : pool.invokeAll(shares)) {
                scored.addAll(result.get());
            }
        }
        return scored;
    }

    private static List<Scored> scoreAll(FaceEngine engine, List<Pair> pairs) {
        try (var extractor = engine.newExtractor()) {
            return pairs.stream()
                    .map(pair -> new Scored(cosine(extractor, pair), pair.genuine()))
                    .toList();
        }
    }

    private static double cosine(FaceExtractor extractor, Pair pair) {
        var probe = named(extractor, pair.probe());
        var reference = named(extractor, pair.reference());
        return probe.isPresent() && reference.isPresent()
                ? probe.get().embedding().cosine(reference.get().embedding())
                : -1;
    }

    /** The person whom LFW names is the one in the middle; others may stand behind. */
    private static Optional<Face> named(FaceExtractor extractor, Path photo) {
        try {
            return extractor.extract(Files.readAllBytes(photo)) instanceof Faces found
                    ? found.faces().stream().min(Comparator.comparingDouble(face -> offCentre(face.report())))
                    : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static double offCentre(FaceReport face) {
        var box = face.box();
        return Math.hypot(
                box.x() + box.width() / 2 - face.width() / 2.0, box.y() + box.height() / 2 - face.height() / 2.0);
    }

    /** The mean of several draws of the folds: from one to another the result moves by half a point. */
    private static double accuracy(List<Scored> scored) {
        var random = new Random(1);
        var genuine = new ArrayList<>(scored.stream().filter(Scored::genuine).toList());
        var impostors =
                new ArrayList<>(scored.stream().filter(one -> !one.genuine()).toList());
        return IntStream.range(0, DRAWS)
                .mapToDouble(draw -> {
                    Collections.shuffle(genuine, random);
                    Collections.shuffle(impostors, random);
                    return accuracy(genuine, impostors);
                })
                .average()
                .orElseThrow();
    }

    /** Each fold has as many of both. */
    private static double accuracy(List<Scored> genuine, List<Scored> impostors) {
        return IntStream.range(0, FOLDS)
                .mapToDouble(fold -> {
                    var held = new ArrayList<Scored>();
                    var others = new ArrayList<Scored>();
                    for (var of : List.of(genuine, impostors)) {
                        for (var index = 0; index < of.size(); index++) {
                            (index % FOLDS == fold ? held : others).add(of.get(index));
                        }
                    }
                    return right(held, bestThreshold(others));
                })
                .average()
                .orElseThrow();
    }

    private static double bestThreshold(List<Scored> scored) {
        return scored.stream()
                .map(Scored::cosine)
                .max(Comparator.comparingDouble(threshold -> right(scored, threshold)))
                .orElseThrow();
    }

    private static double right(List<Scored> scored, double threshold) {
        return scored.stream()
                        .filter(one -> one.genuine() == one.cosine() >= threshold)
                        .count()
                / (double) scored.size();
    }

    private record Pair(Path probe, Path reference, boolean genuine) {}

    private record Scored(double cosine, boolean genuine) {}
}
