package io.facematch.face.image;

/** A part of a file. */
record Extent(int offset, int length) {
    int end() {
        return offset + length;
    }
}
