package io.facematch.worker.face;

import io.facematch.worker.face.alignment.AlignmentTemplate;
import io.facematch.worker.face.alignment.FaceAligner;
import io.facematch.worker.face.detection.BoundingBox;
import io.facematch.worker.face.detection.DetectionLadder;
import io.facematch.worker.face.embedding.Embedding;
import io.facematch.worker.face.embedding.FaceEmbedder;
import io.facematch.worker.face.image.Decoding;
import io.facematch.worker.face.image.FaceImage;
import io.facematch.worker.face.image.ImageDecoder;
import io.facematch.worker.face.image.ImageLimits;
import io.facematch.worker.face.model.ModelCatalog;
import io.facematch.worker.face.model.ModelChoice;
import io.facematch.worker.face.model.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Measures the points of a model card: the cosine at each false match rate, over all pairs of different persons of an LFW
 * people list, with the face nearest to the middle of each image and no quality floor. Run by hand with the ids of
 * embedder and detector, a search path, the people list and the folder of its images.
 */
final class CalibrationMeasurement {
    private static final int BINS = 200_000;

    private final List<Embedding> embeddings = new ArrayList<>();
    private final List<Integer> persons = new ArrayList<>();
    private final long[] impostors = new long[BINS + 1];
    private final long[] genuine = new long[BINS + 1];

    private CalibrationMeasurement() {}

    public static void main(String[] arguments) throws IOException {
        var choice = new ModelChoice(arguments[0], arguments[1], false);
        var catalog = new ModelCatalog(ModelCatalog.searchPath(arguments[2]));
        var measurement = new CalibrationMeasurement();
        measurement.embed(catalog, choice, Path.of(arguments[3]), Path.of(arguments[4]));
        measurement.compareAll();
        measurement.print(choice);
    }

    private void embed(ModelCatalog catalog, ModelChoice choice, Path people, Path images) throws IOException {
        var selection = catalog.select(choice);
        var embedderContract = selection.embedder().card().embedderContract();
        var aligner = new FaceAligner(AlignmentTemplate.of(embedderContract));
        var decoder = new ImageDecoder(ImageLimits.DEFAULTS);
        try (var detectorModel = OnnxModel.load(selection.detector());
                var embedderModel = OnnxModel.load(selection.embedder());
                var detector = new DetectionLadder(
                        detectorModel, selection.detector().card().detectorContract(), 10);
                var embedder = new FaceEmbedder(embedderModel, embedderContract)) {
            var person = 0;
            for (var line : Files.readAllLines(people)) {
                var columns = line.split("\t", -1);
                person++;
                for (var number = 1; columns.length == 2 && number <= Integer.parseInt(columns[1]); number++) {
                    var file = Files.readAllBytes(images.resolve("%s_%04d.jpg".formatted(columns[0], number)));
                    if (decoder.decode(file) instanceof Decoding.Decoded decoded) {
                        embed(decoded.image(), detector, aligner, embedder, person);
                    }
                }
            }
        }
    }

    private void embed(
            FaceImage image, DetectionLadder detector, FaceAligner aligner, FaceEmbedder embedder, int person) {
        try (image) {
            detector.detect(image).faces().stream()
                    .min(Comparator.comparingDouble(face -> offCentre(face.box(), image)))
                    .ifPresent(face -> {
                        try (var crop = aligner.align(image, face.landmarks())) {
                            embeddings.add(embedder.embed(crop));
                            persons.add(person);
                        }
                    });
        }
    }

    private static double offCentre(BoundingBox box, FaceImage image) {
        return Math.hypot(
                box.x() + box.width() / 2 - image.width() / 2.0, box.y() + box.height() / 2 - image.height() / 2.0);
    }

    private void compareAll() {
        for (var one = 0; one < embeddings.size(); one++) {
            for (var other = one + 1; other < embeddings.size(); other++) {
                var bin = (int) ((embeddings.get(one).cosine(embeddings.get(other)) + 1) / 2 * BINS);
                var same = persons.get(one).equals(persons.get(other));
                (same ? genuine : impostors)[bin]++;
            }
        }
    }

    private void print(ModelChoice choice) {
        var impostorPairs = sumFrom(impostors, 0);
        var genuinePairs = sumFrom(genuine, 0);
        System.out.printf(
                "%s with %s: %,d images, %,d pairs of different persons, %,d of the same%n",
                choice.embedder(), choice.detector(), embeddings.size(), impostorPairs, genuinePairs);
        for (var falseMatchRate : new double[] {1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
            var bin = BINS + 1;
            for (var above = 0L; above <= falseMatchRate * impostorPairs; above += impostors[bin]) {
                bin--;
            }
            System.out.printf(
                    "FMR %.0e: cosine %.3f, %.4f of the same-person pairs pass%n",
                    falseMatchRate, 2.0 * (bin + 1) / BINS - 1, sumFrom(genuine, bin + 1) / (double) genuinePairs);
        }
    }

    private static long sumFrom(long[] counts, int bin) {
        var sum = 0L;
        for (var at = bin; at < counts.length; at++) {
            sum += counts[at];
        }
        return sum;
    }
}
