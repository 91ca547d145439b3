package io.facematch.face.detector;

import io.facematch.card.DetectorContract.Pass;

/**
 * One way of showing an image to the detector.
 *
 * @param border black border added on each side, as a share of the image's longer side
 * @param quarterTurns clockwise turns by 90 degrees applied to the image, 0 to 3
 */
public record Framing(Pass pass, double border, int quarterTurns) {}
