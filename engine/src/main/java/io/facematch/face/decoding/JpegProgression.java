package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.Arrays;

/**
 * How exactly each coefficient of a progressive JPEG is known so far. Every scan must add something: libjpeg would also
 * read scans that repeat others, at full cost and with a warning for each coefficient on the console.
 */
final class JpegProgression {
    private static final int COEFFICIENTS = 64;
    private static final int UNKNOWN = -1;

    private final int[] componentIds;
    /** Low bits that are still missing, by component and coefficient. */
    private final int[][] missing;

    /** @param frame where the components of the frame are listed, three bytes each */
    JpegProgression(ByteView bytes, int frame, int components) throws RefusedImage {
        componentIds = new int[components];
        missing = new int[components][COEFFICIENTS];
        for (var component = 0; component < components; component++) {
            componentIds[component] = bytes.unsignedByte(frame + 3 * component);
            Arrays.fill(missing[component], UNKNOWN);
        }
    }

    /** @param scan where the header of the scan lists its components, two bytes each, and its coefficients */
    void take(ByteView bytes, int scan, int components) throws RefusedImage {
        var band = scan + 2 * components;
        var first = bytes.unsignedByte(band);
        var last = bytes.unsignedByte(band + 1);
        var before = bytes.unsignedByte(band + 2) >> 4;
        var after = bytes.unsignedByte(band + 2) & 0xF;
        var wellFormed = first == 0 ? last == 0 : components == 1 && first <= last && last < COEFFICIENTS;
        require(wellFormed && (before == 0 || after == before - 1));
        for (var i = 0; i < components; i++) {
            var known = missing[component(bytes.unsignedByte(scan + 2 * i))];
            require(first == 0 || known[0] != UNKNOWN);
            for (var coefficient = first; coefficient <= last; coefficient++) {
                require(known[coefficient] == (before == 0 ? UNKNOWN : before));
                known[coefficient] = after;
            }
        }
    }

    private int component(int id) throws RefusedImage {
        for (var component = 0; component < componentIds.length; component++) {
            if (componentIds[component] == id) {
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
