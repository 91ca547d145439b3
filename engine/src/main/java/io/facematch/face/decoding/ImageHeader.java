package io.facematch.face.decoding;

/**
 * What a file says about its image.
 *
 * @param width in pixels as stored, before the orientation is applied
 * @param height in pixels as stored
 * @param orientation EXIF orientation 1 to 8, 1 when absent or nonsense
 */
record ImageHeader(int width, int height, int orientation) {

    long pixels() {
        return (long) width * height;
    }
}
