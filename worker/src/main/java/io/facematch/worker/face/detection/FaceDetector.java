package io.facematch.worker.face.detection;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.facematch.model.DetectorContract;
import io.facematch.worker.face.image.FaceImage;
import io.facematch.worker.face.model.OnnxModel;
import java.util.List;

/** Shows an image to the detector network once. Belongs to one thread. */
final class FaceDetector implements AutoCloseable {
    /** Lower boxes, as a share of the image's height, are letters and leaves rather than faces. */
    private static final double LEAST_HEIGHT = 0.05;

    private final DetectorContract contract;
    private final Predictor<DetectorTranslator.Input, List<DetectedFace>> predictor;

    FaceDetector(OnnxModel model, DetectorContract contract) {
        this.contract = contract;
        this.predictor = model.newPredictor(new DetectorTranslator(contract));
    }

    /** The faces in pixels of the image, most confident first. */
    List<DetectedFace> detect(FaceImage image, Attempt attempt) {
        try (var canvas = Canvas.of(image, attempt, contract.fixedSize())) {
            var input = new DetectorTranslator.Input(canvas, attempt.pass().minConfidence());
            var faces = Overlap.suppress(predictor.predict(input), contract.maxOverlap());
            return faces.stream()
                    .map(face -> face.map(canvas::toImage))
                    .filter(face -> face.box().height() >= LEAST_HEIGHT * image.height())
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
