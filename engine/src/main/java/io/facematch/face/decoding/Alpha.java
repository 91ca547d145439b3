package io.facematch.face.decoding;

/** What the last sample of a pixel means. */
enum Alpha {
    /** It is not an opacity. */
    NONE,
    /** The opacity; the colours are those of an opaque pixel. */
    STRAIGHT,
    /** The opacity; the colours are multiplied by it already. */
    MULTIPLIED
}
