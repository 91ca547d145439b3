package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/**
 * Counts how many sets of Huffman codes a lossless WebP has, before the decoder makes tables of them: 65,536 sets are
 * allowed, 20 KB each, in a file of a few hundred kilobytes.
 */
final class WebPCodes {
    /** Encoders write 2,600 at most. */
    private static final int MOST_SETS = 4096;

    private static final int PREDICTOR = 0;
    private static final int CROSS_COLOUR = 1;
    private static final int PALETTE = 3;

    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int MOST_CACHE_BITS = 11;

    private final WebPBits bits;
    private final Work work;

    WebPCodes(ByteView file, Extent packed, Work work) throws RefusedImage {
        this.bits = new WebPBits(file.part(packed.offset(), packed.length()));
        this.work = work;
    }

    /** @throws RefusedImage if there are more than any encoder writes */
    void requireFew(int width, int height) throws RefusedImage {
        var across = readTransforms(width, height);
        readCacheBits();
        if (bits.next(1) == 0) {
            return;
        }
        var step = bits.next(3) + 2;
        // The red and green of a pixel of this image are the number of the set for a square of the picture.
        if (largestNumber(reduced(across, step), reduced(height, step)) >= MOST_SETS) {
            throw new RefusedImage(Reason.WEBP_TOO_COMPLEX);
        }
    }

    /** @return how many pixels are stored for a row */
    private int readTransforms(int width, int height) throws RefusedImage {
        var across = width;
        var seen = 0;
        while (bits.next(1) == 1) {
            var kind = bits.next(2);
            if (((seen >> kind) & 1) != 0) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            seen |= 1 << kind;
            if (kind == PREDICTOR || kind == CROSS_COLOUR) {
                var step = bits.next(3) + 2;
                largestNumber(reduced(across, step), reduced(height, step));
            } else if (kind == PALETTE) {
                var colours = bits.next(Byte.SIZE) + 1;
                largestNumber(colours, 1);
                across = reduced(across, packing(colours));
            }
        }
        return across;
    }

    /** How many pixels of a small palette share a stored pixel: as a power of two. */
    private static int packing(int colours) {
        if (colours <= 2) {
            return 3;
        }
        if (colours <= 4) {
            return 2;
        }
        return colours <= 16 ? 1 : 0;
    }

    private static int reduced(int side, int bits) {
        return (side + (1 << bits) - 1) >> bits;
    }

    /** @return colours in the cache of those seen lately */
    private int readCacheBits() throws RefusedImage {
        if (bits.next(1) == 0) {
            return 0;
        }
        var cacheBits = bits.next(4);
        if (cacheBits < 1 || cacheBits > MOST_CACHE_BITS) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return 1 << cacheBits;
    }

    /** Reads an image of one set of codes. What it repeats can't be larger than what it says first. */
    private int largestNumber(int width, int height) throws RefusedImage {
        var cached = readCacheBits();
        var greens = WebPHuffmanCode.read(bits, LITERALS + LENGTHS + cached);
        var reds = WebPHuffmanCode.read(bits, LITERALS);
        var blues = WebPHuffmanCode.read(bits, LITERALS);
        var opacities = WebPHuffmanCode.read(bits, LITERALS);
        var distances = WebPHuffmanCode.read(bits, DISTANCES);
        var largest = 0;
        var pixels = (long) width * height;
        var done = 0L;
        while (done < pixels) {
            var green = greens.next(bits);
            if (green < LITERALS) {
                largest = Math.max(largest, (reds.next(bits) << Byte.SIZE) | green);
                blues.next(bits);
                opacities.next(bits);
                done++;
                work.take(1);
            } else if (green < LITERALS + LENGTHS) {
                done += number(green - LITERALS);
                number(distances.next(bits));
                work.take(1);
            } else {
                done++;
            }
        }
        if (done > pixels) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return largest;
    }

    /** The number that a prefix begins. */
    private int number(int prefix) throws RefusedImage {
        if (prefix < 4) {
            return prefix + 1;
        }
        var extra = (prefix - 2) >> 1;
        return ((2 + (prefix & 1)) << extra) + bits.next(extra) + 1;
    }
}
