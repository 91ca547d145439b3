package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over the blocks of some components of a JPEG. It reads the codes and keeps no number but where some are. */
final class JpegScan {
    private static final int COEFFICIENTS = 64;
    private static final int LONGEST_RUN = 15;
    private static final int LONGEST_NUMBER = 16;

    private final JpegFrame frame;
    private final Part[] parts;
    private final Band band;
    /** Blocks that have nothing new, at the end of a band. */
    private int emptyBlocks;

    JpegScan(JpegFrame frame, List<Part> parts, Band band) {
        this.frame = frame;
        this.parts = parts.toArray(Part[]::new);
        this.band = band;
    }

    /** A component in a scan, with the tables of its codes. */
    record Part(
            JpegPlane plane,
            @Nullable JpegHuffmanTable means,
            @Nullable JpegHuffmanTable details) {}

    /**
     * The coefficients that a scan tells of.
     *
     * @param refines whether it adds a bit to those that are known
     */
    record Band(int first, int last, boolean refines) {
        /** Of a scan that tells of all at once. */
        static final Band ALL = new Band(0, COEFFICIENTS - 1, false);

        boolean hasMeans() {
            return first == 0;
        }

        /** A bit for each coefficient. */
        long bits() {
            return (-1L << first) & (-1L >>> (COEFFICIENTS - 1 - last));
        }
    }

    int unitsAcross() {
        return parts.length == 1 ? parts[0].plane().ownBlocksAcross() : frame.unitsAcross();
    }

    int unitsDown() {
        return parts.length == 1 ? parts[0].plane().ownBlocksDown() : frame.unitsDown();
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
            var wide = part.plane().across();
            var high = part.plane().down();
            for (var down = 0; down < high; down++) {
                for (var across = 0; across < wide; across++) {
                    walkBlock(part, x * wide + across, y * high + down, bits);
                }
            }
        }
    }

    private void walkBlock(Part part, int x, int y, JpegBits bits) throws RefusedImage {
        if (!frame.progressive()) {
            skipMean(part, bits);
            skipDetails(part, bits);
        } else if (!band.hasMeans()) {
            walkDetails(part, part.plane().known(), part.plane().place(x, y), bits);
        } else if (band.refines()) {
            bits.skip(1);
        } else {
            skipMean(part, bits);
        }
    }

    private void walkDetails(Part part, long[] known, int at, JpegBits bits) throws RefusedImage {
        if (emptyBlocks > 0 && (!band.refines() || (known[at] & band.bits()) == 0)) {
            emptyBlocks--;
        } else if (band.refines()) {
            refineDetails(part, known, at, bits);
        } else {
            known[at] |= newDetails(part, bits);
        }
    }

    private static void skipMean(Part part, JpegBits bits) throws RefusedImage {
        var length = require(part.means()).next(bits);
        if (length > LONGEST_NUMBER) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        bits.skip(length);
    }

    private static void skipDetails(Part part, JpegBits bits) throws RefusedImage {
        var table = require(part.details());
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

    /** @return a bit for each coefficient that is not zero */
    private long newDetails(Part part, JpegBits bits) throws RefusedImage {
        var table = require(part.details());
        var found = 0L;
        for (var k = band.first(); k <= band.last(); k++) {
            var code = table.next(bits);
            var zeros = code >> 4;
            var length = code & 0xF;
            if (length == 0 && zeros < LONGEST_RUN) {
                emptyBlocks = (1 << zeros) - 1 + bits.next(zeros);
                return found;
            }
            k += zeros;
            if (length > 0 && k <= band.last()) {
                found |= 1L << k;
            }
            bits.skip(length);
        }
        return found;
    }

    /** Every coefficient that is known gets a bit more; between them, new ones appear. */
    private void refineDetails(Part part, long[] blocks, int at, JpegBits bits) throws RefusedImage {
        var table = require(part.details());
        var last = band.last();
        var known = blocks[at];
        var k = band.first();
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

    private static JpegHuffmanTable require(@Nullable JpegHuffmanTable table) throws RefusedImage {
        if (table == null) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return table;
    }
}
