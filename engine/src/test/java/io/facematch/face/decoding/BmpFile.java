package io.facematch.face.decoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes every kind of BMP. */
final class BmpFile {
    static final int V1 = 40;
    static final int V4 = 108;
    static final int V5 = 124;

    private static final int CORE = 12;
    private static final int RGB = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;

    private BmpFile() {}

    /** With a palette of as many colours as fit into so many bits, or 24 bits; from bottom to top unless said so. */
    static byte[] plain(TestPicture picture, int bits, boolean topDown, boolean core) {
        var rows = new ByteArrayOutputStream();
        for (var row = 0; row < picture.height(); row++) {
            var y = topDown ? row : picture.height() - 1 - row;
            var packed = new BitWriter();
            for (var x = 0; x < picture.width(); x++) {
                if (bits == 24) {
                    packed.bits(picture.blue(x, y), 8);
                    packed.bits(picture.green(x, y), 8);
                    packed.bits(picture.red(x, y), 8);
                } else {
                    packed.bits((x + y) % (1 << bits), bits);
                }
            }
            rows.writeBytes(padded(packed.bytes()));
        }
        var palette = palette(bits, core ? 3 : 4);
        return file(picture, core ? CORE : V1, bits, RGB, topDown, new int[0], palette, rows.toByteArray());
    }

    /** Pixels of 16 or 32 bits, with masks of red, green, blue and perhaps alpha unless these are the usual ones. */
    static byte[] masked(TestPicture picture, int bits, int header, int... masks) {
        var stride = (picture.width() * bits / 8 + 3) / 4 * 4;
        var pixels = ByteBuffer.allocate(stride * picture.height()).order(ByteOrder.LITTLE_ENDIAN);
        var usual = bits == 16 ? new int[] {0x7C00, 0x3E0, 0x1F} : new int[] {0xFF0000, 0xFF00, 0xFF};
        var used = masks.length == 0 ? usual : masks;
        for (var row = 0; row < picture.height(); row++) {
            for (var x = 0; x < picture.width(); x++) {
                var y = picture.height() - 1 - row;
                var levels =
                        new int[] {picture.red(x, y), picture.green(x, y), picture.blue(x, y), picture.alpha(x, y)};
                var pixel = 0;
                for (var i = 0; i < used.length; i++) {
                    var most = (used[i] >>> Integer.numberOfTrailingZeros(used[i])) & 0xFFFFFFFFL;
                    pixel |= (int) (levels[i] * most / 255) << Integer.numberOfTrailingZeros(used[i]);
                }
                var at = row * stride + x * bits / 8;
                if (bits == 16) {
                    pixels.putShort(at, (short) pixel);
                } else {
                    pixels.putInt(at, pixel);
                }
            }
        }
        return file(
                picture, header, bits, masks.length == 0 ? RGB : BIT_FIELDS, false, masks, new byte[0], pixels.array());
    }

    /** Run-length coded pixels of 4 or 8 bits, as given. */
    static byte[] runLengths(int width, int height, int bits, boolean topDown, int... codes) {
        var pixels = new byte[codes.length];
        for (var i = 0; i < codes.length; i++) {
            pixels[i] = (byte) codes[i];
        }
        var picture = TestPicture.colours(width, height);
        return file(picture, V1, bits, bits == 8 ? RLE8 : RLE4, topDown, new int[0], palette(bits, 4), pixels);
    }

    /** Another file as the pixels of a BMP. */
    static byte[] containing(byte[] other, int compression) {
        return file(TestPicture.colours(), V1, 0, compression, false, new int[0], new byte[0], other);
    }

    private static byte[] file(
            TestPicture picture,
            int header,
            int bits,
            int compression,
            boolean topDown,
            int[] masks,
            byte[] palette,
            byte[] pixels) {
        var masksBehind = header == V1 ? 4 * masks.length : 0;
        var start = 14 + header + masksBehind + palette.length;
        var file = ByteBuffer.allocate(start + pixels.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'B')
                .put((byte) 'M')
                .putInt(start + pixels.length)
                .putInt(0)
                .putInt(start)
                .putInt(header);
        if (header == CORE) {
            file.putShort((short) picture.width())
                    .putShort((short) picture.height())
                    .putShort((short) 1)
                    .putShort((short) bits);
        } else {
            file.putInt(picture.width())
                    .putInt(topDown ? -picture.height() : picture.height())
                    .putShort((short) 1)
                    .putShort((short) bits)
                    .putInt(compression)
                    .position(54);
            for (var mask : masks) {
                file.putInt(mask);
            }
        }
        return file.position(14 + header + masksBehind).put(palette).put(pixels).array();
    }

    private static byte[] palette(int bits, int entryLength) {
        if (bits > 8) {
            return new byte[0];
        }
        var colours = 1 << bits;
        var palette = new byte[entryLength * colours];
        for (var index = 0; index < colours; index++) {
            var colour = TestPicture.paletteColour(index, colours);
            for (var channel = 0; channel < 3; channel++) {
                palette[entryLength * index + channel] = (byte) (colour >> (8 * channel));
            }
        }
        return palette;
    }

    private static byte[] padded(byte[] row) {
        return Arrays.copyOf(row, (row.length + 3) / 4 * 4);
    }
}
