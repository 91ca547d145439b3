package io.facematch.verification;

/** How large and how small a photo may be. The API refuses files that are too large; the engine checks all limits. */
public final class PhotoLimits {
    private static final int MEBIBYTES = 7;
    private static final int MEGAPIXELS = 40;

    /** The largest encoded photo: two of them fit one message of 16 MiB. Spelled as in a setting, where MB means MiB. */
    public static final String SIZE = MEBIBYTES + "MB";

    /** The same in bytes. */
    public static final int BYTES = MEBIBYTES << 20;

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
