package io.facematch.face.detector;

import io.facematch.face.geometry.Point;
import io.facematch.face.geometry.SimilarityTransform;
import io.facematch.face.tuning.Tuning;

/**
 * A look at one place of an image, enlarged or shrunk and turned around it.
 *
 * @param centre of the place, in pixels of the image
 * @param span pixels of the image that the canvas shows from one side to the other
 * @param turn degrees clockwise by which the image is turned
 * @param canvas side of the square canvas in pixels
 * @param ofOneFace whether one face fills it; else it shows a part of the image, or all of it
 */
public record CloseUp(Point centre, double span, double turn, int canvas, boolean ofOneFace) {

    /** A look at a part of an image, or at all of it. */
    public CloseUp(Point centre, double span, double turn, int canvas) {
        this(centre, span, turn, canvas, false);
    }

    /** A look at a face, as large as the detector sees tilted faces best. */
    public static CloseUp of(DetectedFace face, double turn, int canvas) {
        var large = Math.min(Tuning.CLOSE_UP * canvas, Tuning.WELL_SEEN);
        var size = Math.min(large, Tuning.ENLARGEMENT * face.box().longerSide());
        return new CloseUp(face.box().centre(), face.box().longerSide() * canvas / size, turn, canvas, true);
    }

    /** From pixels of the image to pixels of the canvas. */
    SimilarityTransform transform() {
        var middle = (canvas - 1) / 2.0;
        return SimilarityTransform.around(centre, new Point(middle, middle), canvas / span, turn);
    }
}
