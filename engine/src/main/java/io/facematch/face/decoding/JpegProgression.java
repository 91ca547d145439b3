package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.Arrays;
import java.util.List;

/**
 * How exactly each coefficient of a progressive JPEG is known so far. Every scan must add something: libjpeg would also
 * read scans that repeat others, at full cost and with a warning for each coefficient on the console.
 */
final class JpegProgression {
    private static final int COEFFICIENTS = 64;
    private static final int UNKNOWN = -1;

    private final List<JpegFrame.Component> components;
    /** Low bits that are still missing, by component and coefficient. */
    private final int[][] missing;

    JpegProgression(List<JpegFrame.Component> components) {
        this.components = components;
        this.missing = new int[components.size()][COEFFICIENTS];
        for (var ofComponent : missing) {
            Arrays.fill(ofComponent, UNKNOWN);
        }
    }

    /** @param scan where the header of the scan lists its components, two bytes each, and its coefficients */
    void take(ByteView bytes, int scan, int count) throws RefusedImage {
        var band = scan + 2 * count;
        var first = bytes.unsignedByte(band);
        var last = bytes.unsignedByte(band + 1);
        var before = bytes.unsignedByte(band + 2) >> 4;
        var after = bytes.unsignedByte(band + 2) & 0xF;
        var wellFormed = first == 0 ? last == 0 : count == 1 && first <= last && last < COEFFICIENTS;
        require(wellFormed && (before == 0 || after == before - 1));
        for (var i = 0; i < count; i++) {
            var known = missing[component(bytes.unsignedByte(scan + 2 * i))];
            require(first == 0 || known[0] != UNKNOWN);
            for (var coefficient = first; coefficient <= last; coefficient++) {
                require(known[coefficient] == (before == 0 ? UNKNOWN : before));
                known[coefficient] = after;
            }
        }
    }

    /** Whether no bit is missing any more: the last scan has begun at least. */
    boolean isExact() {
        return Arrays.stream(missing).flatMapToInt(Arrays::stream).allMatch(bits -> bits == 0);
    }

    private int component(int id) throws RefusedImage {
        for (var component = 0; component < components.size(); component++) {
            if (components.get(component).id() == id) {
                return component;
            }
        }
        throw new RefusedImage(Reason.DAMAGED_FILE);
    }

    private static void require(boolean consistent) throws RefusedImage {
        if (!consistent) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
