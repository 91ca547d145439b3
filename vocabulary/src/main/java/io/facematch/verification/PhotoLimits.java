package io.facematch.verification;

/** How large and how small a photo may be. The API refuses files that are too large; the engine checks all limits. */
public final class PhotoLimits {
    private static final int MEBIBYTES = 10;
    private static final int MEGAPIXELS = 40;
    private static final int JPEG_MEGAPIXELS = 100;

    /** The largest encoded photo: phones write 50 megapixels into it. Spelled as in a setting, where MB means MiB. */
    public static final String SIZE = MEBIBYTES + "MB";

    /** The same in bytes. */
    public static final int BYTES = MEBIBYTES << 20;

    /** Width times height. */
    public static final int PIXELS = MEGAPIXELS * 1_000_000;

    /** Width times height of a JPEG whose pixels are stored once, from top to bottom: it is made smaller while it is read. */
    public static final int JPEG_PIXELS = JPEG_MEGAPIXELS * 1_000_000;

    /** In pixels. */
    public static final int SHORTEST_SIDE = 16;

    /** In pixels. */
    public static final int LONGEST_SIDE = 16_384;

    /** For messages. */
    static final String TOO_LARGE = "more than " + MEGAPIXELS + " megapixels (JPEG: " + JPEG_MEGAPIXELS
            + ", progressive: " + MEGAPIXELS + ") or a side over " + LONGEST_SIDE;

    private PhotoLimits() {}
}
