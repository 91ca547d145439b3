package io.facematch.face.detector;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.facematch.card.DetectorContract;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import io.facematch.face.tuning.Tuning;
import java.util.List;

/** Runs the detector network on one view of an image. Belongs to one thread. */
public final class FaceDetector implements AutoCloseable {
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
                    .map(surest -> WeightedLandmarks.of(surest, candidates, minConfidence, contract.consensus())
                            .map(canvas::toImage))
                    .filter(face -> face.box().longerSide() >= Tuning.LEAST_FACE * image.longerSide())
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
