package io.facematch.face.detection;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.image.FaceImage;
import io.facematch.face.tuning.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks at a tilted or doubtful face again, closely and turned upright, until two looks agree how it is tilted. A
 * detector puts the landmarks of a tilted face nearer to upright than they are, and of one on its side anywhere.
 */
final class Levelling {
    private static final int[] UPSIDE_DOWN = {180};
    private static final int[] TURNED = {180, 90, 270};
    private static final int[] DOWN = {180, 135, 225};
    private static final int[] UP_OR_DOWN = {0, 135, 180, 225};
    private static final int[] BETWEEN = {45, 90, 270, 315};
    private static final int[] QUARTERS = {0, 90, 180, 270};

    private final CloserLooks looks;

    Levelling(CloserLooks looks) {
        this.looks = looks;
    }

    /** The same face with the landmarks that can be believed; the given one where no closer look is needed. */
    DetectedFace level(FaceImage image, DetectedFace face) {
        if (isTooSmall(face) || (isLevel(face) && (isSeenUpright(face) || looksUpright(image, face)))) {
            return face;
        }
        var agreed = looks.settled(image, face);
        if (agreed.filter(Levelling::isSurelyUpright).isPresent()) {
            return agreed.orElseThrow();
        }
        var asSeen = asSeen(face, agreed);
        var base = asSeen.orElse(face);
        var sides = sides(image, base);
        return asSeen.isPresent() && sides.getFirst().isUp()
                ? base
                : surest(image, base, asSeen, sides.subList(0, Tuning.SIDES));
    }

    /**
     * The same for a face of a photo in which a larger one surely is upright: most such faces are upright too, and out of
     * focus or half hidden.
     */
    DetectedFace levelBesideUpright(FaceImage image, DetectedFace face) {
        var looksLevel = isLevel(face) || isNearlyLevel(face);
        return isTooSmall(face) || (looksLevel && (isNotSideways(face) || looksWorseTurned(image, face)))
                ? face
                : levelFromFourSides(image, face);
    }

    /** With fewer looks than a face that the photo may be of. */
    private DetectedFace levelFromFourSides(FaceImage image, DetectedFace face) {
        var agreed = looks.settled(image, face);
        if (agreed.filter(Levelling::isSurelyUpright).isPresent()) {
            return agreed.orElseThrow();
        }
        var asSeen = asSeen(face, agreed);
        var base = asSeen.orElse(face);
        var best = from(QUARTERS, image, base).stream()
                .max(Comparator.comparingDouble(Side::certainty))
                .orElseThrow();
        return best.isUp() ? base : surest(image, base, asSeen, List.of(best));
    }

    /** Of a face that is half hidden or turned away, a closer look often shows no more. */
    private static Optional<DetectedFace> asSeen(DetectedFace face, Optional<DetectedFace> agreed) {
        return isLevel(face) || isNearlyLevel(face)
                ? agreed.filter(closer -> closer.certainty() > face.certainty() + Tuning.CLEARLY_BETTER)
                        .or(() -> Optional.of(face))
                : agreed;
    }

    private static boolean isTooSmall(DetectedFace face) {
        return face.landmarks().interEyeDistance() < Tuning.SIZE.useless();
    }

    private static boolean isSurelyUpright(DetectedFace face) {
        return face.certainty() >= Tuning.SURELY_UPRIGHT;
    }

    /** The same of a first look, where a face may be small. */
    private static boolean isSeenUpright(DetectedFace face) {
        return isSurelyUpright(face)
                || (isLarge(face)
                        && face.confidence() >= Tuning.CONFIDENT
                        && face.certainty() >= Tuning.NEARLY_UPRIGHT);
    }

    private static boolean isLarge(DetectedFace face) {
        return face.sighting().size() >= Tuning.LARGE_FACE;
    }

    private static boolean isLevel(DetectedFace face) {
        return Math.abs(face.sighting().tilt())
                <= Tuning.BELIEVED_TILT.at(face.sighting().size());
    }

