package io.facematch.face.quality;

import io.facematch.face.tuning.Ramp;
import io.facematch.face.tuning.Tuning;

/**
 * What is measured of a face, and what each of it is worth.
 *
 * @param interEyeDistance in pixels of the decoded image
 * @param sharpness 0 to 1, corrected for the enlargement to the crop
 * @param grey mean value of the face, 0 to 255
 * @param clipped share of its pixels at the upper end of the scale
 * @param turn of the head to the side: about 0 in a frontal view, beyond 1 in profile
 */
public record Measurements(double interEyeDistance, double sharpness, double grey, double clipped, double turn) {

    /** @param photoScale pixels of the photo per pixel of the decoded image */
    public Quality quality(double photoScale) {
        return new Quality(
                size().score(),
                sharpnessPart().score(),
                darkness().score(),
                Math.min(clipping().score(), brightness().score()),
                pose().score(),
                interEyeDistance * photoScale);
    }

    public Part size() {
        return new Part(interEyeDistance, Tuning.SIZE);
    }

    public Part sharpnessPart() {
        return new Part(sharpness, Tuning.SHARPNESS);
    }

    public Part darkness() {
        return new Part(grey, Tuning.DARKNESS);
    }

    /** Of how far the face is from white. */
    public Part brightness() {
        return new Part(255 - grey, Tuning.BRIGHTNESS);
    }

    /** Of the share that is not clipped. */
    public Part clipping() {
        return new Part(1 - clipped, Tuning.NOT_CLIPPED);
    }

    /** Of the turn, negated: the more the better, as for the others. */
    public Part pose() {
        return new Part(-turn, Tuning.POSE);
    }

    /** A value of which more is better, and how much is enough. */
    public record Part(double value, Ramp ramp) {
        /** In [0, 1]. */
        public double score() {
            return ramp.of(value);
        }
    }
}
