package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the chunks of a PNG up to its IEND, so that a file which was cut off is found before it is decoded. */
final class PngReader {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int TRNS = 0x74524E53;
    private static final int EXIF = 0x65584966;

    private static final int SIGNATURE = 8;
    private static final int AROUND_DATA = 12;
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    private final ByteView bytes;
    private final DecodingLimits limits;
    private final List<Extent> parts = new ArrayList<>();
    private int orientation = 1;
    private boolean hasPalette;
    private boolean hasTransparency;
    private boolean hasPixels;
    private OptionalInt transparentGrey = OptionalInt.empty();

    PngReader(ByteView bytes, DecodingLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    PngImage read() throws RefusedImage {
        if (bytes.signedInt(SIGNATURE + 4) != IHDR) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var width = bytes.signedInt(SIGNATURE + 8);
        var height = bytes.signedInt(SIGNATURE + 12);
        limits.check(width, height);
        checkBits();
        keep(new Extent(0, SIGNATURE));
        var position = SIGNATURE;
        while (bytes.signedInt(position + 4) != IEND) {
            position = readChunk(position);
        }
        keep(chunk(position));
        if (!hasPixels) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var transparent = hasTransparency || colourType() == GREY_ALPHA || colourType() == RGB_ALPHA;
        return new PngImage(bytes, new ImageHeader(width, height, orientation), parts, transparent, transparentGrey);
    }

    private int readChunk(int position) throws RefusedImage {
        var chunk = chunk(position);
        switch (bytes.signedInt(position + 4)) {
            case IHDR -> requireFirst(position == SIGNATURE, chunk);
            case PLTE -> {
                requireFirst(!hasPalette && !hasPixels, chunk);
                hasPalette = true;
            }
            case TRNS -> {
                requireFirst(!hasTransparency && !hasPixels, chunk);
                readTransparency(position + 8);
            }
            case IDAT -> {
                hasPixels = true;
                keep(chunk);
            }
            case EXIF ->
                orientation = TiffDirectory.orientation(bytes.part(position + 8, chunk.length() - AROUND_DATA));
            // Texts and profiles may unpack to gigabytes, animations have pictures that the header does not show.
            default -> {}
        }
        return chunk.end();
    }

    private Extent chunk(int position) throws RefusedImage {
        var length = bytes.unsignedInt(position) + AROUND_DATA;
        if (position + length > bytes.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return new Extent(position, (int) length);
    }

    /** Refuses a second one: the decoder would write a warning about it to the console. */
    private void requireFirst(boolean first, Extent chunk) throws RefusedImage {
        if (!first) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        keep(chunk);
    }

    /** Chunks that follow each other become one part. */
    private void keep(Extent chunk) {
        if (!parts.isEmpty() && parts.getLast().end() == chunk.offset()) {
            var before = parts.removeLast();
            parts.add(new Extent(before.offset(), before.length() + chunk.length()));
        } else {
            parts.add(chunk);
        }
    }

    /** The decoder turns greys of 1, 2 and 4 bits into 8 bits and ignores the transparent grey. */
    private void readTransparency(int position) throws RefusedImage {
        hasTransparency = true;
        if (colourType() == GREY) {
            var grey = bytes.unsignedShort(position);
            transparentGrey = OptionalInt.of(bits() < Byte.SIZE ? grey * 255 / ((1 << bits()) - 1) : grey);
        }
    }

    private void checkBits() throws RefusedImage {
        var bits = bits();
        var known = switch (colourType()) {
            case GREY -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
            case PALETTE -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
            case RGB, GREY_ALPHA, RGB_ALPHA -> bits == 8 || bits == 16;
            default -> false;
        };
        if (!known) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private int bits() throws RefusedImage {
        return bytes.unsignedByte(SIGNATURE + 16);
    }

    private int colourType() throws RefusedImage {
        return bytes.unsignedByte(SIGNATURE + 17);
    }
}
