package io.facematch.face.decoding;

/** The colours of a BMP with up to 8 bits a pixel. Colours that the file leaves out are black. */
final class BmpPalette {
    private static final int COLOURS = 256;

    private final byte[] colours = new byte[3 * COLOURS];

    private BmpPalette() {}

    /**
     * Reads blue, green and red of each colour.
     *
     * @param end where the pixels start
     * @param entryLength 3, or 4 with an unused byte
     */
    static BmpPalette read(ByteView file, int start, int end, int entryLength, int bits) throws RefusedImage {
        var palette = new BmpPalette();
        var fitting = (Math.min(end, file.length()) - start) / entryLength;
        var count = bits <= Byte.SIZE ? Math.min(1 << bits, fitting) : 0;
        for (var colour = 0; colour < count; colour++) {
            for (var channel = 0; channel < 3; channel++) {
                palette.colours[3 * colour + channel] =
                        (byte) file.unsignedByte(start + colour * entryLength + channel);
            }
        }
        return palette;
    }

    byte[] paint(byte[] indices) {
        var bgr = new byte[3 * indices.length];
        for (var i = 0; i < indices.length; i++) {
            System.arraycopy(colours, 3 * (indices[i] & 0xFF), bgr, 3 * i, 3);
        }
        return bgr;
    }
}
