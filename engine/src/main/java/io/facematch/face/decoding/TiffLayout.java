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
 * @param differenced whether a sample is stored as its difference to the one on its left
 * @param planar whether each sample of a pixel has blocks of its own
 * @param blocks in the file, those of the first sample first when planar
 * @param jpegTables that all blocks share; empty when there are none
 */
record TiffLayout(
        int width,
        int height,
        int orientation,
        Compression compression,
        TiffColour colour,
        int bits,
        int samples,
        boolean differenced,
        boolean planar,
        int blockWidth,
        int blockHeight,
        List<Extent> blocks,
        Extent jpegTables) {

    enum Compression {
        NONE,
        LZW,
        JPEG,
        DEFLATE,
        PACK_BITS;

        /** With any other compression the tag of a predictor says nothing, which is how libtiff takes it. */
        boolean knowsDifferences() {
            return this == LZW || this == DEFLATE;
        }
    }

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int FILL_ORDER = 266;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int PLANAR_CONFIGURATION = 284;
    private static final int PREDICTOR = 317;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    private static final int SAMPLE_FORMAT = 339;
    private static final int JPEG_TABLES = 347;

    private static final int UNSIGNED = 1;
    private static final int MAX_SAMPLES = 5;
    private static final int MAX_TILE = 8192;
    private static final int TILE_STEP = 16;

    static TiffLayout read(ByteView file, ImageLimits limits) throws RefusedImage {
        var page = new TiffDirectory(file);
        var width = (int) Math.min(page.value(WIDTH, 0), Integer.MAX_VALUE);
        var height = (int) Math.min(page.value(HEIGHT, 0), Integer.MAX_VALUE);
        limits.check(width, height);
        var samples = (int) Math.min(page.value(SAMPLES_PER_PIXEL, 1), Integer.MAX_VALUE);
        support(samples >= 1 && samples <= MAX_SAMPLES);
        var bits = bits(page, samples);
        support(page.value(FILL_ORDER, 1) == 1);
        support(Arrays.stream(page.values(SAMPLE_FORMAT, samples)).allMatch(format -> format == UNSIGNED));
        var compression = compression(page.value(COMPRESSION, 1));
        var predictor = compression.knowsDifferences() ? page.value(PREDICTOR, 1) : 1;
        support(predictor == 1 || (predictor == 2 && bits >= Byte.SIZE));
        var colour = TiffColour.of(page, bits, samples);
        support(colour.fits(compression, bits, samples));
        var planar = samples > 1 && page.value(PLANAR_CONFIGURATION, 1) == 2;
        support(!planar || compression != Compression.JPEG);
        var tiled = page.value(TILE_WIDTH, 0) != 0;
        var blockWidth = tiled ? tileSide(page.value(TILE_WIDTH, 0)) : width;
        var blockHeight = tiled
                ? tileSide(page.value(TILE_HEIGHT, 0))
                : Math.clamp(page.value(ROWS_PER_STRIP, height), 1, height);
        var needed = Math.ceilDiv(width, blockWidth) * Math.ceilDiv(height, blockHeight) * (planar ? samples : 1);
        return new TiffLayout(
                width,
                height,
                page.orientation(),
                compression,
                colour,
                bits,
                samples,
                predictor == 2,
                planar,
                blockWidth,
                blockHeight,
                tiled
                        ? blocks(page, TILE_OFFSETS, TILE_BYTE_COUNTS, needed, file)
                        : blocks(page, STRIP_OFFSETS, STRIP_BYTE_COUNTS, needed, file),
                page.extent(JPEG_TABLES));
    }

    /** The block that holds this pixel of this sample. */
    Extent block(int x, int y, int sample) {
        var across = Math.ceilDiv(width, blockWidth);
        var down = Math.ceilDiv(height, blockHeight);
        return blocks.get((sample * down + y / blockHeight) * across + x / blockWidth);
    }

    boolean isOneBlock() {
        return blocks.size() == 1 && blockWidth == width && blockHeight == height;
    }

    /** Samples that stand together in a block. */
    int samplesPerBlock() {
        return planar ? 1 : samples;
    }

    private static int bits(TiffDirectory page, int samples) throws RefusedImage {
        var bits = page.values(BITS_PER_SAMPLE, samples);
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
            case 5 -> Compression.LZW;
            case 7 -> Compression.JPEG;
            case 8, 32946 -> Compression.DEFLATE;
            case 32773 -> Compression.PACK_BITS;
            default -> throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        };
    }

    /** The standard's step keeps a page from being cut into millions of tiles that cost more than their pixels. */
    private static int tileSide(long side) throws RefusedImage {
        if (side < TILE_STEP || side > MAX_TILE || side % TILE_STEP != 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return (int) side;
    }

    /** Honest blocks do not overlap, so together they are no longer than the file; else one could be decoded for ever. */
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
