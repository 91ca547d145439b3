package io.facematch.face.decoding;

/** What reduced decoding is measured against. */
public final class FullDecoding {
    private FullDecoding() {}

    /** Decodes every photo at its full size. */
    public static ImageDecoder decoder() {
        return new ImageDecoder(
                DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT, ProcessorTime::nanos, Integer.MAX_VALUE / 2);
    }
}
