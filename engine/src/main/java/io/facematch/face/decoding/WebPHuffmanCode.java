package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/** A Huffman code of a lossless WebP. */
final class WebPHuffmanCode {
    private static final int LONGEST = 15;
    /** The lengths of the codes for lengths stand in this order. */
    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final int AGAIN = 16;
    private static final int ZEROS = 17;
    private static final int MANY_ZEROS = 18;
    private static final int FIRST_LENGTH = 8;

    private final int[] symbols;
    private final int[] codesOfLength = new int[LONGEST + 1];

    private WebPHuffmanCode(int[] lengths) throws RefusedImage {
        var count = 0;
        for (var length : lengths) {
            codesOfLength[length]++;
            count += length > 0 ? 1 : 0;
        }
        codesOfLength[0] = 0;
        symbols = new int[count];
        var at = 0;
        for (var length = 1; length <= LONGEST; length++) {
            for (var symbol = 0; symbol < lengths.length && codesOfLength[length] > 0; symbol++) {
                if (lengths[symbol] == length) {
                    symbols[at++] = symbol;
                }
            }
        }
        requireComplete();
    }

    private void requireComplete() throws RefusedImage {
        var left = 1;
        for (var length = 1; length <= LONGEST; length++) {
            left = 2 * left - codesOfLength[length];
            if (left < 0) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
        }
        if (symbols.length == 0 || (left > 0 && symbols.length > 1)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    static WebPHuffmanCode read(WebPBits bits, int alphabet) throws RefusedImage {
        var lengths = new int[Math.max(alphabet, 1 << Byte.SIZE)];
        if (bits.next(1) == 1) {
            var two = bits.next(1) == 1;
            lengths[bits.next(bits.next(1) == 0 ? 1 : Byte.SIZE)] = 1;
            if (two) {
                lengths[bits.next(Byte.SIZE)] = 1;
            }
        } else {
            readLengths(bits, lengths, alphabet);
        }
        return new WebPHuffmanCode(lengths);
    }

    private static void readLengths(WebPBits bits, int[] lengths, int alphabet) throws RefusedImage {
        var lengthsOfLengths = new int[ORDER.length];
        var count = bits.next(4) + 4;
        for (var i = 0; i < count; i++) {
            lengthsOfLengths[ORDER[i]] = bits.next(3);
        }
        var code = new WebPHuffmanCode(lengthsOfLengths);
        var most = bits.next(1) == 0 ? alphabet : 2 + bits.next(2 + 2 * bits.next(3));
        var before = FIRST_LENGTH;
        for (var symbol = 0; symbol < alphabet && most > 0; most--) {
            var length = code.next(bits);
            if (length < AGAIN) {
                lengths[symbol++] = length;
                before = length == 0 ? before : length;
                continue;
            }
            var repeat = switch (length) {
                case AGAIN -> 3 + bits.next(2);
                case ZEROS -> 3 + bits.next(3);
                case MANY_ZEROS -> 11 + bits.next(7);
                default -> throw new IllegalStateException("a code of lengths has 19 symbols");
            };
            if (symbol + repeat > alphabet) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            for (var end = symbol + repeat; symbol < end; symbol++) {
                lengths[symbol] = length == AGAIN ? before : 0;
            }
        }
    }

    /** A code of one symbol takes no bits. */
    int next(WebPBits bits) throws RefusedImage {
        if (symbols.length == 1) {
            return symbols[0];
        }
        var code = 0;
        var first = 0;
        var before = 0;
        for (var length = 1; length <= LONGEST; length++) {
            code |= bits.nextBit();
            var count = codesOfLength[length];
            if (code - first < count) {
                return symbols[before + code - first];
            }
            before += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw new RefusedImage(Reason.DAMAGED_FILE);
    }
}
