package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "1, false",
        "1, true",
        "2, false",
        "2, true",
        "4, false",
        "4, true",
        "8, false",
        "8, true",
        "16, false",
        "16, true"
    })
    void decodesGrey(int bits, boolean interlaced) {
        var picture = TestPicture.greys(bits);

        assertShows(PngFile.of(picture, PngFile.GREY, bits, interlaced), picture, 0);
    }

    @ParameterizedTest
    @CsvSource({"8, false", "8, true", "16, false", "16, true"})
    void decodesColours(int bits, boolean interlaced) {
        assertShows(PngFile.of(TestPicture.colours(), PngFile.RGB, bits, interlaced), TestPicture.colours(), 0);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true", "4, false", "4, true", "8, false", "8, true"})
    void decodesPalette(int bits, boolean interlaced) {
        var picture = TestPicture.palette(1 << bits);

        assertShows(palette(picture, bits, interlaced, new byte[0]), picture, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 8, false",
        "4, 8, true",
        "4, 16, false",
        "4, 16, true",
        "6, 8, false",
        "6, 8, true",
        "6, 16, false",
        "6, 16, true"
    })
    void putsTransparentPartsOnWhite(int colourType, int bits, boolean interlaced) {
        var picture = (colourType == PngFile.RGBA ? TestPicture.colours() : TestPicture.greys(8)).fading();

        assertShows(PngFile.of(picture, colourType, bits, interlaced), picture.onWhite(), 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void putsTransparentColoursOfThePaletteOnWhite(int bits) {
        var colours = 1 << bits;
        var alphas = new byte[colours / 2];
        for (var index = 0; index < alphas.length; index++) {
            alphas[index] = (byte) (index * 255 / colours);
        }
        var picture = new TestPicture(TestPicture.WIDTH, TestPicture.HEIGHT, (x, y) -> {
            var index = (x + y) % colours;
            var alpha = index < alphas.length ? alphas[index] & 0xFF : 255;
            return TestPicture.paletteColour(index, colours) - (0xFF << 24) + (alpha << 24);
        });

        assertShows(palette(picture, bits, false, alphas), picture.onWhite(), 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 5", "8, 77", "16, 19789"})
    void putsTheTransparentGreyOnWhite(int bits, int transparent) {
        var picture = TestPicture.greys(bits);
        var level = bits == 16 ? transparent / 257 : transparent * 255 / ((1 << bits) - 1);
        var seen = replaced(picture, level * 0x010101);

        assertShows(transparent(picture, PngFile.GREY, bits, transparent), seen, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void putsTheTransparentColourOnWhite(int bits) {
        var picture = TestPicture.colours();
        var colour = picture.rgb(20, 30);
        var scale = bits == 16 ? 257 : 1;
        var file = transparent(
                picture,
                PngFile.RGB,
                bits,
                scale * picture.red(20, 30),
                scale * picture.green(20, 30),
                scale * picture.blue(20, 30));

        assertShows(file, replaced(picture, colour), 0);
    }

    @Test
    void decodesWhatImageIoWrites() {
        for (var type : new int[] {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_3BYTE_BGR}) {
            assertShows(EncodedPhotos.encode(TestPicture.colours().buffered(type), "png"), TestPicture.colours(), 0);
        }
    }

    @Test
    void averagesLargePictureInsteadOfSkippingPixels() {
        var stripes = new TestPicture(2600, 20, (x, y) -> x % 2 == 0 ? 0xFF000000 : 0xFFFFFFFF);
        try (var image = Decoder.image(PngFile.of(stripes, PngFile.RGB, 8, false))) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(image.width()).isEqualTo(1300);
            assertThat(Decoder.pixel(image, 500, 5)).containsExactly(128, 128, 128);
        }
    }

    @Test
    void averagesLargeTransparentPicture() {
        var stripes = new TestPicture(2600, 20, (x, y) -> x % 2 == 0 ? 0xFF000000 : 0);
        try (var image = Decoder.image(PngFile.of(stripes, PngFile.RGBA, 16, false))) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(Decoder.pixel(image, 500, 5)).containsExactly(128, 128, 128);
        }
    }

    @Test
    void showsTheFirstPictureOfAnAnimation() {
        var file = new PngFile()
                .header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.RGB, 8, false)
                .chunk("acTL", ByteBuffer.allocate(8).putInt(2).array())
                .chunk("fcTL", frame(0))
                .pixels(TestPicture.colours(), PngFile.RGB, 8, false)
                .chunk("fcTL", frame(1))
                .chunk("fdAT", ByteBuffer.allocate(8).putInt(2).array())
                .end();

        assertShows(file, TestPicture.colours(), 0);
    }

    @Test
    void leavesTextsAndProfilesPacked() {
        var file = new PngFile().header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.RGB, 8, false);
        var bomb = PngFile.deflated(new byte[7_900_000]);
        var text = ByteBuffer.allocate(3 + bomb.length)
                .put((byte) 'a')
                .putShort((short) 0)
                .put(bomb)
                .array();
        for (var i = 0; i < 100; i++) {
            file.chunk("zTXt", text);
        }
        file.chunk("iCCP", text).pixels(TestPicture.colours(), PngFile.RGB, 8, false);

        assertShows(file.end(), TestPicture.colours(), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IHDR", "PLTE", "tRNS", "eXIf", "acTL", "qqQq"})
    void takesTheFirstChunkOfAKind(String type) {
        var opaque = new byte[256];
        Arrays.fill(opaque, (byte) 255);
        var again = new byte[] {1, 2, 3};
        var picture = TestPicture.palette(256);

        var file = new PngFile()
                .header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.PALETTE, 8, false)
                .palette(256)
                .chunk("tRNS", opaque)
                .chunk(type, again)
                .pixels(picture, PngFile.PALETTE, 8, false)
                .chunk(type, again)
                .end();

        assertShows(file, picture, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLTE", "tRNS"})
    void takesNoColoursFromBehindThePixels(String type) {
        var picture = TestPicture.greys(8);

        var file = new PngFile()
                .header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.GREY, 8, false)
                .pixels(picture, PngFile.GREY, 8, false)
                .chunk(type, new byte[] {0, 0, 0})
                .end();

        assertShows(file, picture, 0);
    }

    /** The mark of the end, the checksum of the pixels: what is behind the last row may be missing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 11, 12, 13, 16, 20})
    void needsNothingBehindTheLastRow(int missing) {
        var file = PngFile.of(TestPicture.colours(), PngFile.RGB, 8, false);

        assertShows(Arrays.copyOf(file, file.length - missing), TestPicture.colours(), 0);
    }

    @Test
    void refusesFileWithoutItsLastRow() {
        var file = PngFile.of(TestPicture.colours(), PngFile.RGB, 8, false);

        assertThat(Decoder.refusal(Arrays.copyOf(file, file.length - 40))).isEqualTo(Reason.DAMAGED_FILE);
    }

    @Test
    void readsPixelsWithSomethingBetweenThem() {
        var whole = PngFile.of(TestPicture.colours(), PngFile.RGB, 8, false);
        var data = Arrays.copyOfRange(whole, 41, whole.length - 16);
        var file = new PngFile().header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.RGB, 8, false);
        for (var at = 0; at < data.length; at += 100) {
            file.chunk("IDAT", Arrays.copyOfRange(data, at, Math.min(data.length, at + 100)))
                    .chunk("tIME", new byte[7])
                    .chunk("IDAT", new byte[0]);
        }

        assertShows(file.end(), TestPicture.colours(), 0);
    }

    /** Programs leave a few bytes there; megabytes that unpack to gigabytes are made for nothing good. */
    @ParameterizedTest
    @CsvSource({"60000, false", "70000, true", "9000000, true"})
    void unpacksNothingBehindTheLastRow(int packedBytesBehind, boolean refused) {
        var zeros = PngFile.deflated(new byte[4_000_000]);
        // In its middle, every byte stands for a thousand zeros.
        var endless = Arrays.copyOf(zeros, packedBytesBehind + 100);
        Arrays.fill(endless, 500, endless.length, zeros[500]);

        var file = new PngFile()
                .header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.RGB, 8, false)
                .chunk("IDAT", endless)
                .end();

        var start = ProcessorTime.nanos();
        if (refused) {
            assertThat(Decoder.refusal(file)).isEqualTo(Reason.TOO_COSTLY);
        } else {
            assertThat(Decoder.isImage(file)).isTrue();
        }
        // All of the largest would take ten seconds.
        assertThat(Duration.ofNanos(ProcessorTime.nanos() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void refusesFilesForAppsOfAnIphone() {
        var file = new PngFile()
                .chunk("CgBI", new byte[4])
                .header(TestPicture.WIDTH, TestPicture.HEIGHT, PngFile.RGBA, 8, false)
                .end();

        assertThat(Decoder.refusal(file)).isEqualTo(Reason.PNG_OF_IPHONE);
    }

    @Test
    void paintsColoursThatThePaletteLacksBlack() {
        var picture = TestPicture.palette(16);
        var file = new PngFile()
                .header(picture.width(), picture.height(), PngFile.PALETTE, 4, false)
                .palette(8)
                .pixels(picture, PngFile.PALETTE, 4, false)
                .end();
        var black = new TestPicture(
                picture.width(),
                picture.height(),
                (x, y) -> (x + y) % 16 < 8 ? TestPicture.paletteColour((x + y) % 16, 8) : 0xFF000000);

        assertShows(file, black, 0);
    }

    /** Each row with another filter, and each filter below each. */
    @ParameterizedTest
    @CsvSource({"0, 8", "0, 16", "2, 8", "2, 16", "4, 8", "6, 8", "6, 16"})
    void undoesEveryFilter(int colourType, int bits) {
        var opaque = colourType == PngFile.GREY || colourType == PngFile.RGB;
        var grey = colourType == PngFile.GREY || colourType == PngFile.GREY_ALPHA;
        var random = new Random(3);
        var levels = random.ints(TestPicture.WIDTH * TestPicture.HEIGHT).toArray();
        var noise = new TestPicture(TestPicture.WIDTH, TestPicture.HEIGHT, (x, y) -> {
            var colour = levels[TestPicture.WIDTH * y + x];
            var shown = grey ? (colour & 0xFF) * 0x010101 : colour & 0xFFFFFF;
            return shown | (opaque ? 0xFF << 24 : colour & 0xFF << 24);
        });

        var file = new PngFile()
                .filters(random)
                .header(noise.width(), noise.height(), colourType, bits, false)
                .pixels(noise, colourType, bits, false)
                .end();

        assertShows(file, noise.onWhite(), 1);
    }

    private static byte[] frame(int sequence) {
        return ByteBuffer.allocate(26)
                .putInt(sequence)
                .putInt(TestPicture.WIDTH)
                .putInt(TestPicture.HEIGHT)
                .array();
    }

    private static byte[] palette(TestPicture picture, int bits, boolean interlaced, byte[] alphas) {
        var file = new PngFile()
                .header(picture.width(), picture.height(), PngFile.PALETTE, bits, interlaced)
                .palette(1 << bits);
        if (alphas.length > 0) {
            file.chunk("tRNS", alphas);
        }
        return file.pixels(picture, PngFile.PALETTE, bits, interlaced).end();
    }

    private static byte[] transparent(TestPicture picture, int colourType, int bits, int... colour) {
        var transparency = ByteBuffer.allocate(2 * colour.length);
        for (var sample : colour) {
            transparency.putShort((short) sample);
        }
        return new PngFile()
                .header(picture.width(), picture.height(), colourType, bits, false)
                .chunk("tRNS", transparency.array())
                .pixels(picture, colourType, bits, false)
                .end();
    }

    private static TestPicture replaced(TestPicture picture, int rgb) {
        return new TestPicture(
                picture.width(),
                picture.height(),
                (x, y) -> picture.rgb(x, y) == rgb ? 0xFFFFFFFF : picture.argb(x, y));
    }
}
