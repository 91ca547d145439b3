package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * How the first page of a TIFF is stored, checked against the file before anything is decoded. A block is a strip or a
 * tile; strips are tiles as wide as the page.
 *
 * @param bits of each sample
 * @param samples per pixel
 * @param alpha what the sample after the colours means
 * @param planes that blocks are stored of, one after the other; 1 when a block holds all samples
 * @param blocks in the file
 */
record TiffLayout(
        int width,
        int height,
        Compression compression,
        Colours colours,
        int bits,
        int samples,
        Alpha alpha,
        boolean tiled,
        int planes,
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
    enum Colours {
        GREY(1),
        RGB(3),
        PALETTE(1),
        INKS(4),
        YCBCR(3);

        private final int samples;

        Colours(int samples) {
            this.samples = samples;
        }

        int samples() {
            return samples;
        }
    }

    private static final int DIFFERENCES = 2;
    private static final int MAX_SAMPLES = 5;
    private static final int MAX_TILE = 8192;
    private static final int TILE_STEP = 16;

    /**
     * The decoder opens streams for each block, 15 KB of objects that live until they are finalized. As many strips of one
     * row fit the longest side, and as many tiles of 64 x 64 pixels the largest image.
     */
    private static final int MAX_BLOCKS = 20_000;

    static TiffLayout read(TiffDirectory page, ByteView file, DecodingLimits limits) throws RefusedImage {
        TiffKinds.requirePhoto(page);
        var width = (int) Math.min(page.value(TiffTag.WIDTH, 0), Integer.MAX_VALUE);
        var height = (int) Math.min(page.value(TiffTag.HEIGHT, 0), Integer.MAX_VALUE);
        limits.check(width, height);
        var compression = TiffKinds.compression(page);
        var samples = (int) Math.min(page.value(TiffTag.SAMPLES_PER_PIXEL, 1), Integer.MAX_VALUE);
        support(samples >= 1 && samples <= MAX_SAMPLES, Reason.TIFF_COLOURS);
        TiffKinds.requireIntegers(page, samples);
        var bits = TiffKinds.bits(page, samples);
        limits.checkStored((long) width * height, bits * samples);
        var fillOrder = page.value(TiffTag.FILL_ORDER, 1);
        var predictor = compression.knowsDifferences() ? page.value(TiffTag.PREDICTOR, 1) : 1;
        support(fillOrder == 1 || fillOrder == 2, Reason.TIFF_LAYOUT);
        support(predictor == 1 || (predictor == DIFFERENCES && bits >= Byte.SIZE), Reason.TIFF_LAYOUT);
        var colours = TiffKinds.colours(page, bits, samples);
        requireFit(colours, compression, bits, samples);
        var planar = samples > 1 && page.value(TiffTag.PLANAR_CONFIGURATION, 1) == 2;
        support(
                !planar || (compression != Compression.JPEG && compression != Compression.OLD_JPEG),
                Reason.TIFF_LAYOUT);
        var tiled = page.value(TiffTag.TILE_WIDTH, 0) != 0;
        var blockWidth = tiled ? tileSide(page.value(TiffTag.TILE_WIDTH, 0)) : width;
        var blockHeight = tiled
                ? tileSide(page.value(TiffTag.TILE_HEIGHT, 0))
                : Math.clamp(page.value(TiffTag.ROWS_PER_STRIP, height), 1, height);
        var planes = planar ? samples : 1;
        var needed = Math.ceilDiv(width, blockWidth) * Math.ceilDiv(height, blockHeight) * planes;
        support(needed <= MAX_BLOCKS, Reason.TIFF_TILES);
        return new TiffLayout(
                width,
                height,
                compression,
                colours,
                bits,
                samples,
                samples == colours.samples() ? Alpha.NONE : alpha(page.value(TiffTag.EXTRA_SAMPLES, 0)),
                tiled,
                planes,
                blockWidth,
                blockHeight,
                tiled
                        ? blocks(page, TiffTag.TILE_OFFSETS, TiffTag.TILE_BYTE_COUNTS, needed, file)
                        : blocks(page, TiffTag.STRIP_OFFSETS, TiffTag.STRIP_BYTE_COUNTS, needed, file));
    }

    int bitsPerPixel() {
        return bits * samples;
    }

    int blocksAcross() {
        return Math.ceilDiv(width, blockWidth);
    }

    int blocksDown() {
        return Math.ceilDiv(height, blockHeight);
    }

    /** The blocks of some rows of blocks, in the order of a page that has only these. */
    List<Extent> blocks(int top, int count) {
        var some = new ArrayList<Extent>(planes * count * blocksAcross());
        for (var plane = 0; plane < planes; plane++) {
            var first = (plane * blocksDown() + top) * blocksAcross();
            some.addAll(blocks.subList(first, first + count * blocksAcross()));
        }
        return some;
    }

    private static void requireFit(Colours colours, Compression compression, int bits, int samples)
            throws RefusedImage {
        switch (compression) {
            case FAX -> support(bits == 1 && samples == 1 && colours == Colours.GREY, Reason.TIFF_COLOURS);
            case JPEG, OLD_JPEG ->
                support(
                        bits == Byte.SIZE && samples == colours.samples() && colours != Colours.PALETTE,
                        Reason.TIFF_COLOURS);
            case NONE, LZW, DEFLATE, PACK_BITS -> support(colours != Colours.YCBCR, Reason.TIFF_SUBSAMPLED);
        }
    }

    private static Alpha alpha(long extraSample) {
        return switch ((int) Math.min(extraSample, Integer.MAX_VALUE)) {
            case 1 -> Alpha.MULTIPLIED;
            case 2 -> Alpha.STRAIGHT;
            default -> Alpha.NONE;
        };
    }

    /** The standard's step of 16 pixels. */
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

    private static void support(boolean supported, Reason otherwise) throws RefusedImage {
        if (!supported) {
            throw new RefusedImage(otherwise);
        }
    }
}
