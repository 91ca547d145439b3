package io.facematch.face.decoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A progressive JPEG that makes a decoder go over all pixels again and again for a few bytes each time. */
final class JpegBomb {
    private static final int COMPONENTS = 3;
    /** Bits by which coefficients become more exact. */
    private static final int LAST_ROUND = 13;

    /** After so many scans everything is known; one more repeats the last. */
    static final int MOST_SCANS = 1 + COMPONENTS * (LAST_ROUND + 1);

    private static final int SHORTEST_RUN = 1 << 14;

    private JpegBomb() {}

    /** One scan for the means, then the other coefficients, ever more exact, of one component each. */
    static byte[] of(int width, int height, int scans) {
        var blocks = Math.ceilDiv(width, 8) * Math.ceilDiv(height, 8);
        var file = new ByteArrayOutputStream();
        start(file, 0xC2, width, height);
        segment(file, 0xC4, table(0x00, 0));
        segment(file, 0xC4, table(0x10, 0xE0));
        segment(file, 0xDA, new byte[] {COMPONENTS, 1, 0, 2, 0, 3, 0, 0, 0, 0});
        file.writeBytes(new byte[Math.ceilDiv(COMPONENTS * blocks, 8)]);
        var emptyBlocks = emptyBlocks(blocks);
        for (var scan = 0; scan < scans - 1; scan++) {
            var round = Math.min(scan / COMPONENTS, LAST_ROUND);
            var exactness = round == 0 ? LAST_ROUND : (LAST_ROUND + 1 - round) << 4 | LAST_ROUND - round;
            segment(file, 0xDA, new byte[] {1, (byte) (1 + scan % COMPONENTS), 0, 1, 63, (byte) exactness});
            file.writeBytes(emptyBlocks);
        }
        file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        return file.toByteArray();
    }

    /** One scan of three components without subsampling, in which every code takes a bit. */
    static byte[] ofOneScan(int width, int height) {
        var blocks = (long) Math.ceilDiv(width, 8) * Math.ceilDiv(height, 8);
        var file = new ByteArrayOutputStream();
        start(file, 0xC0, width, height);
        segment(file, 0xC4, table(0x00, 0));
        segment(file, 0xC4, table(0x10, 0));
        segment(file, 0xDA, new byte[] {COMPONENTS, 1, 0, 2, 0, 3, 0, 0, 63, 0});
        file.writeBytes(new byte[Math.toIntExact(Math.ceilDiv(2 * COMPONENTS * blocks, 8))]);
        file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
        return file.toByteArray();
    }

    private static void start(ByteArrayOutputStream file, int startOfFrame, int width, int height) {
        file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        var ones = new byte[65];
        Arrays.fill(ones, 1, 65, (byte) 1);
        segment(file, 0xDB, ones);
        var frame = ByteBuffer.allocate(6 + 3 * COMPONENTS)
                .put((byte) 8)
                .putShort((short) height)
                .putShort((short) width)
                .put((byte) COMPONENTS);
        for (var component = 1; component <= COMPONENTS; component++) {
            frame.put((byte) component).put((byte) 0x11).put((byte) 0);
        }
        segment(file, startOfFrame, frame.array());
    }

    /** Runs of 16,384 and more blocks without anything new: a code of one bit and 14 bits for the rest. */
    private static byte[] emptyBlocks(int blocks) {
        var bits = new BitWriter();
        for (var left = blocks; left > 0; left -= SHORTEST_RUN) {
            bits.bits(0, 15);
        }
        return bits.bytes();
    }

    /** One code, of one bit. */
    private static byte[] table(int place, int symbol) {
        return ByteBuffer.allocate(18)
                .put((byte) place)
                .put((byte) 1)
                .put(17, (byte) symbol)
                .array();
    }

    private static void segment(ByteArrayOutputStream file, int marker, byte[] content) {
        file.writeBytes(ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .array());
    }
}
