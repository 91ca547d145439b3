package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * The size of a JPEG and its components.
 *
 * @param height 0 when it stands behind the scan
 */
record JpegFrame(int width, int height, boolean progressive, List<Component> components) {
    private static final int PROGRESSIVE = 0xC2;
    private static final int LOSSLESS = 0xC3;
    private static final int FIRST_ARITHMETIC = 0xC9;
    private static final int LAST_ARITHMETIC = 0xCB;
    private static final int BLOCK = 8;
    private static final int COEFFICIENTS = BLOCK * BLOCK;

    /**
     * @param across how many blocks of it stand side by side where the coarsest component has one
     * @param down how many blocks of it stand below each other there
     */
    record Component(int id, int across, int down) {}

    /** SOF0 to SOF15 without the three codes in between that mean tables. */
    static boolean isStart(int code) {
        return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    }

    static JpegFrame read(ByteView body, int code) throws RefusedImage {
        requireCoding(code);
        if (body.unsignedByte(0) != Byte.SIZE) {
            throw new RefusedImage(Reason.JPEG_DEPTH);
        }
        var count = body.unsignedByte(5);
        if (count != 1 && count != 3 && count != 4) {
            throw new RefusedImage(count == 0 ? Reason.DAMAGED_FILE : Reason.JPEG_COMPONENTS);
        }
        var components = new ArrayList<Component>(count);
        for (var i = 0; i < count; i++) {
            var sampling = body.unsignedByte(6 + 3 * i + 1);
            components.add(new Component(body.unsignedByte(6 + 3 * i), sampling >> 4, sampling & 0xF));
        }
        if (components.stream().anyMatch(each -> !isFactor(each.across) || !isFactor(each.down))) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new JpegFrame(body.unsignedShort(3), body.unsignedShort(1), code == PROGRESSIVE, components);
    }

    /** No camera writes these. */
    private static void requireCoding(int code) throws RefusedImage {
        if (code == LOSSLESS) {
            throw new RefusedImage(Reason.JPEG_LOSSLESS);
        }
        if (code >= FIRST_ARITHMETIC && code <= LAST_ARITHMETIC) {
            throw new RefusedImage(Reason.JPEG_ARITHMETIC);
        }
        if (code > PROGRESSIVE) {
            throw new RefusedImage(Reason.JPEG_HIERARCHICAL);
        }
    }

    private static boolean isFactor(int factor) {
        return factor >= 1 && factor <= 4;
    }

    long pixels() {
        return (long) width * height;
    }

    /** What a decoder needs to hold all coefficients. */
    long coefficientBytes() {
        return components.stream()
                .mapToLong(each -> (long) COEFFICIENTS * Short.BYTES * blocksAcross(each) * blocksDown(each))
                .sum();
    }

    int unitsAcross() {
        return Math.ceilDiv(width, BLOCK * mostAcross());
    }

    int unitsDown() {
        return Math.ceilDiv(height, BLOCK * mostDown());
    }

    /** With the blocks that fill up the last unit. */
    int blocksAcross(Component component) {
        return unitsAcross() * component.across;
    }

    /** With the blocks that fill up the last unit. */
    int blocksDown(Component component) {
        return unitsDown() * component.down;
    }

    /** Of a component that has a scan of its own. */
    int ownBlocksAcross(Component component) {
        return Math.ceilDiv(Math.ceilDiv(width * component.across, mostAcross()), BLOCK);
    }

    /** Of a component that has a scan of its own. */
    int ownBlocksDown(Component component) {
        return Math.ceilDiv(Math.ceilDiv(height * component.down, mostDown()), BLOCK);
    }

    private int mostAcross() {
        return components.stream().mapToInt(Component::across).max().orElseThrow();
    }

    private int mostDown() {
        return components.stream().mapToInt(Component::down).max().orElseThrow();
    }
}
