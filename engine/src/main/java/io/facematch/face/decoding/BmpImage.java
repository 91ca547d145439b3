package io.facematch.face.decoding;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import io.facematch.verification.Reason;
import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A BMP. In Java: the native decoders of this format have a long record of memory errors.
 *
 * @param start of the pixels
 * @param alphaMask which bits of a pixel are its alpha; 0 when it has none
 */
record BmpImage(ByteView file, ImageHeader header, int bits, int start, int alphaMask) implements EncodedImage {
    private static final int PIXEL_OFFSET = 10;
    private static final int INFO = 14;
    private static final int CORE_HEADER = 12;
    private static final int V1_HEADER = 40;
    private static final int V3_HEADER = 56;
    private static final int V5_HEADER = 124;

    private static final int RGB = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;
    private static final int JPEG = 4;
    private static final int PNG = 5;
    private static final int ALPHA_BIT_FIELDS = 6;

    /** Added for what files may lack at their end: the padding of the last row, the mark that ends run lengths. */
    private static final byte[] END = {0, 1, 0, 1};

    private static final BMPImageReaderSpi READERS = new BMPImageReaderSpi();

    static EncodedImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        file.order(ByteOrder.LITTLE_ENDIAN);
        return file.signedInt(INFO) == CORE_HEADER ? core(file, limits) : info(file, limits);
    }

    private static BmpImage core(ByteView file, DecodingLimits limits) throws RefusedImage {
        var header = new ImageHeader(file.unsignedShort(18), file.unsignedShort(20), 1);
        var bits = file.unsignedShort(24);
        checkBits(bits, RGB);
        var start = start(file, INFO + CORE_HEADER, paletteLength(bits, 0, 3));
        return checked(new BmpImage(file, header, bits, start, 0), RGB, limits);
    }

    private static EncodedImage info(ByteView file, DecodingLimits limits) throws RefusedImage {
        var size = file.signedInt(INFO);
        var height = file.signedInt(22);
        if (size < V1_HEADER || size > V5_HEADER || height == Integer.MIN_VALUE) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        var compression = file.signedInt(30);
        if (compression == JPEG || compression == PNG) {
            var pixels = file.part(start(file, INFO + size, 0), file.length());
            return compression == JPEG ? JpegImage.read(pixels, limits) : PngImage.read(pixels, limits);
        }
        var header = new ImageHeader(file.signedInt(18), Math.abs(height), 1);
        var bits = file.unsignedShort(28);
        checkBits(bits, compression);
        var hasMasks = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
        var hasAlphaMask = compression == ALPHA_BIT_FIELDS || (hasMasks && size >= V3_HEADER);
        var masksAfter = hasMasks && size == V1_HEADER ? (hasAlphaMask ? 16 : 12) : 0;
        var start = start(file, INFO + size + masksAfter, paletteLength(bits, file.signedInt(46), 4));
        var alphaMask = hasAlphaMask ? file.signedInt(INFO + V1_HEADER + 12) : 0;
        return checked(new BmpImage(file, header, bits, start, alphaMask), compression, limits);
    }

    private static void checkBits(int bits, int compression) throws RefusedImage {
        var known = switch (compression) {
            case RGB -> bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
            case RLE8 -> bits == 8;
            case RLE4 -> bits == 4;
            case BIT_FIELDS, ALPHA_BIT_FIELDS -> bits == 16 || bits == 32;
            default -> throw new RefusedImage(Reason.BMP_COMPRESSION);
        };
        if (!known) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private static int paletteLength(int bits, int declared, int entryLength) {
        var most = bits > Byte.SIZE ? 0 : 1 << bits;
        return (declared > 0 && declared < most ? declared : most) * entryLength;
    }

    /** Some programs write 0, or the place of something before the palette: the pixels begin where the palette ends. */
    private static int start(ByteView file, int headerEnd, int paletteLength) throws RefusedImage {
        var start = file.signedInt(PIXEL_OFFSET);
        return start >= 0 && start < headerEnd ? headerEnd + paletteLength : start;
    }

    private static BmpImage checked(BmpImage image, int compression, DecodingLimits limits) throws RefusedImage {
        limits.check(image.header.width(), image.header.height());
        if (compression == RLE8 || compression == RLE4) {
            BmpRunLengths.requireAllRows(image.file, image.start, image.bits, image.header);
        } else {
            image.file.require(image.row(image.header.height() - 1), image.rowLength());
        }
        return image;
    }

    @Override
    public long workingBytes(int reduction) {
        return ImageIoDecoder.workingBytes(header, bits);
    }

    @Override
    public Mat decode(int reduction, Work work) throws RefusedImage {
        var alpha = hasVisiblePixel(work) ? Alpha.STRAIGHT : Alpha.NONE;
        var decoder = new ImageIoDecoder(READERS, header, bits, alpha, work);
        try (var canvas = new PhotoCanvas(header.width(), header.height())) {
            var rows = decoder.bandHeight();
            for (var y = 0; y < header.height(); y += rows) {
                var band = new Rectangle(0, y, header.width(), Math.min(rows, header.height() - y));
                decoder.paint(complete(work), band, canvas, y);
            }
            return canvas.reduced(reduction);
        }
    }

    /** The file with the checked start of the pixels, and with what it may lack at its end. */
    private PhotoInput complete(Work work) throws RefusedImage {
        var head = file.copy(new Extent(0, INFO));
        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).putInt(PIXEL_OFFSET, start);
        return new PhotoInput(head, file, END, work);
    }

    /** Some programs declare alpha and leave it 0 everywhere: they mean that all is visible. */
    private boolean hasVisiblePixel(Work work) throws RefusedImage {
        for (var row = 0; row < header.height() && alphaMask != 0; row++) {
            work.take(rowLength());
            for (var x = 0; x < header.width(); x++) {
                if ((pixel(row(row) + bits / Byte.SIZE * x) & alphaMask) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private int pixel(int at) throws RefusedImage {
        return bits == Short.SIZE ? file.unsignedShort(at) : file.signedInt(at);
    }

    /** Where a row starts; rows begin at multiples of four bytes. */
    private int row(int row) throws RefusedImage {
        var stride = Math.ceilDiv((long) header.width() * bits, Integer.SIZE) * Integer.BYTES;
        var offset = start + row * stride;
        if (start < INFO || offset > file.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return (int) offset;
    }

    private int rowLength() {
        return Math.ceilDiv(header.width() * bits, Byte.SIZE);
    }
}
