package io.facematch.face.detection;

import io.facematch.card.DetectorContract;
import io.facematch.card.DetectorContract.Pass;
import io.facematch.face.detector.FaceDetector;
import io.facematch.face.detector.Framing;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import io.facematch.face.tuning.Tuning;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for faces in the cheapest way first and goes on until one is surely found: the photo as it is, larger for small
 * faces, with a border for faces that fill the frame; then the same for photos on their side or upside down. Most
 * photos need only the first pass. Belongs to one thread.
 */
public final class DetectionPasses implements AutoCloseable {
    private final FaceDetector detector;
    private final List<Pass> passes;
    private final Pass quickLook;
    private final int maxFaces;

    public DetectionPasses(OnnxModel model, DetectorContract contract, int maxFaces) {
        this.detector = new FaceDetector(model, contract);
        this.passes = contract.passes();
        this.quickLook = contract.fixedSize()
                ? passes.getFirst()
                : new Pass(Tuning.QUICK_LOOK_SIZE, passes.getFirst().minConfidence());
        this.maxFaces = maxFaces;
    }

    public Detection detect(FaceImage image) {
        var asGiven = search(image, 0);
        var best = turnsWorthALook(asGiven.certainty())
                .filter(turns -> mayStandUpright(image, asGiven, turns))
                .mapToObj(turns -> search(image, turns))
                .max(Comparator.comparingDouble(Detection::certainty))
                .filter(turned -> turned.certainty() >= Tuning.FOUND_TURNED)
                .map(turned -> better(asGiven, turned))
                .orElse(asGiven);
        return new Detection(FaceSelection.select(best.faces(), maxFaces), best.rotation(), best.padding());
    }

    /** The passes over the photo turned by so much: only one for most photos. */
    private Detection search(FaceImage image, int quarterTurns) {
        var first = passes.getFirst();
        var best = look(image, new Framing(first, 0, quarterTurns));
        if (isShrunk(image) && !hasLargeFace(best, image, first)) {
            var closer = look(image, new Framing(passes.getLast(), 0, quarterTurns));
            best = closer.faces().isEmpty() ? best : closer;
        }
        return best.certainty() >= Tuning.NOT_SIDEWAYS
                ? best
                : better(best, look(image, new Framing(first, Tuning.BORDER, quarterTurns)));
    }

    private static IntStream turnsWorthALook(double certainty) {
        if (certainty >= Tuning.NOT_UPSIDE_DOWN) {
            return IntStream.empty();
        }
        return certainty >= Tuning.NOT_SIDEWAYS ? IntStream.of(2) : IntStream.rangeClosed(1, 3);
    }

    /** Whether a quick look at the photo, turned by so much, may show its face upright. */
    private boolean mayStandUpright(FaceImage image, Detection asGiven, int quarterTurns) {
        if (!hasLargeFace(asGiven, image, quickLook)) {
            return true;
        }
        var turned = look(image, new Framing(quickLook, asGiven.padding(), quarterTurns));
        return turned.certainty() >= asGiven.certainty() - Tuning.QUICK_LOOK_MARGIN;
    }

    private static Detection better(Detection earlier, Detection later) {
        return later.certainty() > earlier.certainty() + Tuning.CLEARLY_BETTER ? later : earlier;
    }

    private Detection look(FaceImage image, Framing framing) {
        var faces = detector.detect(image, framing);
        return faces.isEmpty()
                ? Detection.NOTHING
                : new Detection(faces, 90 * framing.quarterTurns(), framing.border());
    }

    /** Whether a larger canvas shows more details: not when the image itself is smaller. */
    private boolean isShrunk(FaceImage image) {
        return passes.size() > 1 && image.longerSide() > passes.getFirst().size();
    }

    private static boolean hasLargeFace(Detection found, FaceImage image, Pass pass) {
        var scale = pass.size() / (double) image.longerSide();
        return found.faces().stream().anyMatch(face -> face.box().longerSide() * scale >= Tuning.SMALL_FACE);
    }

    @Override
    public void close() {
        detector.close();
    }
}
