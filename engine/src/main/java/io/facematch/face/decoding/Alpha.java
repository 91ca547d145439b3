package io.facematch.face.decoding;

/** What the last sample of a pixel says. */
enum Alpha {
    /** Nothing about how much of the pixel is seen. */
    NONE,
    /** How much of the pixel is seen; its colours are as bright as if all of it were. */
    STRAIGHT,
    /** How much of the pixel is seen; its colours are as dark as that makes them. */
    MULTIPLIED
}
