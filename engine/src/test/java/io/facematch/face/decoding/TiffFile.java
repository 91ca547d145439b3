package io.facematch.face.decoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Writes the TIFFs that ImageIO cannot. One strip, chunky and uncompressed unless told otherwise. */
final class TiffFile {
    static final int WHITE_IS_ZERO = 0;
    static final int GREY = 1;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int CMYK = 5;
    static final int YCBCR = 6;

    static final int NO_COMPRESSION = 1;
    static final int FAX_G4 = 4;
    static final int LZW = 5;
    static final int OLD_JPEG = 6;
    static final int JPEG = 7;
    static final int DEFLATE = 8;
    static final int PACK_BITS = 32773;

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int BYTE_COUNTS = 279;
    static final int PLANAR = 284;
    static final int PREDICTOR = 317;
    static final int COLOUR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int OLD_JPEG_OFFSET = 513;
    static final int OLD_JPEG_LENGTH = 514;
    static final int OLD_JPEG_TABLES = 519;
    static final int XMP = 700;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int HEADER = 8;

    private static final Set<Integer> LONGS = Set.of(
            WIDTH,
            HEIGHT,
            OFFSETS,
            ROWS_PER_STRIP,
            BYTE_COUNTS,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTE_COUNTS);

    private static final int MULTIPLIED = 1;

    private final TestPicture picture;
    private final Map<Integer, long[]> tags = new TreeMap<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private int blockWidth;
    private int blockHeight;

    TiffFile(TestPicture picture, int photometric, int bits, int samples) {
        this.picture = picture;
        this.blockWidth = picture.width();
        this.blockHeight = picture.height();
        var bitsOfEach = new long[samples];
        Arrays.fill(bitsOfEach, bits);
        tag(WIDTH, picture.width()).tag(HEIGHT, picture.height());
        tag(BITS, bitsOfEach).tag(COMPRESSION, NO_COMPRESSION);
        tag(PHOTOMETRIC, photometric).tag(SAMPLES, samples);
        if (photometric == PALETTE) {
            tag(COLOUR_MAP, colourMap(1 << bits));
        }
    }

