package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the codes of all scans of a JPEG without making pixels of them, to find files that were cut off. Only libjpeg's
 * way with a single scan tells us that; of several scans it would fill what is missing with grey and report success.
 */
final class JpegWalk {
    private static final int COEFFICIENTS = 64;
    private static final int LONGEST_RUN = 15;
    private static final int LONGEST_NUMBER = 16;

    private final ByteView bytes;
    private final JpegFrame frame;
    private final List<JpegSegment> segments;
    private final @Nullable JpegHuffmanTable[] means = new JpegHuffmanTable[4];
    private final @Nullable JpegHuffmanTable[] details = new JpegHuffmanTable[4];
    private final boolean[] seen;
    /** Which coefficients are not zero so far, a bit each, by component and block; needed to refine them. */
    private final long[][] history;

    private int restartInterval;

    JpegWalk(ByteView bytes, JpegFrame frame, List<JpegSegment> segments) {
        this.bytes = bytes;
        this.frame = frame;
        this.segments = List.copyOf(segments);
        this.seen = new boolean[frame.components().size()];
        this.history = new long[frame.components().size()][];
    }

    /** Tables that stand in another place than the picture. */
    void take(ByteView tables, List<JpegSegment> from) throws RefusedImage {
        for (var segment : from) {
            takeTables(tables, segment);
        }
    }

    /** @throws RefusedImage if a scan ends before its last block, or a component has none */
    void requireAllRows(Work work) throws RefusedImage {
        for (var segment : segments) {
            if (segment.marker() == JpegSegment.START_OF_SCAN) {
                walk(segment, work);
            } else {
                takeTables(bytes, segment);
            }
        }
        for (var component : seen) {
            require(component);
        }
    }

    private void takeTables(ByteView from, JpegSegment segment) throws RefusedImage {
        var position = segment.body().offset();
        if (segment.marker() == JpegSegment.RESTART_INTERVAL) {
            restartInterval = from.unsignedShort(position);
        }
        while (segment.marker() == JpegSegment.HUFFMAN_TABLES
                && position < segment.body().end()) {
            var place = from.unsignedByte(position);
            require((place & 0xF) < means.length && place >> 4 <= 1);
            var table = JpegHuffmanTable.read(from, position + 1);
            (place >> 4 == 0 ? means : details)[place & 0xF] = table;
            position += 1 + table.length();
        }
    }

    private void walk(JpegSegment segment, Work work) throws RefusedImage {
        var scan = scan(segment.body());
        var bits = new JpegBits(bytes, segment.body().end(), segment.end());
        var untilRestart = restartInterval;
        var across = scan.unitsAcross();
        var down = scan.unitsDown();
        for (var y = 0; y < down; y++) {
            work.take(across);
            for (var x = 0; x < across; x++) {
                if (restartInterval > 0 && untilRestart-- == 0) {
                    bits.restart();
                    scan.restart();
                    untilRestart = restartInterval - 1;
                }
                scan.walkUnit(x, y, bits);
            }
        }
    }

    private Scan scan(Extent header) throws RefusedImage {
        var count = bytes.unsignedByte(header.offset());
        var parts = new Part[count];
        for (var i = 0; i < count; i++) {
            var at = header.offset() + 1 + 2 * i;
            var tables = bytes.unsignedByte(at + 1);
            require((tables & 0xF) < details.length && tables >> 4 < means.length);
            parts[i] = new Part(component(bytes.unsignedByte(at)), means[tables >> 4], details[tables & 0xF]);
        }
        var band = header.offset() + 1 + 2 * count;
        var first = frame.progressive() ? bytes.unsignedByte(band) : 0;
        var last = frame.progressive() ? bytes.unsignedByte(band + 1) : COEFFICIENTS - 1;
        var refines = frame.progressive() && bytes.unsignedByte(band + 2) >> 4 != 0;
        if (first == 0) {
            Arrays.stream(parts).forEach(part -> seen[part.component] = true);
        }
        return new Scan(parts, first, last, refines);
    }

    private int component(int id) throws RefusedImage {
        for (var i = 0; i < frame.components().size(); i++) {
            if (frame.components().get(i).id() == id) {
                return i;
            }
        }
        throw new RefusedImage(Reason.DAMAGED_FILE);
    }

