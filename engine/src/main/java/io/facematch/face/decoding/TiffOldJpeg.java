package io.facematch.face.decoding;

import io.facematch.face.decoding.TiffLayout.Colours;
import io.facematch.verification.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The one JPEG that the strips of an old-style page make together. A page that names the start of a JPEG may name the whole
 * one, or only its beginning before the pixels; other pages have its tables alone.
 */
record TiffOldJpeg(ByteView file, TiffDirectory page, TiffLayout layout) {
    private static final int COEFFICIENTS = 64;
    private static final int LENGTHS = 16;
    private static final int LOSSLESS = 14;
    private static final int BLOCK = 8;
    private static final byte[] STORED_AS_RGB = Xmp.ascii("Adobe\0\0\0\0\0\0\0");

    JpegImage read(ImageHeader header, DecodingLimits limits) throws RefusedImage {
        if (page.value(TiffTag.OLD_JPEG_PROCESS, 1) == LOSSLESS) {
            throw new RefusedImage(Reason.JPEG_LOSSLESS);
        }
        var jpeg = new JpegReader(stream(), limits).read();
        if (jpeg.header().width() != layout.width() || jpeg.header().height() != layout.height()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return jpeg.with(header);
    }

    private ByteView stream() throws RefusedImage {
        var first = layout.blocks().getFirst().offset();
        var start = (int) Math.min(page.value(TiffTag.OLD_JPEG_OFFSET, 0), file.length());
        if (start == 0 && page.has(TiffTag.OLD_JPEG_QUANTIZATION)) {
            return new ByteView(fromTables());
        }
        start = start == 0 ? first : start;
        var length = (int) Math.min(page.value(TiffTag.OLD_JPEG_LENGTH, 0), file.length());
        var named = file.part(start, length);
        if (endsAsImage(named)) {
            return TiffJpegs.jpeg(named);
        }
        var strips = layout.blocks().stream().mapToInt(Extent::length).sum();
        var head = Math.max(0, first - start);
        var together = ByteBuffer.allocate(head + strips);
        file.copy(new Extent(start, head), together);
        for (var strip : layout.blocks()) {
            file.copy(strip, together);
        }
        return TiffJpegs.jpeg(new ByteView(together.array()));
    }

    private static boolean endsAsImage(ByteView jpeg) throws RefusedImage {
        var end = jpeg.length() - 2;
        return end > 0 && jpeg.part(end, 2).startsWith(0xFF, 0xD9);
    }

    /** Each component has tables of its own, which may be equal. */
    private byte[] fromTables() throws RefusedImage {
        if (layout.tiled() || layout.samples() > 3) {
            throw new RefusedImage(Reason.TIFF_LAYOUT);
        }
        var jpeg = new ByteArrayOutputStream();
        jpeg.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        if (layout.colours() == Colours.RGB) {
            segment(jpeg, 0xEE, STORED_AS_RGB);
        }
        for (var i = 0; i < layout.samples(); i++) {
            segment(jpeg, 0xDB, table(TiffTag.OLD_JPEG_QUANTIZATION, i, i));
            segment(jpeg, 0xC4, table(TiffTag.OLD_JPEG_MEANS, i, i));
            segment(jpeg, 0xC4, table(TiffTag.OLD_JPEG_DETAILS, i, 0x10 | i));
        }
        segment(jpeg, 0xC0, frame());
        segment(
                jpeg,
                0xDD,
                ByteBuffer.allocate(2).putShort((short) restartInterval()).array());
        segment(jpeg, 0xDA, scan());
        for (var i = 0; i < layout.blocks().size(); i++) {
            if (i > 0) {
                jpeg.writeBytes(new byte[] {(byte) 0xFF, (byte) (0xD0 | ((i - 1) % 8))});
            }
            jpeg.writeBytes(file.copy(layout.blocks().get(i)));
        }
        return jpeg.toByteArray();
    }

    private byte[] table(int tag, int component, int place) throws RefusedImage {
        var offsets = page.values(tag, layout.samples());
        if (offsets.length <= component || offsets[component] >= file.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var start = (int) offsets[component];
        var length = COEFFICIENTS;
        if (tag != TiffTag.OLD_JPEG_QUANTIZATION) {
            length = LENGTHS;
            for (var i = 0; i < LENGTHS; i++) {
                length += file.unsignedByte(start + i);
            }
        }
        var table = new byte[1 + length];
        table[0] = (byte) place;
        file.copy(start, table, 1, length);
        return table;
    }

    private byte[] frame() throws RefusedImage {
        var frame = ByteBuffer.allocate(6 + 3 * layout.samples())
                .put((byte) Byte.SIZE)
                .putShort((short) layout.height())
                .putShort((short) layout.width())
                .put((byte) layout.samples());
        for (var i = 0; i < layout.samples(); i++) {
            frame.put((byte) (1 + i)).put((byte) (i == 0 ? sampling() : 0x11)).put((byte) i);
        }
        return frame.array();
    }

    private byte[] scan() {
        var scan = ByteBuffer.allocate(4 + 2 * layout.samples()).put((byte) layout.samples());
        for (var i = 0; i < layout.samples(); i++) {
            scan.put((byte) (1 + i)).put((byte) ((i << 4) | i));
        }
        return scan.put((byte) 0).put((byte) (COEFFICIENTS - 1)).put((byte) 0).array();
    }

    /** Of the first component: how many of its blocks stand side by side, then below each other. */
    private int sampling() throws RefusedImage {
        if (layout.colours() != Colours.YCBCR) {
            return 0x11;
        }
        var factors = page.values(TiffTag.CHROMINANCE_SUBSAMPLING, 2);
        if (factors.length < 2) {
            return 0x22;
        }
        if (factors[0] < 1 || factors[0] > 4 || factors[1] < 1 || factors[1] > 4) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return (int) ((factors[0] << 4) | factors[1]);
    }

    /** With several strips, each is coded for itself. */
    private int restartInterval() throws RefusedImage {
        var declared = (int) Math.min(page.value(TiffTag.OLD_JPEG_RESTART, 0), 0xFFFF);
        if (layout.blocks().size() == 1) {
            return declared;
        }
        var across = Math.ceilDiv(layout.width(), BLOCK * (sampling() >> 4));
        var down = Math.ceilDiv(layout.blockHeight(), BLOCK * (sampling() & 0xF));
        var ofStrip = across * down;
        if (ofStrip > 0xFFFF || (declared != 0 && declared != ofStrip)) {
            throw new RefusedImage(Reason.TIFF_LAYOUT);
        }
        return ofStrip;
    }

    private static void segment(ByteArrayOutputStream jpeg, int marker, byte[] body) {
        jpeg.writeBytes(ByteBuffer.allocate(4 + body.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + body.length))
                .put(body)
                .array());
    }
}