    /** The JDK's: it knows tiles and fax. */
    static ImageWriter writer() {
        for (var writers = ImageIO.getImageWritersByFormatName("tiff"); writers.hasNext(); ) {
            var writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return writer;
            }
        }
        throw new IllegalStateException("the JDK writes no TIFF");
    }

    /** The pixels of a file with one strip. */
    static byte[] onlyStrip(byte[] file) {
        try {
            var view = new ByteView(file.clone());
            var page = new TiffDirectory(view);
            return view.copy(new Extent((int) page.value(OFFSETS, 0), (int) page.value(BYTE_COUNTS, 0)));
        } catch (RefusedImage impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    TiffFile tag(int tag, long... values) {
        if (values.length > 0) {
            tags.put(tag, values);
        }
        return this;
    }

    TiffFile order(ByteOrder order) {
        this.order = order;
        return this;
    }

    TiffFile strips(int rows) {
        blockHeight = rows;
        return tag(ROWS_PER_STRIP, rows);
    }

    TiffFile tiles(int width, int height) {
        blockWidth = width;
        blockHeight = height;
        return tag(TILE_WIDTH, width).tag(TILE_HEIGHT, height);
    }

    /** Cut into blocks and compressed as the tags say. */
    byte[] bytes() {
        var blocks = new ArrayList<byte[]>();
        var planes = has(PLANAR, 2) ? (int) value(SAMPLES) : 1;
        for (var plane = 0; plane < planes; plane++) {
            for (var y = 0; y < picture.height(); y += blockHeight) {
                for (var x = 0; x < picture.width(); x += blockWidth) {
                    blocks.add(compressed(block(x, y, planes == 1 ? -1 : plane)));
                }
            }
        }
        return bytes(blocks);
    }

    /** With blocks that are ready. */
    byte[] bytes(List<byte[]> blocks) {
        var data = new ByteArrayOutputStream();
        var offsets = new long[blocks.size()];
        var counts = new long[blocks.size()];
        for (var i = 0; i < offsets.length; i++) {
            offsets[i] = (long) HEADER + data.size();
            counts[i] = blocks.get(i).length;
            data.writeBytes(blocks.get(i));
        }
        return bytes(data.toByteArray(), offsets, counts);
    }

    /** With blocks that are somewhere in the data, which starts at byte 8. */
    byte[] bytes(byte[] data, long[] offsets, long[] counts) {
        var tiled = tags.containsKey(TILE_WIDTH);
        tag(tiled ? TILE_OFFSETS : OFFSETS, offsets).tag(tiled ? TILE_BYTE_COUNTS : BYTE_COUNTS, counts);
        return file(data);
    }

    private byte[] file(byte[] data) {
        var directory = HEADER + data.length;
        var behind = directory + 2 + 12 * tags.size() + 4;
        var file = ByteBuffer.allocate(behind
                        + tags.keySet().stream().mapToInt(this::lengthBehind).sum())
                .order(order)
                .put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'))
                .put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'))
                .putShort((short) 42)
                .putInt(directory)
                .put(data)
                .putShort((short) tags.size());
        for (var tag : tags.entrySet()) {
            var isLong = LONGS.contains(tag.getKey());
            file.putShort(tag.getKey().shortValue());
            file.putShort((short) (isLong ? LONG : SHORT)).putInt(tag.getValue().length);
            var at = file.position();
            var lengthBehind = lengthBehind(tag.getKey());
            file.putInt(lengthBehind == 0 ? 0 : behind);
            if (lengthBehind > 0) {
                at = behind;
                behind += lengthBehind;
            }
            for (var value : tag.getValue()) {
                if (isLong) {
                    file.putInt(at, (int) value);
                    at += Integer.BYTES;
                } else {
                    file.putShort(at, (short) value);
                    at += Short.BYTES;
                }
            }
        }
        return file.array();
    }

    /** Up to four bytes of values stand in the directory itself. */
    private int lengthBehind(int tag) {
        var length = Objects.requireNonNull(tags.get(tag)).length * (LONGS.contains(tag) ? Integer.BYTES : Short.BYTES);
        return length > 4 ? length : 0;
    }

    private byte[] block(int left, int top, int plane) {
        var bits = (int) value(BITS);
        var block = new ByteArrayOutputStream();
        var end = tags.containsKey(TILE_WIDTH) ? top + blockHeight : Math.min(top + blockHeight, picture.height());
        for (var y = top; y < end; y++) {
            var row = new BitWriter();
            var before = new int[8];
            for (var x = left; x < left + blockWidth; x++) {
                var samples = samples(Math.min(x, picture.width() - 1), Math.min(y, picture.height() - 1));
                for (var i = 0; i < samples.length; i++) {
                    var value = inBits(samples[i], bits);
                    if (plane < 0 || plane == i) {
                        write(differenced() ? value - before[i] : value, bits, row);
                    }
                    before[i] = value;
                }
            }
            block.writeBytes(row.bytes());
        }
        return block.toByteArray();
    }

    private boolean differenced() {
        return has(PREDICTOR, 2) && (has(COMPRESSION, LZW) || has(COMPRESSION, DEFLATE));
    }

    private int inBits(int level, int bits) {
        if (has(PHOTOMETRIC, PALETTE)) {
            return level;
        }
        return bits == 16 ? level * 257 : level >> (8 - Math.min(bits, 8));
    }

    private void write(int value, int bits, BitWriter row) {
        if (bits == 16 && order == ByteOrder.LITTLE_ENDIAN) {
            row.bits(value & 0xFF, 8);
            row.bits(value >> 8 & 0xFF, 8);
        } else {
            row.bits(value & (1 << bits) - 1, bits);
        }
    }

    /** Of 8 bits, or indices. */
    private int[] samples(int x, int y) {
        var red = picture.red(x, y);
        var green = picture.green(x, y);
        var blue = picture.blue(x, y);
        var alpha = picture.alpha(x, y);
        var multiplied = has(EXTRA_SAMPLES, MULTIPLIED);
        UnaryOperator<Integer> stored = level -> multiplied ? level * alpha / 255 : level;
        var all = switch ((int) value(PHOTOMETRIC)) {
            case WHITE_IS_ZERO -> new int[] {255 - green, alpha};
            case GREY -> new int[] {stored.apply(green), alpha};
            case PALETTE -> new int[] {(x + y) % (1 << (int) value(BITS)), alpha};
            case CMYK -> {
                var light = Math.max(Math.max(red, green), Math.max(blue, 1));
                yield new int[] {
                    255 - 255 * red / light, 255 - 255 * green / light, 255 - 255 * blue / light, 255 - light
                };
            }
            default -> new int[] {stored.apply(red), stored.apply(green), stored.apply(blue), alpha, 0};
        };
        return Arrays.copyOf(all, (int) value(SAMPLES));
    }

    private byte[] compressed(byte[] block) {
        return switch ((int) value(COMPRESSION)) {
            case LZW -> lzw(block);
            case DEFLATE -> PngFile.deflated(block);
            case PACK_BITS -> packed(block);
            default -> block;
        };
    }

    /** Never more than a literal code: every code is as long as the first. */
    private static byte[] lzw(byte[] block) {
        var codes = new BitWriter();
        for (var i = 0; i < block.length; i++) {
            if (i % 200 == 0) {
                codes.bits(256, 9);
            }
            codes.bits(block[i] & 0xFF, 9);
        }
        codes.bits(257, 9);
        return codes.bytes();
    }

    /** Runs of equal bytes repeated, others as they are. */
    private static byte[] packed(byte[] block) {
        var packed = new ByteArrayOutputStream();
        for (var i = 0; i < block.length; ) {
            var run = 1;
            while (run < 128 && i + run < block.length && block[i + run] == block[i]) {
                run++;
            }
            if (run > 1) {
                packed.write(257 - run);
                packed.write(block[i]);
            } else {
                packed.write(0);
                packed.write(block[i]);
            }
            i += run;
        }
        return packed.toByteArray();
    }

    private static long[] colourMap(int colours) {
        var map = new long[3 * colours];
        for (var index = 0; index < colours; index++) {
            var colour = TestPicture.paletteColour(index, colours);
            for (var channel = 0; channel < 3; channel++) {
                map[channel * colours + index] = (colour >> (16 - 8 * channel) & 0xFF) * 257L;
            }
        }
        return map;
    }

    private boolean has(int tag, long value) {
        return tags.containsKey(tag) && value(tag) == value;
    }

    private long value(int tag) {
        return Objects.requireNonNull(tags.get(tag))[0];
    }
}
