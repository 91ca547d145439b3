package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.nio.ByteBuffer;

/** Reads a strip or a tile that is a JPEG. */
final class TiffJpeg {
    private static final int MARKER = 2;
    private static final short START_OF_IMAGE = (short) 0xFFD8;
    private static final byte[] ADOBE = {(byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0};
    private static final byte STORED_AS_RGB = 0;
    private static final byte STORED_AS_YCBCR = 1;

    private TiffJpeg() {}

    /** As wide as a block and at least as high as wanted. */
    static JpegImage read(ByteView file, TiffLayout layout, Extent block, int height, ImageLimits limits)
            throws RefusedImage {
        var jpeg = new JpegReader(
                        new ByteView(complete(file, layout, block)),
                        limits.forPartsOf((long) layout.width() * layout.height()))
                .read();
        if (jpeg.header().width() != layout.blockWidth()
                || jpeg.header().height() < height
                || jpeg.header().height() > layout.blockHeight()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return jpeg;
    }

    /**
     * A JPEG that stands alone: the block with the tables that all blocks share, and a mark that says whether it is RGB,
     * which only the directory tells.
     */
    private static byte[] complete(ByteView file, TiffLayout layout, Extent block) throws RefusedImage {
        var pixels = body(file, block, 0);
        var tables = layout.jpegTables().length() == 0 ? new byte[0] : body(file, layout.jpegTables(), MARKER);
        return ByteBuffer.allocate(MARKER + ADOBE.length + 1 + tables.length + pixels.length)
                .putShort(START_OF_IMAGE)
                .put(ADOBE)
                .put(layout.colour().isRgb() ? STORED_AS_RGB : STORED_AS_YCBCR)
                .put(tables)
                .put(pixels)
                .array();
    }

    /** Without its start marker and so many bytes at the end. */
    private static byte[] body(ByteView file, Extent jpeg, int end) throws RefusedImage {
        if (!file.part(jpeg.offset(), jpeg.length()).startsWith(0xFF, 0xD8)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return file.copy(new Extent(jpeg.offset() + MARKER, jpeg.length() - MARKER - end));
    }
}
