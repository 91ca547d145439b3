package io.facematch.face.detector;

import io.facematch.face.tuning.Tuning;

/**
 * How a face looked to the detector.
 *
 * @param confidence the detector's, in [0, 1]: how sure it is that this is a face
 * @param spread how much the landmarks of the detector's cells differ, in eye distances; 0 when only one cell sees the
 *     face
 * @param tilt of the face on the canvas, as all its cells together see it: degrees clockwise, 0 upright
 * @param size longer side of the face on the canvas, in pixels
 * @param turn degrees clockwise by which the image was turned for this look
 * @param border black border around the image on each side, as a share of its longer side
 */
public record Sighting(double confidence, double spread, double tilt, double size, double turn, double border) {

    /** How sure the detector is that this is a face and that it stands upright on its canvas; at most 1. */
    public double certainty() {
        return confidence - Tuning.WEIGHT_OF_SPREAD * spread;
    }

    /** Tilt of the face in the image: degrees clockwise, 0 upright; may go round more than once. */
    public double roll() {
        return tilt - turn;
    }

    /** Whether the image was neither turned nor bordered for this look; so it is for the first one. */
    public boolean isUnchanged() {
        return turn == 0 && border == 0;
    }

    Sighting in(double turn, double border) {
        return new Sighting(confidence, spread, tilt, size, turn, border);
    }
}
