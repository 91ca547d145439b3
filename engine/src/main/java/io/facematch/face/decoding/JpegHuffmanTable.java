package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/** The codes of a JPEG's numbers: shorter ones come first, and of equal length the smaller. */
final class JpegHuffmanTable {
    private static final int LONGEST = 16;

    private final int[] symbols;
    /** Behind the last code of each length; at most the first of the next length. */
    private final int[] codesEnd = new int[LONGEST + 1];
    /** What to add to a code of each length for the place of its symbol. */
    private final int[] toSymbol = new int[LONGEST + 1];

    private JpegHuffmanTable(ByteView bytes, int start) throws RefusedImage {
        var count = 0;
        var code = 0;
        for (var length = 1; length <= LONGEST; length++) {
            var ofLength = bytes.unsignedByte(start + length - 1);
            toSymbol[length] = count - code;
            code += ofLength;
            count += ofLength;
            if (code > 1 << length || count > 256) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            codesEnd[length] = code;
            code <<= 1;
        }
        symbols = new int[count];
        for (var i = 0; i < count; i++) {
            symbols[i] = bytes.unsignedByte(start + LONGEST + i);
        }
    }

    static JpegHuffmanTable read(ByteView bytes, int start) throws RefusedImage {
        return new JpegHuffmanTable(bytes, start);
    }

    /** Of the table in the file. */
    int length() {
        return LONGEST + symbols.length;
    }

    int next(JpegBits bits) throws RefusedImage {
        var code = 0;
        for (var length = 1; length <= LONGEST; length++) {
            code = (code << 1) | bits.next(1);
            if (code < codesEnd[length]) {
                return symbols[code + toSymbol[length]];
            }
        }
        throw new RefusedImage(Reason.DAMAGED_FILE);
    }
}
