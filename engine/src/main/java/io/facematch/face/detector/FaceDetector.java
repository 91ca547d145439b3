package io.facematch.face.detector;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.facematch.card.DetectorContract;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import java.util.List;

/** Shows an image to the detector network once. Belongs to one thread. */
public final class FaceDetector implements AutoCloseable {
    /** Smaller boxes, as a share of the image's longer side, are letters and leaves rather than faces. */
    private static final double LEAST_SIZE = 0.04;

    private final DetectorContract contract;
    private final Predictor<DetectorTranslator.Input, List<DetectedFace>> predictor;

    public FaceDetector(OnnxModel model, DetectorContract contract) {
        this.contract = contract;
        this.predictor = model.newPredictor(new DetectorTranslator(contract));
    }

    /** The faces in pixels of the image, most confident first. */
    public List<DetectedFace> detect(FaceImage image, Framing framing) {
        try (var canvas = Canvas.of(image, framing, contract.fixedSize())) {
            var minConfidence = framing.pass().minConfidence();
            var candidates = predictor.predict(new DetectorTranslator.Input(canvas, minConfidence));
            return NonMaximumSuppression.suppress(candidates, contract.maxOverlap()).stream()
                    .map(surest -> WeightedLandmarks.about(surest, candidates, minConfidence, contract.consensus())
                            .map(canvas::toImage))
                    .filter(face -> face.box().longerSide() >= LEAST_SIZE * image.longerSide())
                    .toList();
        } catch (TranslateException defect) {
            throw new IllegalStateException("the detector failed", defect);
        }
    }

    @Override
    public void close() {
        predictor.close();
    }
}
