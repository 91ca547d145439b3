package io.facematch.face.detector;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.facematch.card.DetectorContract;
import io.facematch.face.image.Excerpt;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import io.facematch.face.tuning.Tuning;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/** Runs the detector network on one view of an image. Belongs to one thread. */
public final class FaceDetector implements AutoCloseable {
    private final DetectorContract contract;
    private final LookObserver observer;
    private final Predictor<DetectorTranslator.Input, List<DetectedFace>> predictor;

    public FaceDetector(OnnxModel model, DetectorContract contract, LookObserver observer) {
        this.contract = contract;
        this.observer = observer;
        this.predictor = model.newPredictor(new DetectorTranslator(contract));
    }

    /** What a look at the whole image shows. */
    public Look detect(FaceImage image, Framing framing) {
        try (var canvas = Canvas.of(image, framing, contract.fixedSize())) {
            var shown = look(canvas.pixels(), framing.pass().minConfidence());
            observer.looked(framing, canvas.pixels(), shown);
            return shown.map(face -> face.map(canvas::toImage).seen(90.0 * framing.quarterTurns(), framing.border()));
        }
    }

    /** What a look at one place of the image shows, and around it. */
    public Look detect(FaceImage image, CloseUp closeUp) {
        var transform = closeUp.transform();
        try (var pixels = Excerpt.draw(image, transform, closeUp.canvas())) {
            var shown = look(pixels, contract.passes().getFirst().minConfidence());
            observer.looked(closeUp, pixels, shown);
            return shown.map(face -> face.before(transform).seen(closeUp.turn(), 0));
        }
    }

    /** In pixels of the canvas. */
    private Look look(Mat canvas, double minConfidence) {
        var candidates = candidates(canvas, Math.min(minConfidence, Tuning.HINT));
        var best = NonMaximumSuppression.suppress(candidates, contract.maxOverlap());
        return new Look(
                best.stream()
                        .filter(face -> face.confidence() >= minConfidence)
                        .map(face -> WeightedLandmarks.of(face, candidates, minConfidence, contract.consensus()))
                        .toList(),
                best.stream().filter(face -> face.confidence() < minConfidence).toList());
    }

    private List<DetectedFace> candidates(Mat canvas, double minConfidence) {
        try {
            return predictor.predict(new DetectorTranslator.Input(canvas, minConfidence));
        } catch (TranslateException defect) {
            throw new IllegalStateException("the detector failed", defect);
        }
    }

    @Override
    public void close() {
        predictor.close();
    }
}