    private static void require(boolean sound) throws RefusedImage {
        if (!sound) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private static JpegHuffmanTable require(@Nullable JpegHuffmanTable table) throws RefusedImage {
        if (table == null) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return table;
    }

    /** A component in a scan, with the tables of its codes. */
    private final class Part {
        private final int component;
        private final int across;
        private final int down;
        private final int blocksAcross;
        private final @Nullable JpegHuffmanTable mean;
        private final @Nullable JpegHuffmanTable detail;

        Part(int component, @Nullable JpegHuffmanTable mean, @Nullable JpegHuffmanTable detail) {
            var its = frame.components().get(component);
            this.component = component;
            this.across = its.across();
            this.down = its.down();
            this.blocksAcross = frame.blocksAcross(its);
            this.mean = mean;
            this.detail = detail;
        }

        /** Needed from the first scan of details on. */
        long[] history() {
            var blocks = history[component];
            if (blocks == null) {
                blocks = new long
                        [blocksAcross * frame.blocksDown(frame.components().get(component))];
                history[component] = blocks;
            }
            return blocks;
        }
    }

    /** One pass over the blocks of some components. */
    private final class Scan {
        private final Part[] parts;
        private final int first;
        private final int last;
        private final boolean refines;
        /** The bits of its coefficients in the history. */
        private final long band;
        /** Blocks that have nothing new, at the end of a band. */
        private int emptyBlocks;

        Scan(Part[] parts, int first, int last, boolean refines) {
            this.parts = parts;
            this.first = first;
            this.last = last;
            this.refines = refines;
            this.band = (-1L << first) & (-1L >>> (COEFFICIENTS - 1 - last));
        }

        int unitsAcross() {
            return parts.length == 1 ? frame.ownBlocksAcross(only()) : frame.unitsAcross();
        }

        int unitsDown() {
            return parts.length == 1 ? frame.ownBlocksDown(only()) : frame.unitsDown();
        }

        private JpegFrame.Component only() {
            return frame.components().get(parts[0].component);
        }

        void restart() {
            emptyBlocks = 0;
        }

        void walkUnit(int x, int y, JpegBits bits) throws RefusedImage {
            if (parts.length == 1) {
                walkBlock(parts[0], x, y, bits);
                return;
            }
            for (var part : parts) {
                for (var down = 0; down < part.down; down++) {
                    for (var across = 0; across < part.across; across++) {
                        walkBlock(part, x * part.across + across, y * part.down + down, bits);
                    }
                }
            }
        }

        private void walkBlock(Part part, int x, int y, JpegBits bits) throws RefusedImage {
            if (!frame.progressive()) {
                skipMean(part, bits);
                skipDetails(part, bits);
            } else if (first > 0) {
                walkDetails(part, part.history(), y * part.blocksAcross + x, bits);
            } else if (refines) {
                bits.skip(1);
            } else {
                skipMean(part, bits);
            }
        }

        private void walkDetails(Part part, long[] blocks, int at, JpegBits bits) throws RefusedImage {
            if (emptyBlocks > 0 && (!refines || (blocks[at] & band) == 0)) {
                emptyBlocks--;
            } else if (refines) {
                refineDetails(part, blocks, at, bits);
            } else {
                blocks[at] |= newDetails(part, bits);
            }
        }

        private void skipMean(Part part, JpegBits bits) throws RefusedImage {
            var length = require(part.mean).next(bits);
            require(length <= LONGEST_NUMBER);
            bits.skip(length);
        }

        private void skipDetails(Part part, JpegBits bits) throws RefusedImage {
            var table = require(part.detail);
            for (var k = 1; k < COEFFICIENTS; k++) {
                var code = table.next(bits);
                var zeros = code >> 4;
                var length = code & 0xF;
                if (length == 0 && zeros < LONGEST_RUN) {
                    return;
                }
                k += zeros;
                bits.skip(length);
            }
        }

        private long newDetails(Part part, JpegBits bits) throws RefusedImage {
            var table = require(part.detail);
            var found = 0L;
            for (var k = first; k <= last; k++) {
                var code = table.next(bits);
                var zeros = code >> 4;
                var length = code & 0xF;
                if (length == 0 && zeros < LONGEST_RUN) {
                    emptyBlocks = (1 << zeros) - 1 + bits.next(zeros);
                    return found;
                }
                k += zeros;
                if (length > 0 && k <= last) {
                    found |= 1L << k;
                }
                bits.skip(length);
            }
            return found;
        }

        /** Every coefficient that is known gets a bit more; between them, new ones appear. */
        private void refineDetails(Part part, long[] blocks, int at, JpegBits bits) throws RefusedImage {
            var table = require(part.detail);
            var known = blocks[at];
            var k = first;
            while (k <= last && emptyBlocks == 0) {
                var code = table.next(bits);
                var zeros = code >> 4;
                var isNew = (code & 0xF) != 0;
                if (!isNew && zeros < LONGEST_RUN) {
                    emptyBlocks = (1 << zeros) + bits.next(zeros);
                    break;
                }
                bits.skip(isNew ? 1 : 0);
                for (; k <= last; k++) {
                    if (((known >> k) & 1) != 0) {
                        bits.skip(1);
                    } else if (zeros-- == 0) {
                        break;
                    }
                }
                if (isNew && k <= last) {
                    blocks[at] |= 1L << k;
                }
                k++;
            }
            if (emptyBlocks > 0) {
                for (; k <= last; k++) {
                    bits.skip((int) ((known >> k) & 1));
                }
                emptyBlocks--;
            }
        }
    }
}
