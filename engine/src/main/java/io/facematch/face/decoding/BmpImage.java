package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.nio.ByteOrder;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A BMP. In plain Java: the native decoders of this format have a long record of memory errors.
 *
 * @param start of the pixels
 * @param topDown whether the first row in the file is the upper one
 * @param runLengths whether rows of palette indices are run-length coded
 */
record BmpImage(
        ByteView file,
        ImageHeader header,
        int bits,
        int start,
        boolean topDown,
        boolean runLengths,
        BmpPalette palette,
        BmpMasks masks)
        implements EncodedImage {
    private static final int INFO = 14;
    private static final int CORE_HEADER = 12;
    private static final int V1_HEADER = 40;
    private static final int V3_HEADER = 56;
    private static final int V5_HEADER = 124;

    private static final int RGB = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;

    static BmpImage read(ByteView file, ImageLimits limits) throws RefusedImage {
        file.order(ByteOrder.LITTLE_ENDIAN);
        var image = file.signedInt(INFO) == CORE_HEADER ? core(file) : info(file);
        limits.check(image.header.width(), image.header.height());
        if (!image.runLengths) {
            file.require(image.row(image.header.height() - 1), image.rowLength());
        }
        return image;
    }

    private static BmpImage core(ByteView file) throws RefusedImage {
        var header = new ImageHeader(file.unsignedShort(18), file.unsignedShort(20), 1);
        var bits = file.unsignedShort(24);
        checkBits(bits, RGB);
        var start = file.signedInt(10);
        var palette = BmpPalette.read(file, INFO + CORE_HEADER, start, 3, bits);
        return new BmpImage(file, header, bits, start, false, false, palette, BmpMasks.usual(bits));
    }

    private static BmpImage info(ByteView file) throws RefusedImage {
        var size = file.signedInt(INFO);
        var height = file.signedInt(22);
        if (size < V1_HEADER || size > V5_HEADER || height == Integer.MIN_VALUE) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var header = new ImageHeader(file.signedInt(18), Math.abs(height), 1);
        var bits = file.unsignedShort(28);
        var compression = file.signedInt(30);
        checkBits(bits, compression);
        var start = file.signedInt(10);
        var withAlpha = compression == ALPHA_BIT_FIELDS || size >= V3_HEADER;
        return new BmpImage(
                file,
                header,
                bits,
                start,
                height < 0,
                compression == RLE8 || compression == RLE4,
                BmpPalette.read(file, INFO + size, start, 4, bits),
                compression == RGB || bits <= Byte.SIZE
                        ? BmpMasks.usual(bits)
                        : BmpMasks.read(file, INFO + V1_HEADER, withAlpha));
    }

    private static void checkBits(int bits, int compression) throws RefusedImage {
        var known = switch (compression) {
            case RGB -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case RLE8 -> bits == 8;
            case RLE4 -> bits == 4;
            case BIT_FIELDS, ALPHA_BIT_FIELDS -> bits == 16 || bits == 32;
            default -> throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
        };
        if (!known) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    @Override
    public long workingBytes(int reduction) {
        return BGR * header.pixels();
    }

    @Override
    public Mat decode(int reduction) throws RefusedImage {
        try (var canvas = new PhotoCanvas(header.width(), header.height())) {
            if (runLengths) {
                paintRunLengths(canvas);
            } else if (bits <= Byte.SIZE) {
                paintIndices(canvas);
            } else {
                paintColours(canvas);
            }
            return canvas.reduced(reduction);
        }
    }

    private void paintRunLengths(PhotoCanvas canvas) throws RefusedImage {
        var rows = new BmpRunLengths(file, start, bits, header.width());
        var indices = new byte[header.width()];
        for (var row = 0; row < header.height(); row++) {
            rows.readRow(indices);
            canvas.put(0, y(row), palette.paint(indices), header.width());
        }
    }

    private void paintIndices(PhotoCanvas canvas) throws RefusedImage {
        var packed = new byte[rowLength()];
        var indices = new byte[header.width()];
        var perByte = Byte.SIZE / bits;
        for (var row = 0; row < header.height(); row++) {
            file.copy(row(row), packed);
            for (var x = 0; x < indices.length; x++) {
                var shift = Byte.SIZE - bits * (x % perByte + 1);
                indices[x] = (byte) (packed[x / perByte] >> shift & (1 << bits) - 1);
            }
            canvas.put(0, y(row), palette.paint(indices), header.width());
        }
    }

    private void paintColours(PhotoCanvas canvas) throws RefusedImage {
        var bytes = bits / Byte.SIZE;
        var visible = hasVisiblePixel() ? masks : masks.withoutAlpha();
        var bgr = new byte[3 * header.width()];
        for (var row = 0; row < header.height(); row++) {
            for (var x = 0; x < header.width(); x++) {
                visible.paint(pixel(row(row) + bytes * x), bgr, 3 * x);
            }
            canvas.put(0, y(row), bgr, header.width());
        }
    }

    /** Some programs declare alpha and leave it 0 everywhere: they mean that all is visible. */
    private boolean hasVisiblePixel() throws RefusedImage {
        var bytes = bits / Byte.SIZE;
        for (var row = 0; row < header.height() && masks.hasAlpha(); row++) {
            for (var x = 0; x < header.width(); x++) {
                if ((pixel(row(row) + bytes * x) & masks.alpha()) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private int pixel(int at) throws RefusedImage {
        return switch (bits) {
            case 16 -> file.unsignedShort(at);
            case 24 -> file.unsignedShort(at) | file.unsignedByte(at + 2) << 16;
            default -> file.signedInt(at);
        };
    }

    private int y(int row) {
        return topDown ? row : header.height() - 1 - row;
    }

    /** Where a row starts; rows begin at multiples of four bytes. */
    private int row(int row) throws RefusedImage {
        var stride = Math.ceilDiv((long) header.width() * bits, Integer.SIZE) * Integer.BYTES;
        var offset = start + row * stride;
        if (offset < 0 || offset > file.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return (int) offset;
    }

    private int rowLength() {
        return Math.ceilDiv(header.width() * bits, Byte.SIZE);
    }
}
