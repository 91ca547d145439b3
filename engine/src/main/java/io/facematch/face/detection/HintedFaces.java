package io.facematch.face.detection;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.image.FaceImage;
import io.facematch.face.tuning.Tuning;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds faces at places where a look was not sure of any. */
final class HintedFaces {
    private final CloserLooks looks;
    private final Levelling levelling;

    HintedFaces(CloserLooks looks, Levelling levelling) {
        this.looks = looks;
        this.levelling = levelling;
    }

    /** Adds what closer looks surely show at the likeliest places. */
    void addTo(FoundFaces found, FaceImage image, List<DetectedFace> hints) {
        hints.stream()
                .filter(hint -> !found.show(hint))
                .sorted(Comparator.comparingDouble(DetectedFace::confidence).reversed())
                .limit(Tuning.HINTS)
                .map(hint ->
                        found.haveNoneAsLargeAs(hint) ? confirmedFromAllSides(image, hint) : confirmed(image, hint))
                .flatMap(Optional::stream)
                .forEach(found::add);
    }

    /**
     * The face, if any, that a closer look surely shows at this place. What looks like a poor face may be a good one that lies
     * on its side.
     */
    private Optional<DetectedFace> confirmed(FaceImage image, DetectedFace hint) {
        var asSeen = lookAtHint(image, hint, 0);
        if (asSeen.filter(HintedFaces::isConfirmed).isPresent()) {
            return asSeen.map(face -> levelling.levelBesideUpright(image, face));
        }
        return isCutOff(image, hint)
                ? Optional.empty()
                : surelyShown(image, Stream.concat(asSeen.stream(), looksAtHint(image, hint, 1)));
    }

    /** The same for a place where a face may lie on its side. */
    private Optional<DetectedFace> confirmedFromAllSides(FaceImage image, DetectedFace hint) {
        return surelyShown(image, looksAtHint(image, hint, 0));
    }

    /** Half of the hints are somebody at the edge of the photo, of whom no side would show more. */
    private static boolean isCutOff(FaceImage image, DetectedFace hint) {
        var box = hint.box();
        var toEdge = DoubleStream.of(
                        box.x(),
                        box.y(),
                        image.width() - box.bottomRight().x(),
                        image.height() - box.bottomRight().y())
                .min()
                .orElseThrow();
        return toEdge < Tuning.CUT_OFF * box.longerSide();
    }

    private Optional<DetectedFace> surelyShown(FaceImage image, Stream<DetectedFace> looks) {
        return looks.max(Comparator.comparingDouble(DetectedFace::certainty))
                .filter(HintedFaces::isConfirmed)
                .map(face -> levelling.level(image, face));
    }

    /** From its four sides, or those that follow the first ones. */
    private Stream<DetectedFace> looksAtHint(FaceImage image, DetectedFace hint, int firstQuarter) {
        return IntStream.range(firstQuarter, 4)
                .mapToObj(quarters -> lookAtHint(image, hint, quarters))
                .flatMap(Optional::stream);
    }

    private Optional<DetectedFace> lookAtHint(FaceImage image, DetectedFace hint, int quarters) {
        return looks.quicklyAsItIs(
                image, hint, 90.0 * quarters + hint.sighting().turn());
    }

    /** Whether it is certain enough for a face that only closer looks show. */
    static boolean isConfirmed(DetectedFace face) {
        return face.certainty() >= Tuning.CONFIRMED;
    }
}