    /** Whether quick looks agree that a face that looks level in the first look is upright. */
    private boolean looksUpright(FaceImage image, DetectedFace face) {
        var isTestable = face.certainty() >= Tuning.TESTABLE;
        if (!(isTestable || isWellSeen(face)) || !face.sighting().isUnchanged()) {
            return false;
        }
        var upright = looks.quickly(image, face, 0);
        var certainty = upright.map(DetectedFace::certainty).orElse(0.0);
        var isQuicklyLevel = upright.filter(Levelling::isQuicklyLevel).isPresent();
        if (isTestable && isQuicklyLevel && certainty + face.certainty() >= 2 * Tuning.NEARLY_UPRIGHT) {
            return true;
        }
        if (isWellSeen(face)) {
            return certainty >= Tuning.CONFIRMED
                    && certainty > looks.certaintyTurned(image, face, 180) - Tuning.BETTER_UPSIDE_DOWN;
        }
        return isQuicklyLevel
                && certainty >= Tuning.NOT_SIDEWAYS
                && IntStream.of(isLarge(face) ? UPSIDE_DOWN : DOWN)
                        .allMatch(turn -> certainty > looks.certaintyTurned(image, face, turn) + Tuning.CLEARLY_BETTER);
    }

    private static boolean isWellSeen(DetectedFace face) {
        return face.sighting().size() >= Tuning.VERY_LARGE_FACE && face.confidence() >= Tuning.UP_OR_DOWN;
    }

    /** Whether it looks worse upside down, and where it is poor also on its sides. */
    private boolean looksWorseTurned(FaceImage image, DetectedFace face) {
        return IntStream.of(HintedFaces.isConfirmed(face) ? UPSIDE_DOWN : TURNED)
                .allMatch(turn -> face.certainty() > looks.certaintyTurned(image, face, turn));
    }

    private static boolean isNotSideways(DetectedFace face) {
        return face.certainty() >= Tuning.NOT_SIDEWAYS;
    }

    private static boolean isQuicklyLevel(DetectedFace face) {
        return Math.abs(face.sighting().tilt()) <= Tuning.QUICK_TILT;
    }

    private static boolean isNearlyLevel(DetectedFace face) {
        return Math.abs(face.sighting().tilt()) <= Tuning.AGREED_TILT;
    }

    /**
     * How the face looks from eight sides, the best first. One that is nearly sure and level is upright or upside down:
     * the sides between are left out, unless none of the others looks good.
     */
    private List<Side> sides(FaceImage image, DetectedFace face) {
        var sides = new ArrayList<>(from(UP_OR_DOWN, image, face));
        if (!isLevel(face)
                || !isNotSideways(face)
                || sides.stream().allMatch(side -> side.certainty() < Tuning.NOT_SIDEWAYS)) {
            sides.addAll(from(BETWEEN, image, face));
        }
        sides.sort(Comparator.comparingDouble(Side::certainty).reversed());
        return sides;
    }

    private List<Side> from(int[] turns, FaceImage image, DetectedFace face) {
        return IntStream.of(turns)
                .mapToObj(turn -> new Side(turn, looks.quickly(image, face, turn)))
                .toList();
    }

    /** @param turn clockwise, in degrees, from how the face was seen before */
    private record Side(int turn, Optional<DetectedFace> face) {
        boolean isUp() {
            return turn == 0;
        }

        double certainty() {
            return face.map(DetectedFace::certainty).orElse(0.0);
        }
    }

    /**
     * The most certain of closer looks from the best sides. Photos are upright far more often than not: it has to be clearly
     * better than how the face was seen.
     */
    private DetectedFace surest(FaceImage image, DetectedFace base, Optional<DetectedFace> asSeen, List<Side> sides) {
        var best = asSeen;
        var enough =
                asSeen.map(face -> face.certainty() + Tuning.CLEARLY_BETTER).orElse(0.0);
        for (var side : sides) {
            if (asSeen.isPresent() && side.isUp()) {
                continue;
            }
            var seen = side.face().flatMap(face -> looks.settled(image, face));
            if (seen.isPresent() && seen.get().certainty() > enough) {
                best = seen;
                enough = seen.get().certainty();
            }
            if (best.filter(Levelling::isSurelyUpright).isPresent()) {
                break;
            }
        }
        // What looks poor from every side is upright like most faces.
        return best.filter(HintedFaces::isConfirmed).orElse(base);
    }
}
