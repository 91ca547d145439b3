package io.facematch.verification;

/** How large and how small a photo may be. The API refuses files that are too large; the engine checks all limits. */
public final class PhotoLimits {
    private static final int MEGABYTES = 7;
    private static final int MEGAPIXELS = 40;

    /** The largest encoded photo, as a setting spells it. Two of them fit one message of 16 MiB. */
    public static final String SIZE = MEGABYTES + "MB";

    /** The same in bytes. */
    public static final int BYTES = MEGABYTES << 20;

    /** Width times height. */
    public static final int PIXELS = MEGAPIXELS * 1_000_000;

    /** In pixels. */
    public static final int SHORTEST_SIDE = 16;

    /** In pixels. */
    public static final int LONGEST_SIDE = 8192;

    /** For messages. */
    static final String TOO_LARGE = "more than " + MEGAPIXELS + " megapixels or a side over " + LONGEST_SIDE;

    private PhotoLimits() {}
}
