package io.facematch.face.detection;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.facematch.card.DetectorContract;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import java.util.List;

/** Shows an image to the detector network once. Belongs to one thread. */
final class FaceDetector implements AutoCloseable {
    /** Smaller boxes, as a share of the image's longer side, are letters and leaves rather than faces. */
    private static final double LEAST_SIZE = 0.04;

    private final DetectorContract contract;
    private final Predictor<DetectorTranslator.Input, List<DetectedFace>> predictor;

    FaceDetector(OnnxModel model, DetectorContract contract) {
        this.contract = contract;
        this.predictor = model.newPredictor(new DetectorTranslator(contract));
    }

    /** The faces in pixels of the image, most confident first. */
    List<DetectedFace> detect(FaceImage image, Attempt attempt) {
        try (var canvas = Canvas.of(image, attempt, contract.fixedSize())) {
            var minConfidence = attempt.pass().minConfidence();
            var candidates = predictor.predict(new DetectorTranslator.Input(canvas, minConfidence));
            return Overlap.suppress(candidates, contract.maxOverlap()).stream()
                    .map(surest -> Consensus.about(surest, candidates, minConfidence, contract.consensus())
                            .map(canvas::toImage))
                    .filter(face -> face.box().longerSide() >= LEAST_SIZE * Canvas.longerSide(image))
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
