package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the first page of a TIFF is stored, checked against the file before anything is decoded. A block is a strip or a
 * tile; strips are tiles as wide as the page.
 *
 * @param bits of each sample
 * @param samples per pixel
 * @param alpha what the sample after the colours means
 * @param blocks in the file
 */
record TiffLayout(
        int width,
        int height,
        int orientation,
        Compression compression,
        int bits,
        int samples,
        Alpha alpha,
        int blockWidth,
        int blockHeight,
        List<Extent> blocks) {

    enum Compression {
        NONE,
        FAX,
        LZW,
        OLD_JPEG,
        JPEG,
        DEFLATE,
        PACK_BITS;

        /** With any other compression, the tag of a predictor is ignored, as libtiff does. */
        boolean knowsDifferences() {
            return this == LZW || this == DEFLATE;
        }
    }

    /** What the samples mean, and how many of them make a colour. */
    private enum Colours {
        GREY(1),
        RGB(3),
        PALETTE(1),
        INKS(4),
        YCBCR(3);

        private final int samples;

        Colours(int samples) {
            this.samples = samples;
        }
    }

    private static final int UNSIGNED = 1;
    private static final int DIFFERENCES = 2;
    private static final int MAX_SAMPLES = 5;
    private static final int MAX_TILE = 8192;
    private static final int TILE_STEP = 16;

    static TiffLayout read(TiffDirectory page, ByteView file, DecodingLimits limits) throws RefusedImage {
        var width = (int) Math.min(page.value(TiffTag.WIDTH, 0), Integer.MAX_VALUE);
        var height = (int) Math.min(page.value(TiffTag.HEIGHT, 0), Integer.MAX_VALUE);
        limits.check(width, height);
        var samples = (int) Math.min(page.value(TiffTag.SAMPLES_PER_PIXEL, 1), Integer.MAX_VALUE);
        support(samples >= 1 && samples <= MAX_SAMPLES);
        var bits = bits(page, samples);
        limits.checkStored((long) width * height, bits * samples);
        var fillOrder = page.value(TiffTag.FILL_ORDER, 1);
        support(fillOrder == 1 || fillOrder == 2);
        support(Arrays.stream(page.values(TiffTag.SAMPLE_FORMAT, samples)).allMatch(format -> format == UNSIGNED));
        var compression = compression(page.value(TiffTag.COMPRESSION, 1));
        var predictor = compression.knowsDifferences() ? page.value(TiffTag.PREDICTOR, 1) : 1;
        support(predictor == 1 || (predictor == DIFFERENCES && bits >= Byte.SIZE));
        var colours = colours(page, bits, samples);
        support(fits(colours, compression, bits, samples));
        var planar = samples > 1 && page.value(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
        support(!planar || (compression != Compression.JPEG && compression != Compression.OLD_JPEG));
        var tiled = page.value(TiffTag.TILE_WIDTH, 0) != 0;
        var blockWidth = tiled ? tileSide(page.value(TiffTag.TILE_WIDTH, 0)) : width;
        var blockHeight = tiled
                ? tileSide(page.value(TiffTag.TILE_HEIGHT, 0))
                : Math.clamp(page.value(TiffTag.ROWS_PER_STRIP, height), 1, height);
        var needed = Math.ceilDiv(width, blockWidth) * Math.ceilDiv(height, blockHeight) * (planar ? samples : 1);
        return new TiffLayout(
                width,
                height,
                page.orientation(),
                compression,
                bits,
                samples,
                samples == colours.samples ? Alpha.NONE : alpha(page.value(TiffTag.EXTRA_SAMPLES, 0)),
                blockWidth,
                blockHeight,
                tiled
                        ? blocks(page, TiffTag.TILE_OFFSETS, TiffTag.TILE_BYTE_COUNTS, needed, file)
                        : blocks(page, TiffTag.STRIP_OFFSETS, TiffTag.STRIP_BYTE_COUNTS, needed, file));
    }

    int bitsPerPixel() {
        return bits * samples;
    }

    private static int bits(TiffDirectory page, int samples) throws RefusedImage {
        var bits = page.values(TiffTag.BITS_PER_SAMPLE, samples);
        if (bits.length == 0) {
            return 1;
        }
        support(Arrays.stream(bits).allMatch(each -> each == bits[0]));
        support(bits[0] == 1 || bits[0] == 2 || bits[0] == 4 || bits[0] == 8 || bits[0] == 16);
        return (int) bits[0];
    }

    private static Compression compression(long code) throws RefusedImage {
        return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
            case 1 -> Compression.NONE;
            case 2, 3, 4 -> Compression.FAX;
            case 5 -> Compression.LZW;
            case 6 -> Compression.OLD_JPEG;
            case 7 -> Compression.JPEG;
            case 8, 32946 -> Compression.DEFLATE;
            case 32773 -> Compression.PACK_BITS;
            default -> throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        };
    }

    private static Colours colours(TiffDirectory page, int bits, int samples) throws RefusedImage {
        var colours = switch ((int) Math.min(page.value(TiffTag.PHOTOMETRIC_INTERPRETATION, -1), Integer.MAX_VALUE)) {
            case 0, 1 -> Colours.GREY;
            case 2 -> Colours.RGB;
            case 3 -> Colours.PALETTE;
            case 5 -> Colours.INKS;
            case 6 -> Colours.YCBCR;
            default -> throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        };
        if (samples < colours.samples || (colours == Colours.PALETTE && !hasPalette(page, bits))) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return colours;
    }

    private static boolean hasPalette(TiffDirectory page, int bits) throws RefusedImage {
        return bits <= Byte.SIZE && page.values(TiffTag.COLOUR_MAP, 3 << bits).length == 3 << bits;
    }

    private static boolean fits(Colours colours, Compression compression, int bits, int samples) {
        return switch (compression) {
            case FAX -> bits == 1 && samples == 1 && colours == Colours.GREY;
            case JPEG, OLD_JPEG -> bits == Byte.SIZE && samples == colours.samples && colours != Colours.PALETTE;
            // Without JPEG, luminance and chrominance are stored subsampled, which is not read here.
            case NONE, LZW, DEFLATE, PACK_BITS -> colours != Colours.YCBCR;
        };
    }

    private static Alpha alpha(long extraSample) {
        return switch ((int) Math.min(extraSample, Integer.MAX_VALUE)) {
            case 1 -> Alpha.MULTIPLIED;
            case 2 -> Alpha.STRAIGHT;
            default -> Alpha.NONE;
        };
    }

    /** The standard's step of 16 pixels prevents pages of millions of tiles, which cost more than their pixels. */
    private static int tileSide(long side) throws RefusedImage {
        if (side < TILE_STEP || side > MAX_TILE || side % TILE_STEP != 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return (int) side;
    }

    /**
     * Blocks do not overlap, so together they are no longer than the file; otherwise one block could be decoded for
     * ever.
     */
    private static List<Extent> blocks(TiffDirectory page, int offsetsTag, int countsTag, int needed, ByteView file)
            throws RefusedImage {
        var offsets = page.values(offsetsTag, needed);
        var counts = page.values(countsTag, needed);
        if (offsets.length == 1 && counts.length == 0) {
            counts = new long[] {Math.max(0, file.length() - offsets[0])};
        }
        if (offsets.length < needed || counts.length < needed) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var blocks = new ArrayList<Extent>(needed);
        var together = 0L;
        for (var i = 0; i < needed; i++) {
            together += counts[i];
            if (together > file.length() || offsets[i] + counts[i] > file.length()) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            blocks.add(new Extent((int) offsets[i], (int) counts[i]));
        }
        return blocks;
    }

    private static void support(boolean supported) throws RefusedImage {
        if (!supported) {
            throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        }
    }
}
