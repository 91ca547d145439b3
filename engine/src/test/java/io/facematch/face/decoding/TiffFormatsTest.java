package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFormatsTest {
    static Stream<Arguments> compressionsAndBlocksAndOrders() {
        return IntStream.of(TiffFile.NO_COMPRESSION, TiffFile.LZW, TiffFile.DEFLATE, TiffFile.PACK_BITS)
                .boxed()
                .flatMap(compression -> Stream.of("one strip", "strips", "tiles")
                        .flatMap(blocks -> Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                                .map(order -> Arguments.of(compression, blocks, order))));
    }

    @ParameterizedTest
    @MethodSource("compressionsAndBlocksAndOrders")
    void decodesEveryCompression(int compression, String blocks, ByteOrder order) {
        // Red falls to the right, so that differences borrow from the upper byte.
        var picture = new TestPicture(
                TestPicture.WIDTH,
                TestPicture.HEIGHT,
                (x, y) -> TestPicture.colours().argb(TestPicture.WIDTH - 1 - x, y));
        for (var predictor : new int[] {1, 2}) {
            for (var planar : new int[] {1, 2}) {
                for (var bits : new int[] {8, 16}) {
                    var file = new TiffFile(picture, TiffFile.RGB, bits, 3)
                            .order(order)
                            .tag(TiffFile.COMPRESSION, compression)
                            .tag(TiffFile.PREDICTOR, predictor)
                            .tag(TiffFile.PLANAR, planar);
                    switch (blocks) {
                        case "strips" -> file.strips(7);
                        case "tiles" -> file.tiles(32, 16);
                        default -> {}
                    }
                    assertShows(file.bytes(), picture, 0);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 2", "0, 4", "0, 8", "0, 16", "1, 1", "1, 2", "1, 4", "1, 8", "1, 16"})
    void decodesGrey(int photometric, int bits) {
        assertShows(new TiffFile(TestPicture.greys(bits), photometric, bits, 1).bytes(), TestPicture.greys(bits), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void decodesPalette(int bits) {
        var picture = TestPicture.palette(1 << bits);

        assertShows(new TiffFile(picture, TiffFile.PALETTE, bits, 1).strips(10).bytes(), picture, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void decodesInks(int bits) {
        assertShows(new TiffFile(TestPicture.colours(), TiffFile.CMYK, bits, 4).bytes(), TestPicture.colours(), 2);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1, 8", "1, 2, 2, 16", "2, 4, 1, 16", "2, 4, 2, 8", "2, 5, 2, 8"})
    void putsTransparentPartsOnWhite(int photometric, int samples, int alpha, int bits) {
        var picture = (photometric == TiffFile.GREY ? TestPicture.greys(8) : TestPicture.colours()).fading();

        var file = new TiffFile(picture, photometric, bits, samples).tag(TiffFile.EXTRA_SAMPLES, alpha, 0);

        assertShows(file.bytes(), picture.onWhite(), 2);
    }

    @Test
    void leavesSamplesThatAreNoAlphaAlone() {
        var file = new TiffFile(TestPicture.colours().fading(), TiffFile.RGB, 8, 4).tag(TiffFile.EXTRA_SAMPLES, 0);

        assertShows(file.bytes(), TestPicture.colours(), 0);
    }

    static Stream<Arguments> whatImageIoWrites() {
        return Stream.of("LZW", "Deflate", "ZLib", "PackBits", "JPEG")
                .flatMap(compression -> Stream.of(false, true).map(tiled -> Arguments.of(compression, tiled)));
    }

    @ParameterizedTest
    @MethodSource("whatImageIoWrites")
    void decodesWhatImageIoWrites(String compression, boolean tiled) {
        if (compression.equals("JPEG")) {
            var wholeTiles = TestPicture.colours(64, 48);
            assertShows(written(wholeTiles.buffered(BufferedImage.TYPE_3BYTE_BGR), compression, tiled), wholeTiles, 25);
            return;
        }
        var picture = TestPicture.colours();
        assertShows(written(picture.buffered(BufferedImage.TYPE_3BYTE_BGR), compression, tiled), picture, 0);
        var indexed = picture.buffered(BufferedImage.TYPE_BYTE_INDEXED);
        var coarse = new TestPicture(picture.width(), picture.height(), indexed::getRGB);
        assertShows(written(indexed, compression, tiled), coarse, 1);
        var fading = picture.fading();
        assertShows(written(fading.buffered(BufferedImage.TYPE_4BYTE_ABGR), compression, tiled), fading.onWhite(), 1);
    }

    /** So many different strings that their codes grow to 12 bits and start anew. */
    @Test
    void undoesLongLzw() {
        var random = new Random(7);
        var levels = random.ints(300 * 200).toArray();
        var noise = new TestPicture(300, 200, (x, y) -> (levels[300 * y + x] & 0x3F3F3F) | 0xFF << 24);

        assertShows(written(noise.buffered(BufferedImage.TYPE_3BYTE_BGR), "LZW", false), noise, 0);
    }

    @ParameterizedTest
    @CsvSource({"2, false", "2, true", "6, false", "6, true"})
    void decodesJpegInside(int photometric, boolean tiles) {
        var picture = TestPicture.colours();
        var file = new TiffFile(picture, photometric, 8, 3).tag(TiffFile.COMPRESSION, TiffFile.JPEG);
        var blocks = tiles
                ? Stream.of(0, 1, 2)
                        .flatMap(
                                down -> Stream.of(0, 1, 2).map(across -> part(picture, 32 * across, 16 * down, 32, 16)))
                        .toList()
                : List.of(part(picture, 0, 0, 67, 30), part(picture, 0, 30, 67, 15));
        if (tiles) {
            file.tiles(32, 16);
        } else {
            file.strips(30);
        }

        var encoded = blocks.stream()
                .map(block -> photometric == TiffFile.RGB
                        ? withoutAdobe(JpegFile.storedAsRgb(block))
                        : JpegFile.of(block, false))
                .toList();

        assertShows(file.bytes(encoded), picture, 12);
    }

    @Test
    void decodesGreyJpegInsideAtReducedSize() {
        var picture = new TestPicture(2600, 50, (x, y) -> 0xFF << 24 | x / 11 * 0x010101);
        var file = new TiffFile(picture, TiffFile.GREY, 8, 1)
                .tag(TiffFile.COMPRESSION, TiffFile.JPEG)
                .bytes(List.of(JpegFile.grey(picture)));
        try (var image = Decoder.image(file)) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(Decoder.pixel(image, 500, 9)[1]).isBetween(88, 93);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bringsEveryOrientationUpright(int orientation) {
        var stored = EncodedPhotos.stored(TestPicture.colours().buffered(1), orientation);
        var picture = new TestPicture(stored.getWidth(), stored.getHeight(), stored::getRGB);

        var file = new TiffFile(picture, TiffFile.RGB, 8, 3).tag(TiffFile.ORIENTATION, orientation);

        assertShows(file.bytes(), TestPicture.colours(), 0);
    }

    @Test
    void takesTheFirstOfSeveralPages() throws IOException {
        var writer = TiffFile.writer();
        try (var bytes = new ByteArrayOutputStream();
                var output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.prepareWriteSequence(null);
            for (var page : List.of(TestPicture.colours(), TestPicture.palette(2), TestPicture.greys(8))) {
                writer.writeToSequence(
                        new IIOImage(page.buffered(BufferedImage.TYPE_INT_RGB), null, null),
                        writer.getDefaultWriteParam());
            }
            writer.endWriteSequence();
            output.flush();

            assertShows(bytes.toByteArray(), TestPicture.colours(), 0);
        } finally {
            writer.dispose();
        }
    }

    /** Else the decoder might take another value than the one that was checked. */
    @Test
    void takesTheFirstOfSeveralEqualTags() {
        var file = ByteBuffer.wrap(new TiffFile(TestPicture.colours(), TiffFile.RGB, 8, 3)
                        .tag(TiffFile.SAMPLE_FORMAT, 8000)
                        .bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        var lastEntry = file.capacity() - 4 - 12 - 3 * Short.BYTES;
        while (file.getShort(lastEntry) != TiffFile.SAMPLE_FORMAT) {
            lastEntry -= 2;
        }
        file.putShort(lastEntry, (short) TiffFile.HEIGHT);

        assertShows(file.array(), TestPicture.colours(), 0);
    }

    @Test
    void needsNoLengthOfAnOnlyStrip() {
        var picture = new TestPicture(16, 16, (x, y) -> 0xFF << 24 | 16 * x + y);
        var data = new byte[3 * 16 * 16];
        for (var pixel = 0; pixel < 256; pixel++) {
            data[3 * pixel + 2] = (byte) (16 * (pixel % 16) + pixel / 16);
        }

        var file = new TiffFile(picture, TiffFile.RGB, 8, 3).bytes(data, new long[] {8}, new long[0]);

        assertShows(file, picture, 0);
    }

    @Test
    void reducesLargePicture() {
        var stripes = new TestPicture(2600, 20, (x, y) -> x % 2 == 0 ? 0xFF000000 : 0xFFFFFFFF);
        try (var image = Decoder.image(new TiffFile(stripes, TiffFile.GREY, 8, 1).bytes())) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(Decoder.pixel(image, 500, 5)).containsExactly(128, 128, 128);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "258, 32, TIFF_DEPTH",
        "258, 12, TIFF_DEPTH",
        "259, 2, TIFF_COLOURS",
        "259, 4, TIFF_COLOURS",
        "259, 9, TIFF_JBIG",
        "259, 32809, TIFF_COMPRESSION",
        "259, 34712, TIFF_JPEG_2000",
        "259, 34925, TIFF_LZMA",
        "259, 50000, TIFF_ZSTANDARD",
        "259, 50001, TIFF_WEBP",
        "259, 50002, TIFF_JPEG_XL",
        "262, 8, TIFF_LAB",
        "262, 9, TIFF_LAB",
        "262, 10, TIFF_LAB",
        "262, 6, TIFF_SUBSAMPLED",
        "262, 32844, TIFF_COLOURS",
        "262, 32803, CAMERA_RAW",
        "266, 3, TIFF_LAYOUT",
        "277, 6, TIFF_COLOURS",
        "317, 3, TIFF_LAYOUT",
        "339, 2, TIFF_DEPTH",
        "339, 3, TIFF_FLOATING_POINT",
        "50706, 1, CAMERA_RAW"
    })
    void namesTheKindsThatItRefuses(int tag, long value, Reason reason) {
        var file = new TiffFile(TestPicture.colours(), TiffFile.RGB, 8, 3)
                .tag(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .tag(tag, value);

        assertThat(Decoder.refusal(file.bytes())).isEqualTo(reason);
    }

    /** Cameras put a preview first. */
    @Test
    void refusesPreviewOfARawPhoto() {
        var file = new TiffFile(TestPicture.colours(), TiffFile.RGB, 8, 3);

        assertShows(file.tag(254, 1).bytes(), TestPicture.colours(), 0);
        assertThat(Decoder.refusal(file.tag(330, 8).bytes())).isEqualTo(Reason.CAMERA_RAW);
    }

    @Test
    void refusesOtherJpegsInside() {
        var withFifthInk =
                new TiffFile(TestPicture.colours(), TiffFile.CMYK, 8, 5).tag(TiffFile.COMPRESSION, TiffFile.JPEG);
        var garbage = new TiffFile(TestPicture.colours(), TiffFile.CMYK, 8, 4).tag(TiffFile.COMPRESSION, TiffFile.JPEG);

        assertThat(Decoder.refusal(withFifthInk.bytes())).isEqualTo(Reason.TIFF_COLOURS);
        assertThat(Decoder.refusal(garbage.bytes())).isEqualTo(Reason.DAMAGED_FILE);
    }

    /** Of the decoders that were tried none but libtiff knows such a count, and no program writes one. */
    @Test
    void refusesRunLengthsThatSayNothing() {
        var file = new TiffFile(TestPicture.greys(8), TiffFile.GREY, 8, 1)
                .tag(TiffFile.COMPRESSION, TiffFile.PACK_BITS)
                .strips(TestPicture.HEIGHT);
        var packed = new byte[TestPicture.HEIGHT * 3];
        for (var row = 0; row < TestPicture.HEIGHT; row++) {
            packed[3 * row] = (byte) 128;
            packed[3 * row + 1] = (byte) (257 - TestPicture.WIDTH);
        }

        assertThat(Decoder.refusal(file.bytes(List.of(packed)))).isEqualTo(Reason.DAMAGED_FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CCITT RLE", "CCITT T.4", "CCITT T.6"})
    void decodesFax(String compression) {
        var page = page();

        assertShows(written(page.buffered(BufferedImage.TYPE_BYTE_BINARY), compression, false), page, 0);
    }

    @Test
    void decodesFaxWithItsBitsTheOtherWayRound() {
        var page = page();
        var file = written(page.buffered(BufferedImage.TYPE_BYTE_BINARY), "CCITT T.6", false);
        var strip = TiffFile.onlyStrip(file);
        for (var i = 0; i < strip.length; i++) {
            strip[i] = (byte) (Integer.reverse(strip[i]) >>> 24);
        }

        var turned = new TiffFile(page, TiffFile.WHITE_IS_ZERO, 1, 1)
                .tag(TiffFile.COMPRESSION, TiffFile.FAX_G4)
                .tag(TiffFile.FILL_ORDER, 2);

        assertShows(turned.bytes(List.of(strip)), page, 0);
    }

    @Test
    void decodesJpegOfInksInside() {
        var picture = TestPicture.colours();
        var file = new TiffFile(picture, TiffFile.CMYK, 8, 4).tag(TiffFile.COMPRESSION, TiffFile.JPEG);

        assertShows(file.bytes(List.of(JpegFile.plainInks(picture))), picture, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all of it named", "its head named", "its start named", "nothing named"})
    void decodesOldJpegInside(String named) {
        var picture = TestPicture.colours();
        var jpeg = JpegFile.of(picture, false);
        var scan = JpegFile.find(jpeg, 0xDA);
        var head = scan + 2 + (jpeg[scan + 3] & 0xFF);
        var file = oldJpeg(picture);

        var bytes = switch (named) {
            case "all of it named" ->
                file.tag(TiffFile.OLD_JPEG_OFFSET, 8)
                        .tag(TiffFile.OLD_JPEG_LENGTH, jpeg.length)
                        .bytes(jpeg, new long[] {8 + head}, new long[] {jpeg.length - head});
            case "its head named" ->
                file.tag(TiffFile.OLD_JPEG_OFFSET, 8)
                        .tag(TiffFile.OLD_JPEG_LENGTH, head)
                        .bytes(jpeg, new long[] {8 + head}, new long[] {jpeg.length - head});
            case "its start named" ->
                file.tag(TiffFile.OLD_JPEG_OFFSET, 8)
                        .bytes(jpeg, new long[] {8 + head}, new long[] {jpeg.length - head});
            default -> file.bytes(List.of(jpeg));
        };

        assertShows(bytes, picture, 25);
    }

    /** As the first standard of TIFF had it. */
    @ParameterizedTest
    @CsvSource({"6, 1", "6, 3", "1, 1", "1, 3", "2, 1"})
    void decodesOldJpegWithItsTablesApart(int photometric, int strips) {
        var picture = photometric == TiffFile.GREY ? TestPicture.greys(8) : TestPicture.colours();
        var samples = photometric == TiffFile.GREY ? 1 : 3;
        var jpegs = new ArrayList<byte[]>();
        for (var strip = 0; strip < strips; strip++) {
            var part = strips == 1 ? picture : part(picture, 0, 16 * strip, picture.width(), 16);
            jpegs.add(
                    switch (photometric) {
                        case TiffFile.GREY -> JpegFile.grey(part);
                        case TiffFile.RGB -> JpegFile.storedAsRgb(part);
                        default -> JpegFile.of(part, false);
                    });
        }
        var data = new ByteArrayOutputStream();
        var offsets = new long[strips];
        var counts = new long[strips];
        for (var strip = 0; strip < strips; strip++) {
            var jpeg = jpegs.get(strip);
            var codes = JpegFile.end(jpeg, JpegFile.find(jpeg, 0xDA));
            offsets[strip] = 8L + data.size();
            counts[strip] = jpeg.length - 2L - codes;
            data.write(jpeg, codes, (int) counts[strip]);
        }
        var file = new TiffFile(picture, photometric, 8, samples)
                .tag(TiffFile.COMPRESSION, TiffFile.OLD_JPEG)
                .strips(strips == 1 ? picture.height() : 16);
        addTables(file, jpegs.getFirst(), samples, data);

        assertShows(file.bytes(data.toByteArray(), offsets, counts), picture, 25);
    }

    /** Quantization, means and details of the luminance, then those of the chrominance. */
    private static void addTables(TiffFile file, byte[] jpeg, int samples, ByteArrayOutputStream data) {
        var starts = new long[3][samples];
        for (var at = 2; (jpeg[at + 1] & 0xFF) != 0xDA; at = JpegFile.end(jpeg, at)) {
            var kind = switch (jpeg[at + 1] & 0xFF) {
                case 0xDB -> 0;
                case 0xC4 -> 1;
                default -> -1;
            };
            // A segment may hold several tables.
            for (var table = at + 4; kind >= 0 && table < JpegFile.end(jpeg, at); ) {
                var length = kind == 0 ? 64 : 16;
                for (var i = 0; i < 16 && kind == 1; i++) {
                    length += jpeg[table + 1 + i];
                }
                var place = jpeg[table] & 0xF;
                for (var i = 0; i < samples; i++) {
                    if (i == place || (i == 2 && place == 1)) {
                        starts[kind + (kind == 1 ? jpeg[table] >> 4 : 0)][i] = 8L + data.size();
                    }
                }
                data.write(jpeg, table + 1, length);
                table += 1 + length;
            }
        }
        for (var table : starts) {
            for (var i = 0; i < samples; i++) {
                table[i] = table[i] == 0 ? table[0] : table[i];
            }
        }
        file.tag(TiffFile.OLD_JPEG_TABLES, starts[0]).tag(520, starts[1]).tag(521, starts[2]);
    }

    @Test
    void refusesOldJpegOfOtherSizeOrWithTablesThatAreMissing() {
        var larger = JpegFile.of(TestPicture.colours(80, 60), false);

        assertThat(Decoder.refusal(oldJpeg(TestPicture.colours()).bytes(List.of(larger))))
                .isEqualTo(Reason.DAMAGED_FILE);
        assertThat(Decoder.refusal(oldJpeg(TestPicture.colours())
                        .tag(TiffFile.OLD_JPEG_TABLES, 8, 8, 8)
                        .bytes()))
                .isEqualTo(Reason.DAMAGED_FILE);
        assertThat(Decoder.refusal(oldJpeg(TestPicture.colours()).tag(512, 14).bytes()))
                .isEqualTo(Reason.JPEG_LOSSLESS);
    }

    @Test
    void needsNoMarkAtTheEndOfAJpegInside() {
        var picture = TestPicture.colours();
        var jpeg = JpegFile.of(picture, false);
        var file = new TiffFile(picture, TiffFile.YCBCR, 8, 3).tag(TiffFile.COMPRESSION, TiffFile.JPEG);

        assertShows(file.bytes(List.of(Arrays.copyOf(jpeg, jpeg.length - 2))), picture, 12);
        assertThat(Decoder.refusal(file.bytes(List.of(Arrays.copyOf(jpeg, jpeg.length - 60)))))
                .isEqualTo(Reason.DAMAGED_FILE);
    }

    private static TiffFile oldJpeg(TestPicture picture) {
        return new TiffFile(picture, TiffFile.YCBCR, 8, 3).tag(TiffFile.COMPRESSION, TiffFile.OLD_JPEG);
    }

    /** Black on white, as a fax. */
    private static TestPicture page() {
        return new TestPicture(
                TestPicture.WIDTH,
                TestPicture.HEIGHT,
                (x, y) -> (x * x + 3 * y * y) % 97 < 30 ? 0xFF000000 : 0xFFFFFFFF);
    }

    @Test
    void refusesJpegInsideOfAnotherSize() {
        var file = new TiffFile(TestPicture.colours(), TiffFile.RGB, 8, 3).tag(TiffFile.COMPRESSION, TiffFile.JPEG);
        for (var other :
                List.of(TestPicture.colours(67, 44), TestPicture.colours(67, 46), TestPicture.colours(66, 45))) {
            assertThat(Decoder.refusal(file.bytes(List.of(JpegFile.of(other, false)))))
                    .isEqualTo(Reason.DAMAGED_FILE);
        }
    }

    @ParameterizedTest
    @CsvSource({"322, 8", "322, 24", "322, 8208", "323, 0", "323, 17"})
    void refusesOddTiles(int tag, int side) {
        var file = new TiffFile(TestPicture.colours(), TiffFile.RGB, 8, 3)
                .tiles(32, 32)
                .tag(tag, side);
        var block = new byte[32 * 32 * 3];

        assertThat(Decoder.refusal(file.bytes(List.of(block, block, block, block, block, block))))
                .isEqualTo(Reason.DAMAGED_FILE);
    }

    @Test
    void refusesBlocksThatOverlap() {
        var file = new TiffFile(TestPicture.colours(), TiffFile.RGB, 8, 3).strips(1);
        var data = new byte[2 * 3 * TestPicture.WIDTH];
        var offsets = new long[TestPicture.HEIGHT];
        var counts = new long[TestPicture.HEIGHT];
        Arrays.fill(offsets, 8);
        Arrays.fill(counts, data.length);

        assertThat(Decoder.refusal(file.bytes(data, offsets, counts))).isEqualTo(Reason.DAMAGED_FILE);
    }

    /** Beyond the edge of the picture its last pixels go on. */
    private static TestPicture part(TestPicture picture, int left, int top, int width, int height) {
        return new TestPicture(
                width,
                height,
                (x, y) ->
                        picture.argb(Math.min(left + x, picture.width() - 1), Math.min(top + y, picture.height() - 1)));
    }

    private static byte[] withoutAdobe(byte[] jpeg) {
        var at = JpegFile.find(jpeg, 0xEE);
        var without = Arrays.copyOf(jpeg, jpeg.length - 16);
        System.arraycopy(jpeg, at + 16, without, at, without.length - at);
        return without;
    }

    private static byte[] written(BufferedImage picture, String compression, boolean tiled) {
        var writer = TiffFile.writer();
        try (var bytes = new ByteArrayOutputStream();
                var output = ImageIO.createImageOutputStream(bytes)) {
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType(compression);
            if (tiled) {
                how.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                how.setTiling(32, 16, 0, 0);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), how);
            output.flush();
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
    }
}
