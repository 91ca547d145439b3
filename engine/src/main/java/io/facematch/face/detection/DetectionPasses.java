package io.facematch.face.detection;

import io.facematch.card.DetectorContract;
import io.facematch.card.DetectorContract.Pass;
import io.facematch.face.detector.CloseUp;
import io.facematch.face.detector.DetectedFace;
import io.facematch.face.detector.FaceDetector;
import io.facematch.face.detector.Framing;
import io.facematch.face.detector.Look;
import io.facematch.face.detector.LookObserver;
import io.facematch.face.geometry.Point;
import io.facematch.face.image.FaceImage;
import io.facematch.face.network.OnnxModel;
import io.facematch.face.tuning.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds all faces of a photo that are large enough to compare, and their landmarks. Looks in the cheapest way first: at
 * the photo as it is, larger where small faces may be, closely at tilted and doubtful ones; only where no face is surely
 * found also with a border, on its side and upside down; turned once more where the largest face lies askew. Most photos
 * need only the first look. Belongs to one thread.
 */
public final class DetectionPasses implements AutoCloseable {
    private static final int CANVAS_STEP = 32;

    private final FaceDetector detector;
    private final boolean fixedSize;
    private final Pass first;
    private final Pass last;
    private final Levelling levelling;
    private final HintedFaces hintedFaces;
    private final int maxFaces;

    public DetectionPasses(OnnxModel model, DetectorContract contract, int maxFaces, LookObserver observer) {
        this.detector = new FaceDetector(model, contract, observer);
        this.fixedSize = contract.fixedSize();
        this.first = contract.passes().getFirst();
        this.last = contract.passes().getLast();
        var closerLooks = new CloserLooks(
                detector,
                fixedSize ? first.size() : Tuning.CLOSE_UP_SIZE,
                fixedSize ? first.size() : Tuning.QUICK_LOOK_SIZE);
        this.levelling = new Levelling(closerLooks);
        this.hintedFaces = new HintedFaces(closerLooks, levelling);
        this.maxFaces = maxFaces;
    }

    /** The faces to compare, largest first; empty when there is none. */
    public List<DetectedFace> detect(FaceImage image) {
        var found = faces(image, 0);
        if (!found.areSure()) {
            levelled(image, look(image, Tuning.BORDER, 0).faces()).faces().forEach(found::add);
        }
        for (var quarterTurns = 1; quarterTurns < 4 && !found.areSure(); quarterTurns++) {
            addTurned(found, faces(image, quarterTurns).faces());
        }
        for (var quarterTurns = 1; quarterTurns < 4 && !found.areSure(); quarterTurns++) {
            addTurned(
                    found,
                    levelled(image, look(image, Tuning.BORDER, quarterTurns).faces())
                            .faces());
        }
        for (var turn = 45; turn < 360 && !found.areSure(); turn += 90) {
            addTurned(found, levelled(image, askew(image, turn).faces()).faces());
        }
        found = asIfUpright(image, found);
        addThoseBeside(image, found);
        return FaceSelection.select(found.faces(), maxFaces);
    }

    /**
     * When the largest face lies on its side or upside down, the photo is turned and looked at again: then all of its faces
     * are found, and their landmarks are those that an upright photo would have given.
     */
    private FoundFaces asIfUpright(FaceImage image, FoundFaces found) {
        var quarterTurns = found.quarterTurns();
        if (quarterTurns == 0) {
            return found;
        }
        var turned = faces(image, quarterTurns);
        addTurned(turned, found.faces());
        return turned;
    }

    /** When the largest face lies askew, so do most of those beside it, and the looks up to here may have missed them. */
    private void addThoseBeside(FaceImage image, FoundFaces found) {
        var roll = found.roll();
        if (Math.abs(Math.IEEEremainder(roll, 90)) > Tuning.ROLLED) {
            levelled(image, askew(image, -roll).faces()).faces().forEach(found::add);
        }
    }

    /** A detector sees faces where there are none more often in photos that are not upright. */
    private static void addTurned(FoundFaces found, List<DetectedFace> faces) {
        faces.stream().filter(face -> face.certainty() >= Tuning.FOUND_TURNED).forEach(found::add);
    }

