package io.facematch.face.detection;

import io.facematch.face.detector.DetectedFace;
import io.facematch.face.tuning.Tuning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Faces that several looks at one image show, each face once. */
final class FoundFaces {
    private final List<DetectedFace> faces = new ArrayList<>();

    List<DetectedFace> faces() {
        return List.copyOf(faces);
    }

    /** Whether one of them is a face without doubt: no other way of looking is needed. */
    boolean areSure() {
        return faces.stream().anyMatch(face -> face.certainty() >= Tuning.LEVELLED);
    }

    /** By which the image has to be turned clockwise for its largest face to stand most upright, 0 to 3. */
    int quarterTurns() {
        return Math.floorMod(Math.round(-roll() / 90), 4);
    }

    /** Of the largest face: degrees clockwise, 0 upright and without a face; may go round more than once. */
    double roll() {
        return faces.stream()
                .max(Comparator.comparingDouble(face -> face.box().area()))
                .map(face -> face.sighting().roll())
                .orElse(0.0);
    }

    boolean show(DetectedFace other) {
        return faces.stream().anyMatch(face -> face.overlaps(other));
    }

    /** Whether this would be the face that the photo is of. */
    boolean haveNoneAsLargeAs(DetectedFace other) {
        return faces.stream().allMatch(face -> face.box().area() < other.box().area());
    }

    /** Whether a larger one surely is a face and upright: then most of those beside it are upright too. */
    boolean haveSureUprightLargerThan(DetectedFace other) {
        return faces.stream()
                .anyMatch(face -> face.certainty() >= Tuning.NOT_SIDEWAYS
                        && face.box().area() > other.box().area()
                        && Math.abs(Math.IEEEremainder(face.sighting().roll(), 360)) < Tuning.UPRIGHT_ROLL);
    }

    /**
     * Takes a face in that is new, or that this look shows clearly better than the looks before; not what it takes for a
     * face within one.
     */
    void add(DetectedFace face) {
        var same = faces.stream().filter(face::overlaps).toList();
        if (same.stream()
                .allMatch(other -> face.certainty() > other.certainty() + Tuning.CLEARLY_BETTER
                        && Tuning.MUCH_LARGER * face.box().area() > other.box().area())) {
            faces.removeAll(same);
            faces.add(face);
        }
    }

    /**
     * Takes a face of a larger look in: points of a face that was small are more exact there. One that was not seen before is
     * no more than a hint, unless it is certain.
     */
    void addEnlarged(DetectedFace face, List<DetectedFace> hints) {
        var same = faces.stream().filter(face::overlaps).toList();
        if (same.isEmpty() && face.certainty() < Tuning.CONFIRMED) {
            hints.add(face);
        } else if (same.stream().allMatch(other -> other.sighting().size() < Tuning.SMALL_FACE)) {
            faces.removeAll(same);
            faces.add(face);
        }
    }
}
