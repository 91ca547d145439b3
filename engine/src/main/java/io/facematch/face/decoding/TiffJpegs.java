package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.nio.ByteBuffer;

/** The JPEGs inside of a TIFF. */
final class TiffJpegs {
    private static final byte[] END_OF_IMAGE = {(byte) 0xFF, (byte) 0xD9};

    private TiffJpegs() {}

    /** Checks each strip and tile against its size and the limits: a small one can cost minutes. */
    static void check(ByteView file, TiffLayout layout, DecodingLimits limits) throws RefusedImage {
        var across = Math.ceilDiv(layout.width(), layout.blockWidth());
        var limitsOfBlocks = limits.forPartsOf((long) layout.width() * layout.height());
        for (var i = 0; i < layout.blocks().size(); i++) {
            var height = Math.min(layout.blockHeight(), layout.height() - i / across * layout.blockHeight());
            var block = layout.blocks().get(i);
            var jpeg = new JpegReader(jpeg(file.part(block.offset(), block.length())), limitsOfBlocks).read();
            if (jpeg.header().width() != layout.blockWidth()
                    || jpeg.header().height() < height
                    || jpeg.header().height() > layout.blockHeight()) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
        }
    }

    /**
     * The one JPEG that the strips of an old-style page make together. A page that names the start of a JPEG may name
     * the whole one, or only its beginning before the pixels. Pages that have the tables alone are refused.
     */
    static JpegImage old(ByteView file, TiffDirectory page, TiffLayout layout, DecodingLimits limits)
            throws RefusedImage {
        if (page.value(TiffTag.OLD_JPEG_TABLES, 0) != 0 && page.value(TiffTag.OLD_JPEG_OFFSET, 0) == 0) {
            throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        }
        var jpeg = new JpegReader(oldStream(file, page, layout), limits).read();
        if (jpeg.header().width() != layout.width() || jpeg.header().height() != layout.height()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var header = new ImageHeader(layout.width(), layout.height(), layout.orientation());
        return new JpegImage(jpeg.file(), header, jpeg.parts(), jpeg.gathered());
    }

    private static ByteView oldStream(ByteView file, TiffDirectory page, TiffLayout layout) throws RefusedImage {
        var first = layout.blocks().getFirst().offset();
        var start = (int) Math.min(page.value(TiffTag.OLD_JPEG_OFFSET, first), file.length());
        var length = (int) Math.min(page.value(TiffTag.OLD_JPEG_LENGTH, 0), file.length());
        var named = file.part(start, length);
        if (endsAsImage(named)) {
            return jpeg(named);
        }
        var strips = layout.blocks().stream().mapToInt(Extent::length).sum();
        var head = Math.max(0, first - start);
        var together = ByteBuffer.allocate(head + strips + END_OF_IMAGE.length);
        file.copy(new Extent(start, head), together);
        for (var strip : layout.blocks()) {
            file.copy(strip, together);
        }
        return jpeg(new ByteView(together.put(END_OF_IMAGE).array()));
    }

    private static boolean endsAsImage(ByteView jpeg) throws RefusedImage {
        var end = jpeg.length() - END_OF_IMAGE.length;
        return end > 0 && jpeg.part(end, END_OF_IMAGE.length).startsWith(0xFF, 0xD9);
    }

    private static ByteView jpeg(ByteView bytes) throws RefusedImage {
        if (!bytes.startsWith(0xFF, 0xD8)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return bytes;
    }
}
