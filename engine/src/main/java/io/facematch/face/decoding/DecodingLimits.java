package io.facematch.face.decoding;

import io.facematch.verification.PhotoLimits;
import io.facematch.verification.Reason;

/**
 * Which images are decoded. Checked on the header, before a decoder allocates anything.
 *
 * @param maxBytes of the encoded file
 * @param maxPixels width times height
 * @param maxJpegPixels the same of a JPEG that is made smaller while it is read
 * @param minSide shortest allowed side in pixels
 * @param maxSide longest allowed side in pixels
 * @param maxScans of a progressive JPEG; each scan passes over all pixels, so a small file can cost
 *     minutes; large ones may have fewer
 */
public record DecodingLimits(int maxBytes, long maxPixels, long maxJpegPixels, int minSide, int maxSide, int maxScans) {
    public static final DecodingLimits DEFAULTS = new DecodingLimits(
            PhotoLimits.BYTES,
            PhotoLimits.PIXELS,
            PhotoLimits.JPEG_PIXELS,
            PhotoLimits.SHORTEST_SIDE,
            PhotoLimits.LONGEST_SIDE,
            100);

    /** Pixels times scans of the slowest image, decoded in about two seconds; cameras write a dozen scans at most. */
    private static final long MAX_SCANNED_PIXELS = 1_000_000_000;

    /** Bits of each pixel in an image with as many pixels as are allowed. */
    private static final int MOST_BITS = 32;

    public DecodingLimits {
        if (maxBytes < 1
                || maxPixels < 1
                || maxJpegPixels < maxPixels
                || minSide < 1
                || maxSide < minSide
                || maxScans < 1) {
            throw new IllegalArgumentException(
                    "image limits are positive, maxSide is not below minSide, nor maxJpegPixels below maxPixels");
        }
    }

    /** For the parts of an image that is within the limits itself. */
    DecodingLimits forPartsOf(long pixels) {
        return new DecodingLimits(maxBytes, maxPixels, maxPixels, 1, maxSide, maxScans(pixels));
    }

    /** How many scans a JPEG of this size may have: at least one. */
    int maxScans(long pixels) {
        return Math.clamp(MAX_SCANNED_PIXELS / pixels, 1, maxScans);
    }

    /**
     * Refuses what the decoders in Java would need seconds for: 40 megapixels may have 32 bits each, 20 may have 64.
     */
    void checkStored(long pixels, int bits) throws RefusedImage {
        if (pixels * bits > maxPixels * MOST_BITS) {
            throw new RefusedImage(Reason.TOO_MANY_PIXELS);
        }
    }

    void check(int width, int height) throws RefusedImage {
        check(width, height, maxPixels);
    }

    void checkJpeg(int width, int height) throws RefusedImage {
        check(width, height, maxJpegPixels);
    }

    private void check(int width, int height, long most) throws RefusedImage {
        if (width <= 0 || height <= 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (Math.max(width, height) > maxSide || (long) width * height > most) {
            throw new RefusedImage(Reason.TOO_MANY_PIXELS);
        }
        if (Math.min(width, height) < minSide) {
            throw new RefusedImage(Reason.TOO_FEW_PIXELS);
        }
    }
}
