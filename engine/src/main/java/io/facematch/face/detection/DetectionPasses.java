package io.facematch.face.detection;

import io.facematch.card.DetectorContract;
import io.facematch.card.DetectorContract.Pass;
import io.facematch.face.detector.FaceDetector;
import io.facematch.face.detector.Framing;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for faces in the cheapest way first and goes on until one is surely found: as is, larger for small faces, with a
 * border for faces that fill the frame; then all of that again for photos on their side or upside down. Belongs to one
 * thread.
 */
public final class DetectionPasses implements AutoCloseable {
    private static final double BORDER = 0.3;

    /** A face smaller than this many pixels on the canvas is looked at again on a larger one: its points are rough. */
    private static final double SMALL_FACE = 36;

    /** Certainty that of a thousand faces upside down two reach. Few upright ones don't, and cost one more look. */
    private static final double NOT_UPSIDE_DOWN = 0.88;

    /** Certainty that of a thousand faces on their side one or two reach, and all upright ones but the worst. */
    private static final double NOT_SIDEWAYS = 0.86;

    /** What is only found with the photo turned must be at least this certain: most photos are upright. */
    private static final double FOUND_TURNED = 0.8;

    /** By how much a later rung must be more certain. */
    private static final double CLEARLY = 0.03;

    /** Canvas on which a glance tells whether a large face stands upright, at a third of the cost of a look or less. */
    private static final int GLANCE_SIZE = 160;

    /**
     * By how much less certain the face of a photo that lay or hung may look once it is turned upright and shrunk. On 5,600
     * such photos it was 0.033 at most; most upright ones, turned away, fall further behind.
     */
    private static final double GLANCE_MARGIN = 0.05;

    private final FaceDetector detector;
    private final List<Pass> passes;
    private final Pass glance;
    private final int maxFaces;

    public DetectionPasses(OnnxModel model, DetectorContract contract, int maxFaces) {
        this.detector = new FaceDetector(model, contract);
        this.passes = contract.passes();
        this.glance = contract.fixedSize()
                ? passes.getFirst()
                : new Pass(GLANCE_SIZE, passes.getFirst().minConfidence());
        this.maxFaces = maxFaces;
    }

    public Detection detect(FaceImage image) {
        var asGiven = climb(image, 0);
        var best = turnsWorthALook(asGiven.certainty())
                .filter(turns -> mayStandUpright(image, asGiven, turns))
                .mapToObj(turns -> climb(image, turns))
                .max(Comparator.comparingDouble(Detection::certainty))
                .filter(turned -> turned.certainty() >= FOUND_TURNED)
                .map(turned -> better(asGiven, turned))
                .orElse(asGiven);
        return new Detection(FaceSelection.select(best.faces(), maxFaces), best.rotation(), best.padding());
    }

    /** One look for most photos. */
    private Detection climb(FaceImage image, int quarterTurns) {
        var first = passes.getFirst();
        var best = look(image, new Framing(first, 0, quarterTurns));
        if (canComeCloser(image) && !hasLargeFace(best, image, first)) {
            var closer = look(image, new Framing(passes.getLast(), 0, quarterTurns));
            best = closer.faces().isEmpty() ? best : closer;
        }
        return best.certainty() >= NOT_SIDEWAYS
                ? best
                : better(best, look(image, new Framing(first, BORDER, quarterTurns)));
    }

    private static IntStream turnsWorthALook(double certainty) {
        if (certainty >= NOT_UPSIDE_DOWN) {
            return IntStream.empty();
        }
        return certainty >= NOT_SIDEWAYS ? IntStream.of(2) : IntStream.rangeClosed(1, 3);
    }

    /** Whether the photo turned by this may show its face upright, when as given it shows it as that. */
    private boolean mayStandUpright(FaceImage image, Detection asGiven, int quarterTurns) {
        if (!hasLargeFace(asGiven, image, glance)) {
            return true;
        }
        var glimpse = look(image, new Framing(glance, asGiven.padding(), quarterTurns));
        return glimpse.certainty() >= asGiven.certainty() - GLANCE_MARGIN;
    }

    private static Detection better(Detection earlier, Detection later) {
        return later.certainty() > earlier.certainty() + CLEARLY ? later : earlier;
    }

    private Detection look(FaceImage image, Framing framing) {
        var faces = detector.detect(image, framing);
        return faces.isEmpty()
                ? Detection.NOTHING
                : new Detection(faces, 90 * framing.quarterTurns(), framing.border());
    }

    /** Enlarging the image itself would show nothing new. */
    private boolean canComeCloser(FaceImage image) {
        return passes.size() > 1 && image.longerSide() > passes.getFirst().size();
    }

    private static boolean hasLargeFace(Detection found, FaceImage image, Pass pass) {
        var scale = pass.size() / (double) image.longerSide();
        return found.faces().stream().anyMatch(face -> face.box().longerSide() * scale >= SMALL_FACE);
    }

    @Override
    public void close() {
        detector.close();
    }
}
