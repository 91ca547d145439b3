package io.facematch.face.decoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Writes the PNGs that ImageIO cannot. */
final class PngFile {
    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGBA = 6;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    /** Start and step of each of the seven passes. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Random filters;
    private byte[] above = {};

    PngFile() {
        bytes.writeBytes(SIGNATURE);
    }

    /** A whole file without a palette. */
    static byte[] of(TestPicture picture, int colourType, int bits, boolean interlaced) {
        return new PngFile()
                .header(picture.width(), picture.height(), colourType, bits, interlaced)
                .pixels(picture, colourType, bits, interlaced)
                .end();
    }

    /** Each row gets any of the five filters. */
    PngFile filters(Random random) {
        filters = random;
        return this;
    }

    PngFile header(int width, int height, int colourType, int bits, boolean interlaced) {
        return chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) bits)
                        .put((byte) colourType)
                        .put((byte) 0)
                        .put((byte) 0)
                        .put((byte) (interlaced ? 1 : 0))
                        .array());
    }

    PngFile palette(int colours) {
        var palette = new byte[3 * colours];
        for (var index = 0; index < colours; index++) {
            var colour = TestPicture.paletteColour(index, colours);
            palette[3 * index] = (byte) (colour >> 16);
            palette[3 * index + 1] = (byte) (colour >> 8);
            palette[3 * index + 2] = (byte) colour;
        }
        return chunk("PLTE", palette);
    }

    PngFile pixels(TestPicture picture, int colourType, int bits, boolean interlaced) {
        var rows = new ByteArrayOutputStream();
        for (var pass : interlaced ? PASSES : ONE_PASS) {
            for (var y = pass[1]; y < picture.height(); y += pass[3]) {
                var row = new BitWriter();
                for (var x = pass[0]; x < picture.width(); x += pass[2]) {
                    pixel(picture, x, y, colourType, bits, row);
                }
                var packed = row.bytes();
                if (packed.length > 0) {
                    rows.writeBytes(filtered(packed, Math.max(1, samples(colourType) * bits / 8)));
                }
            }
            above = new byte[0];
        }
        return data(rows.toByteArray());
    }

    private byte[] filtered(byte[] row, int distance) {
        var type = filters == null ? 0 : filters.nextInt(5);
        var filtered = new byte[1 + row.length];
        filtered[0] = (byte) type;
        for (var i = 0; i < row.length; i++) {
            var left = i < distance ? 0 : row[i - distance] & 0xFF;
            var up = above.length == 0 ? 0 : above[i] & 0xFF;
            var corner = i < distance || above.length == 0 ? 0 : above[i - distance] & 0xFF;
            var expected = switch (type) {
                case 0 -> 0;
                case 1 -> left;
                case 2 -> up;
                case 3 -> (left + up) / 2;
                default -> nearest(left + up - corner, left, up, corner);
            };
            filtered[1 + i] = (byte) (row[i] - expected);
        }
        above = row;
        return filtered;
    }

    private static int nearest(int to, int... candidates) {
        return Arrays.stream(candidates)
                .boxed()
                .min(Comparator.comparingInt(candidate -> Math.abs(candidate - to)))
                .orElseThrow();
    }

    private static int samples(int colourType) {
        return switch (colourType) {
            case GREY, PALETTE -> 1;
            case GREY_ALPHA -> 2;
            case RGB -> 3;
            default -> 4;
        };
    }

    private static void pixel(TestPicture picture, int x, int y, int colourType, int bits, BitWriter row) {
        switch (colourType) {
            case GREY -> row.level(picture.green(x, y), bits);
            case PALETTE -> row.bits((x + y) % (1 << bits), bits);
            case GREY_ALPHA -> {
                row.level(picture.green(x, y), bits);
                row.level(picture.alpha(x, y), bits);
            }
            default -> {
                row.level(picture.red(x, y), bits);
                row.level(picture.green(x, y), bits);
                row.level(picture.blue(x, y), bits);
                if (colourType == RGBA) {
                    row.level(picture.alpha(x, y), bits);
                }
            }
        }
    }

    /** Rows with their filter types. */
    PngFile data(byte[] rows) {
        return chunk("IDAT", deflated(rows));
    }

    PngFile chunk(String type, byte[] content) {
        var chunk = ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        var checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + content.length);
        bytes.writeBytes(chunk.putInt((int) checksum.getValue()).array());
        return this;
    }

    byte[] end() {
        chunk("IEND", new byte[0]);
        return bytes.toByteArray();
    }

    static byte[] deflated(byte[] content) {
        try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            deflater.setInput(content);
            deflater.finish();
            var deflated = new ByteArrayOutputStream();
            var buffer = new byte[8192];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        }
    }
}
