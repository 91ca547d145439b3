package io.facematch.card;

import java.util.List;

/**
 * What a detector takes and gives. Images are letterboxed to the top left of a black canvas.
 *
 * @param head how its outputs are read
 * @param fixedSize whether the canvas must be exactly square; otherwise its sides are any multiples of 32
 * @param passes canvas sizes worth trying, the best for a portrait first
 * @param maxOverlap two boxes overlapping more (intersection over union, 0 to 1) are the same face
 * @param consensus how far the landmarks lie from those of its surest cell towards the mean of all cells that see the face,
 *     0 to 1; measured per network
 */
public record DetectorContract(
        Head head, PixelContract pixels, boolean fixedSize, List<Pass> passes, double maxOverlap, double consensus) {

    public DetectorContract {
        passes = List.copyOf(passes);
        if (passes.isEmpty()) {
            throw new IllegalArgumentException("a detector needs a pass");
        }
        if (!(consensus >= 0 && consensus <= 1)) {
            throw new IllegalArgumentException("consensus must be in [0, 1]");
        }
    }

    /** The layout of a detector's outputs. */
    public enum Head {
        /** Per stride: class, objectness, box and landmarks relative to their cell. */
        YUNET,
        /** One table, a row per cell: confidence, two corners, five points in pixels. */
        FACE_TABLE
    }

    /**
     * One try.
     *
     * @param size longer side of the canvas in pixels
     * @param minConfidence detector confidence below which a box is no face at this size
     */
    public record Pass(int size, double minConfidence) {
        public Pass {
            if (size <= 0 || size % 32 != 0) {
                throw new IllegalArgumentException("canvas size must be a multiple of 32");
            }
        }
    }
}
