package io.facematch.face.decoding;

import org.jspecify.annotations.Nullable;

/** The blocks of one component of a JPEG, and what the scans so far have told of them. */
final class JpegPlane {
    private final JpegFrame frame;
    private final JpegFrame.Component component;
    private final int blocksAcross;
    private long @Nullable [] known;
    private boolean seen;

    JpegPlane(JpegFrame frame, JpegFrame.Component component) {
        this.frame = frame;
        this.component = component;
        this.blocksAcross = frame.blocksAcross(component);
    }

    boolean has(int id) {
        return component.id() == id;
    }

    /** Of a unit, in blocks. */
    int across() {
        return component.across();
    }

    /** Of a unit, in blocks. */
    int down() {
        return component.down();
    }

    /** Without the blocks that fill up the last unit. */
    int ownBlocksAcross() {
        return frame.ownBlocksAcross(component);
    }

    /** Without the blocks that fill up the last unit. */
    int ownBlocksDown() {
        return frame.ownBlocksDown(component);
    }

    /** The place of a block in {@link #known}. */
    int place(int x, int y) {
        return y * blocksAcross + x;
    }

    /**
     * Which coefficients of each block are not zero so far, a bit each. Needed to refine them, from the first scan of
     * details on.
     */
    long[] known() {
        var blocks = known;
        if (blocks == null) {
            blocks = new long[blocksAcross * frame.blocksDown(component)];
            known = blocks;
        }
        return blocks;
    }

    void see() {
        seen = true;
    }

    /** Whether a scan has its means. */
    boolean isSeen() {
        return seen;
    }
}
