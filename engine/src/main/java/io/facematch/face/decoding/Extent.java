package io.facematch.face.decoding;

/** A part of a file. */
record Extent(int offset, int length) {
    int end() {
        return offset + length;
    }
}
