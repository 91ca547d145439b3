package io.facematch.face.decoding;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
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
        var start = start(file, INFO + CORE_HEADER + paletteLength(bits, 0, 3));
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
            var pixels = file.part(start(file, INFO + size), file.length());
            return compression == JPEG ? JpegImage.read(pixels, limits) : PngImage.read(pixels, limits);
        }
        var header = new ImageHeader(file.signedInt(18), Math.abs(height), 1);
        var bits = file.unsignedShort(28);
        checkBits(bits, compression);
        var hasMasks = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
        var hasAlphaMask = compression == ALPHA_BIT_FIELDS || (hasMasks && size >= V3_HEADER);
        var masksAfter = hasMasks && size == V1_HEADER ? (hasAlphaMask ? 16 : 12) : 0;
        var start = start(file, INFO + size + masksAfter + paletteLength(bits, file.signedInt(46), 4));
        var alphaMask = hasAlphaMask ? file.signedInt(INFO + V1_HEADER + 12) : 0;
        return checked(new BmpImage(file, header, bits, start, alphaMask), compression, limits);
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

    private static int paletteLength(int bits, int declared, int entryLength) {
        var most = bits > Byte.SIZE ? 0 : 1 << bits;
        return (declared > 0 && declared < most ? declared : most) * entryLength;
    }

    /** Some programs write 0: then the pixels begin where the palette ends. */
    private static int start(ByteView file, int paletteEnd) throws RefusedImage {
        var start = file.signedInt(PIXEL_OFFSET);
        return start == 0 ? paletteEnd : start;
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
    public Mat decode(int reduction) throws RefusedImage {
        var alpha = hasVisiblePixel() ? Alpha.STRAIGHT : Alpha.NONE;
        return new ImageIoDecoder(header, bits, alpha).decode(READERS, complete(), reduction);
    }

    /** The file with the checked start of the pixels, and with what it may lack at its end. */
    private byte[] complete() throws RefusedImage {
        var bytes = file.copy(new Extent(0, file.length()));
        var complete = Arrays.copyOf(bytes, bytes.length + END.length);
        System.arraycopy(END, 0, complete, bytes.length, END.length);
        ByteBuffer.wrap(complete).order(ByteOrder.LITTLE_ENDIAN).putInt(PIXEL_OFFSET, start);
        return complete;
    }

    /** Some programs declare alpha and leave it 0 everywhere: they mean that all is visible. */
    private boolean hasVisiblePixel() throws RefusedImage {
        for (var row = 0; row < header.height() && alphaMask != 0; row++) {
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
