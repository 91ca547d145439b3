package io.facematch.worker.face;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.facematch.worker.face.model.ModelCatalog;
import io.facematch.worker.face.model.ModelChoice;
import io.facematch.worker.face.model.OnnxModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints how much of the time of a pair is the networks' own: encoded images in memory, one thread. Run by hand, with the
 * same search path as the worker's and a folder of JPEGs; those with one good face are used.
 */
final class EngineSpeed {
    private static final int ROUNDS = 15;
    private static final int PAIRS = 40;

    private EngineSpeed() {}

    public static void main(String[] arguments) throws IOException, TranslateException {
        var catalog = new ModelCatalog(ModelCatalog.searchPath(arguments[0]));
        var files = files(Path.of(arguments[1]));
        var width = Integer.parseInt(arguments[2]);
        var height = Integer.parseInt(arguments[3]);
        for (var embedder : Arrays.asList(arguments).subList(4, arguments.length)) {
            measure(catalog, embedder, files, width, height);
        }
    }

    /** Alternates between the two, so that other work on the machine slows both down alike; the median of the rounds. */
    private static void measure(ModelCatalog catalog, String embedder, List<byte[]> files, int width, int height)
            throws TranslateException {
        var choice = new ModelChoice(
                embedder, embedder.startsWith("starter") ? "starter-detector" : "yunet-s-dynamic", false);
        var selection = catalog.select(choice);
        var size = selection.embedder().card().embedderContract().size();
        try (var engine = FaceEngine.open(catalog, choice, FaceSettings.DEFAULTS);
                var verifier = engine.newVerifier();
                var detectorModel = OnnxModel.load(selection.detector());
                var embedderModel = OnnxModel.load(selection.embedder());
                var detector = detectorModel.newPredictor(new Constant(width, height));
                var embed = embedderModel.newPredictor(new Constant(size, size))) {
            var portraits = files.stream()
                    .filter(file -> verifier.verify(file, file) instanceof Verification.Compared both
                            && both.probe().facesFound() == 1)
                    .toList();
            var networks = new double[ROUNDS];
            var whole = new double[ROUNDS];
            for (var round = -3; round < ROUNDS; round++) {
                var network = networks(detector, embed);
                var all = engine(verifier, portraits);
                if (round >= 0) {
                    networks[round] = network;
                    whole[round] = all;
                }
            }
            Arrays.sort(networks);
            Arrays.sort(whole);
            System.out.printf(
                    "%s: networks %.2f ms per pair, engine %.2f ms per pair, speed of the engine against the networks %.2f%n",
                    embedder, networks[ROUNDS / 2], whole[ROUNDS / 2], networks[ROUNDS / 2] / whole[ROUNDS / 2]);
        }
    }

    private static double networks(Predictor<Long, Long> detector, Predictor<Long, Long> embedder)
            throws TranslateException {
        var start = System.nanoTime();
        for (var pair = 0; pair < 2 * PAIRS; pair++) {
            detector.predict(0L);
            embedder.predict(0L);
        }
        return (System.nanoTime() - start) / 1e6 / PAIRS;
    }

    private static double engine(FaceVerifier verifier, List<byte[]> files) {
        var start = System.nanoTime();
        for (var pair = 0; pair < PAIRS; pair++) {
            verifier.verify(files.get(2 * pair % files.size()), files.get((2 * pair + 1) % files.size()));
        }
        return (System.nanoTime() - start) / 1e6 / PAIRS;
    }

    private static List<byte[]> files(Path folder) throws IOException {
        var files = new ArrayList<byte[]>();
        try (var paths = Files.list(folder)) {
            for (var path : paths.filter(path -> path.toString().endsWith(".jpg"))
                    .filter(path -> !path.getFileName().toString().startsWith("fixture"))
                    .sorted()
                    .limit(2 * PAIRS)
                    .toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        return files;
    }

    /** Feeds a network with the same numbers again and again. */
    private static final class Constant implements NoBatchifyTranslator<Long, Long> {
        private final Shape shape;
        private final FloatBuffer values;

        Constant(int width, int height) {
            this.shape = new Shape(1, 3, height, width);
            this.values = ByteBuffer.allocateDirect(3 * width * height * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (var at = 0; at < values.capacity(); at++) {
                values.put(at, at % 199);
            }
        }

        @Override
        public NDList processInput(TranslatorContext context, Long input) {
            return new NDList(context.getNDManager().create(values, shape));
        }

        @Override
        public Long processOutput(TranslatorContext context, NDList list) {
            return (long) list.head().toFloatArray().length;
        }
    }
}