    /** All faces that the photo shows when it is turned by so much. */
    private FoundFaces faces(FaceImage image, int quarterTurns) {
        var seen = new FoundFaces();
        var hints = new ArrayList<DetectedFace>();
        var asItIs = look(image, 0, quarterTurns);
        take(image, asItIs, seen::add, hints);
        if (isWorthEnlarging(image, asItIs)) {
            enlarged(image, quarterTurns)
                    .forEach(look -> take(image, look, face -> seen.addEnlarged(face, hints), hints));
        }
        var found = levelled(image, seen.faces());
        hintedFaces.addTo(found, image, hints);
        return found;
    }

    /** What is small for the photo is rarely a face: it has to be seen closely. */
    private static void take(FaceImage image, Look look, Consumer<DetectedFace> taker, List<DetectedFace> hints) {
        for (var face : look.faces()) {
            if (face.box().longerSide() >= Tuning.LEAST_FACE * image.longerSide()) {
                taker.accept(face);
            } else {
                hints.add(face);
            }
        }
        hints.addAll(look.hints());
        hints.removeIf(hint -> hint.box().longerSide() < Tuning.SMALLEST_FACE);
    }

    private boolean isWorthEnlarging(FaceImage image, Look look) {
        return image.longerSide() > Tuning.LARGE_PHOTO
                || (image.longerSide() > first.size()
                        && look.faces().stream()
                                .noneMatch(face -> face.sighting().size() >= Tuning.SMALL_FACE));
    }

    /** The whole photo on a larger canvas, or on several where the detector has but one size. */
    private Stream<Look> enlarged(FaceImage image, int quarterTurns) {
        if (!fixedSize) {
            var size = Math.clamp(
                    multiple(image.longerSide() / (double) Tuning.MUCH_SHRUNK), last.size(), Tuning.LARGEST_LOOK);
            return Stream.of(
                    detector.detect(image, new Framing(new Pass(size, last.minConfidence()), 0, quarterTurns)));
        }
        var span = image.longerSide() > Tuning.MUCH_SHRUNK * first.size()
                ? Tuning.MUCH_SHRUNK * first.size()
                : first.size();
        return places(image.width(), span)
                .boxed()
                .flatMap(x -> places(image.height(), span).mapToObj(y -> new Point(x, y)))
                .map(centre -> detector.detect(image, new CloseUp(centre, span, 90.0 * quarterTurns, first.size())));
    }

    /** Centres of parts of this span that overlap and cover a side. */
    private static DoubleStream places(int side, double span) {
        var count = (int) Math.max(1, Math.ceil((side - span) / (span * Tuning.STEP)) + 1);
        return IntStream.range(0, count)
                .mapToDouble(at -> count == 1 ? side / 2.0 : span / 2 + at * (side - span) / (count - 1));
    }

    private static int multiple(double length) {
        return (int) Math.ceil(length / CANVAS_STEP) * CANVAS_STEP;
    }

    private FoundFaces levelled(FaceImage image, List<DetectedFace> faces) {
        var found = new FoundFaces();
        FaceSelection.select(faces, maxFaces).stream()
                .sorted(Comparator.comparingDouble(DetectedFace::certainty).reversed())
                .forEach(face -> found.add(
                        found.haveSureUprightLargerThan(face)
                                ? levelling.levelBesideUpright(image, face)
                                : levelling.level(image, face)));
        return found;
    }

    private Look look(FaceImage image, double border, int quarterTurns) {
        return detector.detect(image, new Framing(first, border, quarterTurns));
    }

    /** All of the photo, turned by any angle. */
    private Look askew(FaceImage image, double turn) {
        var centre = new Point((image.width() - 1) / 2.0, (image.height() - 1) / 2.0);
        var diagonal = Math.hypot(image.width(), image.height());
        return detector.detect(image, new CloseUp(centre, diagonal, turn, first.size()));
    }

    @Override
    public void close() {
        detector.close();
    }
}
