package io.facematch.worker.face.image;

/**
 * What an image may ask of us. Judged on its header, before a decoder allocates anything.
 *
 * @param maxBytes of the encoded file
 * @param maxPixels width times height
 * @param minSide shortest allowed side in pixels
 * @param maxSide longest allowed side in pixels
 * @param maxScans of a progressive JPEG; each scan passes over all pixels, so a small file can cost minutes
 */
public record ImageLimits(int maxBytes, long maxPixels, int minSide, int maxSide, int maxScans) {
    public static final ImageLimits DEFAULTS = new ImageLimits(7 << 20, 40_000_000, 16, 8192, 100);

    public ImageLimits {
        if (maxBytes < 1 || maxPixels < 1 || minSide < 1 || maxSide < minSide || maxScans < 1) {
            throw new IllegalArgumentException("image limits are positive and maxSide is not below minSide");
        }
    }
}
