package io.facematch.worker.face.detection;

import io.facematch.model.DetectorContract;
import io.facematch.model.DetectorContract.Pass;
import io.facematch.worker.face.image.FaceImage;
import io.facematch.worker.face.model.OnnxModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for faces in the cheapest way first and goes on until one is found: as is, larger for small faces, with a border
 * for faces that fill the frame, turned for photos on their side. Belongs to one thread.
 */
public final class DetectionLadder implements AutoCloseable {
    private static final double BORDER = 0.3;

    /** A face lower than this many pixels on the canvas is looked at again on a larger one: its points are rough. */
    private static final double SMALL_FACE = 36;

    /** Below this detector confidence a face may be one on its side, with its landmarks in the wrong places. */
    private static final double SURE = 0.75;

    private static final double CLEARLY_BETTER = 0.05;

    private final FaceDetector detector;
    private final List<Pass> passes;
    private final int maxFaces;

    public DetectionLadder(OnnxModel model, DetectorContract contract, int maxFaces) {
        this.detector = new FaceDetector(model, contract);
        this.passes = contract.passes();
        this.maxFaces = maxFaces;
    }

    public Detection detect(FaceImage image) {
        var upright = new Detection(upright(image), 0, 0);
        if (confidence(upright) >= SURE) {
            return selected(upright);
        }
        if (upright.faces().isEmpty()) {
            var bordered = new Detection(detector.detect(image, new Attempt(passes.getFirst(), BORDER, 0)), 0, BORDER);
            if (!bordered.faces().isEmpty()) {
                return selected(bordered);
            }
        }
        var turned = turned(image);
        return selected(confidence(turned) > confidence(upright) + CLEARLY_BETTER ? turned : upright);
    }

    private List<DetectedFace> upright(FaceImage image) {
        var first = passes.getFirst();
        var found = detector.detect(image, new Attempt(first, 0, 0));
        // Enlarging the image itself would show nothing new.
        var canComeCloser = passes.size() > 1 && Math.max(image.width(), image.height()) > first.size();
        if (!canComeCloser || hasLargeFace(found, image, first)) {
            return found;
        }
        var closer = detector.detect(image, new Attempt(passes.getLast(), 0, 0));
        return closer.isEmpty() ? found : closer;
    }

    private Detection turned(FaceImage image) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(turns ->
                        new Detection(detector.detect(image, new Attempt(passes.getFirst(), 0, turns)), 90 * turns, 0))
                .max(Comparator.comparingDouble(DetectionLadder::confidence))
                .orElseThrow();
    }

    private Detection selected(Detection found) {
        return new Detection(
                FaceSelection.select(found.faces(), maxFaces),
                found.faces().isEmpty() ? 0 : found.rotation(),
                found.padding());
    }

    /** Of the surest face, 0 when there is none. */
    private static double confidence(Detection detection) {
        return detection.faces().stream()
                .mapToDouble(DetectedFace::confidence)
                .max()
                .orElse(0);
    }

    private static boolean hasLargeFace(List<DetectedFace> faces, FaceImage image, Pass pass) {
        var scale = pass.size() / (double) Math.max(image.width(), image.height());
        return faces.stream().anyMatch(face -> face.box().height() * scale >= SMALL_FACE);
    }

    @Override
    public void close() {
        detector.close();
    }
}
