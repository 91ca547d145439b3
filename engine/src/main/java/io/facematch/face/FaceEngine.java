package io.facematch.face;

import io.facematch.face.alignment.AlignmentTemplate;
import io.facematch.face.alignment.FaceAligner;
import io.facematch.face.decoding.ImageDecoder;
import io.facematch.face.detection.DetectionPasses;
import io.facematch.face.embedding.FaceEmbedder;
import io.facematch.face.image.NativeImaging;
import io.facematch.face.network.BareNetworks;
import io.facematch.face.network.ModelCatalog;
import io.facematch.face.network.ModelChoice;
import io.facematch.face.network.ModelSelection;
import io.facematch.face.network.OnnxModel;
import io.facematch.face.quality.QualityMeter;
import io.facematch.face.trace.ExtractionObserver;
import io.facematch.face.trace.PhotoTracer;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds the verified models, loaded once and shared by all verifiers. Thread-safe; close it after its verifiers.
 */
public final class FaceEngine implements AutoCloseable {
    private final ModelSelection selection;
    private final FaceSettings settings;
    private final OnnxModel detector;
    private final OnnxModel embedder;

    private FaceEngine(ModelSelection selection, FaceSettings settings, OnnxModel detector, OnnxModel embedder) {
        this.selection = selection;
        this.settings = settings;
        this.detector = detector;
        this.embedder = embedder;
    }

    /**
     * Chooses, verifies and loads the models and runs each once.
     *
     * @throws io.facematch.face.network.UnusableModelException if that is not possible; the process should end
     */
    public static FaceEngine open(ModelCatalog catalog, ModelChoice choice, FaceSettings settings) {
        return open(catalog.select(choice), settings);
    }

    /**
     * Opens an engine with the best models that lie in these folders, else with the built-in ones, and the default
     * settings.
     *
     * @throws io.facematch.face.network.UnusableModelException if a model file is damaged
     */
    public static FaceEngine open(Path... modelFolders) {
        return open(new ModelCatalog(List.of(modelFolders)), ModelChoice.BEST_PRESENT, FaceSettings.DEFAULTS);
    }

    /**
     * Opens an engine with models that are chosen already. Without a calibration the engine extracts, but does not
     * verify.
     *
     * @throws io.facematch.face.network.UnusableModelException if they can't be loaded
     */
    public static FaceEngine open(ModelSelection selection, FaceSettings settings) {
        NativeImaging.prepare();
        var detector = OnnxModel.load(selection.detector());
        try {
            var engine = new FaceEngine(selection, settings, detector, OnnxModel.load(selection.embedder()));
            engine.warmUp();
            return engine;
        } catch (RuntimeException failed) {
            detector.close();
            throw failed;
        }
    }

    /** A verifier for one thread; its owner closes it. */
    public FaceVerifier newVerifier() {
        var calibration = selection.calibration();
        return new FaceVerifier(new SequentialExtractor(newExtractor()), calibration);
    }

    /** A verifier with a second thread of its own, for pairs whose client waits. It gives the same similarities. */
    public FaceVerifier newParallelVerifier() {
        var calibration = selection.calibration();
        return new FaceVerifier(new ParallelExtractor(newExtractor(), newExtractor()), calibration);
    }

    /** An extractor for one thread; its owner closes it. */
    public FaceExtractor newExtractor() {
        return newExtractor(new ImageDecoder(settings.limits(), settings.budget()));
    }

    /** A tracer for one thread; its owner closes it. It takes the way of a verifier, and keeps pictures of it. */
    public FaceTracer newTracer() {
        var detecting = selection.detector().card().detectorContract();
        var tracer = new PhotoTracer(detecting.passes().getFirst().size());
        var decoder = new ImageDecoder(settings.limits(), settings.budget());
        return new FaceTracer(newExtractor(decoder, tracer), tracer, selection.calibration());
    }

    FaceExtractor newExtractor(ImageDecoder decoder) {
        return newExtractor(decoder, ExtractionObserver.NONE);
    }

    private FaceExtractor newExtractor(ImageDecoder decoder, ExtractionObserver observer) {
        var contract = selection.embedder().card().embedderContract();
        return new FaceExtractor(
                decoder,
                new DetectionPasses(
                        detector, selection.detector().card().detectorContract(), settings.maxFaces(), observer),
                new QualityMeter(),
                settings.minQuality(),
                new FaceAligner(AlignmentTemplate.of(contract)),
                new FaceEmbedder(embedder, contract),
                observer);
    }

    /** The networks alone, for one thread; their owner closes them. */
    public BareNetworks newBareNetworks() {
        return new BareNetworks(selection, detector, embedder);
    }

    public ModelsInUse models() {
        return ModelsInUse.of(selection);
    }

    @Override
    public void close() {
        embedder.close();
        detector.close();
    }

    private void warmUp() {
        try (var extractor = newExtractor()) {
            extractor.warmUp();
        }
    }
}
