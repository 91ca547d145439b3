package io.facematch.face.decoding;

/**
 * A part of a JPEG that makes its picture.
 *
 * @param marker the code that says what it is
 * @param body behind the length
 * @param end of the packed pixels of a scan, which follow the body
 */
record JpegSegment(int marker, Extent body, int end) {
    static final int START_OF_SCAN = 0xDA;
    static final int HUFFMAN_TABLES = 0xC4;
    static final int QUANTIZATION_TABLES = 0xDB;
    static final int RESTART_INTERVAL = 0xDD;
}
