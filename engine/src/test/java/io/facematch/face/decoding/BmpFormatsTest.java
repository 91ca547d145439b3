package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BmpFormatsTest {
    private static final int SIDE = 16;

    @ParameterizedTest
    @CsvSource({
        "1, false, false", "4, false, false", "8, false, false", "24, false, false",
        "1, true, false", "4, true, false", "8, true, false", "24, true, false",
        "1, false, true", "4, false, true", "8, false, true", "24, false, true"
    })
    void decodesPalettesAndColours(int bits, boolean topDown, boolean core) {
        var picture = bits == 24 ? TestPicture.colours() : TestPicture.palette(1 << bits);

        assertShows(BmpFile.plain(picture, bits, topDown, core), picture, 0);
    }

    @ParameterizedTest
    @CsvSource({"16, 9", "32, 1"})
    void decodesPixelsWithUsualMasks(int bits, int tolerance) {
        assertShows(BmpFile.masked(TestPicture.colours(), bits, BmpFile.V1), TestPicture.colours(), tolerance);
    }

    @ParameterizedTest
    @CsvSource({
        "40, 16, F800, 7E0, 1F, 9",
        "108, 16, F00, F0, F, 18",
        "124, 32, 3FF00000, FFC00, 3FF, 1",
        "40, 32, FF, FF00, FF000000, 1"
    })
    void decodesPixelsWithMasksOfTheirOwn(int header, int bits, String red, String green, String blue, int tolerance) {
        var file = BmpFile.masked(TestPicture.colours(), bits, header, hex(red), hex(green), hex(blue));

        assertShows(file, TestPicture.colours(), tolerance);
    }

    @ParameterizedTest
    @CsvSource({"108, 32, FF0000, FF00, FF, FF000000, 1", "124, 16, F00, F0, F, F000, 36"})
    void putsTransparentPartsOnWhite(
            int header, int bits, String red, String green, String blue, String alpha, int tolerance) {
        var picture = TestPicture.colours().fading();

        var file = BmpFile.masked(picture, bits, header, hex(red), hex(green), hex(blue), hex(alpha));

        assertShows(file, picture.onWhite(), tolerance);
    }

    @Test
    void takesAlphaThatIsZeroEverywhereForNone() {
        var invisible = new TestPicture(
                TestPicture.WIDTH,
                TestPicture.HEIGHT,
                (x, y) -> TestPicture.colours().rgb(x, y));

        var file = BmpFile.masked(invisible, 32, BmpFile.V5, 0xFF0000, 0xFF00, 0xFF, 0xFF000000);

        assertShows(file, TestPicture.colours(), 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void undoesRunsOfEightBits(boolean topDown) {
        var codes = new RunLengths();
        for (var row = 0; row < SIDE; row++) {
            // A run, an odd literal, a literal that ends in the middle of a word, a run over the end.
            codes.add(5, row)
                    .add(0, 3, 100, 101, 102, 0)
                    .add(0, 4, 9, 8, 7, 6)
                    .add(200, 200 + row)
                    .add(0, 0);
        }

        var file = BmpFile.runLengths(SIDE, SIDE, 8, topDown, codes.add(0, 1).all());

        assertShows(
                file,
                indices(topDown, 256, (x, row) -> {
                    if (x < 5) {
                        return row;
                    }
                    if (x < 8) {
                        return 95 + x;
                    }
                    return x < 12 ? 17 - x : 200 + row;
                }),
                0);
    }

    @Test
    void undoesRunsOfFourBits() {
        var codes = new RunLengths();
        for (var row = 0; row < SIDE; row++) {
            codes.add(5, 0xA3)
                    .add(0, 5, 0x12, 0x34, 0x50, 0)
                    .add(6, row << 4 | 7)
                    .add(0, 0);
        }

        assertShows(
                BmpFile.runLengths(SIDE, SIDE, 4, false, codes.add(0, 1).all()),
                indices(false, 16, (x, row) -> {
                    if (x < 5) {
                        return x % 2 == 0 ? 0xA : 3;
                    }
                    if (x < 10) {
                        return x - 4;
                    }
                    return x % 2 == 0 ? row : 7;
                }),
                0);
    }

    /** Decoders disagree on what is where nothing was painted. */
    @Test
    void refusesMovesOverPixelsThatTheFileLeavesOut() {
        var file = BmpFile.runLengths(SIDE, SIDE, 8, false, 3, 9, 0, 2, 4, 2, 6, 8, 0, 0, 2, 5, 0, 1);

        assertThat(Decoder.refusal(file)).isEqualTo(Reason.BMP_GAPS);
    }

    @Test
    void needsNoEndMarkBehindTheLastPixel() {
        var codes = new RunLengths();
        for (var row = 0; row < SIDE; row++) {
            codes.add(SIDE, row).add(row < SIDE - 1 ? new int[] {0, 0} : new int[0]);
        }

        assertShows(BmpFile.runLengths(SIDE, SIDE, 8, false, codes.all()), indices(false, 256, (x, row) -> row), 0);
    }

    @Test
    void refusesIndicesWithoutPalette() {
        var file = BmpFile.plain(TestPicture.palette(256), 8, false, false);
        // The pixels start where the palette did, as if it were empty.
        var cut = new byte[file.length - 1024];
        System.arraycopy(file, 0, cut, 0, 54);
        System.arraycopy(file, 54 + 1024, cut, 54, cut.length - 54);
        cut[10] = 54;
        cut[11] = 0;

        assertThat(Decoder.refusal(cut)).isEqualTo(Reason.DAMAGED_FILE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 24})
    void findsThePixelsBehindThePaletteWhenTheirStartIsNotSaid(int bits) {
        var picture = bits == 24 ? TestPicture.colours() : TestPicture.palette(1 << bits);
        var file = BmpFile.plain(picture, bits, false, false);
        Arrays.fill(file, 10, 14, (byte) 0);

        assertShows(file, picture, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 53})
    void findsThePixelsBehindThePaletteWhenTheirStartIsInTheHeader(int start) {
        var picture = TestPicture.palette(256);
        var file = BmpFile.plain(picture, 8, false, false);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10, start);

        assertShows(file, picture, 0);
    }

    @Test
    void findsThePixelsBehindTheMasksWhenTheirStartIsNotSaid() {
        var file = BmpFile.masked(TestPicture.colours(), 32, BmpFile.V1, 0xFF, 0xFF00, 0xFF0000);
        Arrays.fill(file, 10, 14, (byte) 0);

        assertShows(file, TestPicture.colours(), 1);
    }

    @Test
    void decodesAJpegOrAPngInside() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var png = PngFile.of(TestPicture.colours(), PngFile.RGB, 8, false);

        assertShows(BmpFile.containing(jpeg, 4), TestPicture.colours(), 12);
        assertShows(BmpFile.containing(png, 5), TestPicture.colours(), 0);
    }

    @Test
    void decodesWhatImageIoWrites() {
        var file = EncodedPhotos.encode(TestPicture.colours().buffered(BufferedImage.TYPE_INT_RGB), "bmp");

        assertShows(file, TestPicture.colours(), 0);
    }

    @Test
    void reducesLargePicture() {
        var picture = TestPicture.palette(2);
        var large = new TestPicture(5300, 33, picture.argb());
        try (var image = Decoder.image(BmpFile.plain(large, 1, false, false))) {
            assertThat(image.photoScale()).isEqualTo(4);
            assertThat(image.width()).isEqualTo(1325);
            assertThat(image.height()).isEqualTo(8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "28, 2, DAMAGED_FILE",
        "28, 7, DAMAGED_FILE",
        "28, 16, DAMAGED_FILE",
        "28, 64, DAMAGED_FILE",
        "30, 1, DAMAGED_FILE",
        "30, 4, DAMAGED_FILE",
        "30, 5, DAMAGED_FILE",
        "30, 11, BMP_COMPRESSION",
        "14, 13, DAMAGED_FILE",
        "14, 125, DAMAGED_FILE",
        "13, -1, DAMAGED_FILE"
    })
    void refusesOtherHeaders(int offset, int value, Reason reason) {
        var file = BmpFile.plain(TestPicture.colours(), 24, false, false);
        file[offset] = (byte) value;
        if (offset == 28 && value == 16) {
            file[30] = 1;
        }

        assertThat(Decoder.refusal(file)).isEqualTo(reason);
    }

    @Test
    void refusesFileWithoutItsEnd() {
        var file = BmpFile.plain(TestPicture.palette(16), 4, false, false);
        var padding = 2;

        assertThat(Decoder.isImage(Arrays.copyOf(file, file.length - padding))).isTrue();
        assertThat(Decoder.refusal(Arrays.copyOf(file, file.length - padding - 1)))
                .isEqualTo(Reason.DAMAGED_FILE);
    }

    private interface Indices {
        int at(int x, int row);
    }

    private static TestPicture indices(boolean topDown, int colours, Indices indices) {
        return new TestPicture(
                SIDE, SIDE, (x, y) -> TestPicture.paletteColour(indices.at(x, topDown ? y : SIDE - 1 - y), colours));
    }

    private static int hex(String mask) {
        return Integer.parseUnsignedInt(mask, 16);
    }

    private static final class RunLengths {
        private int[] codes = new int[0];

        RunLengths add(int... more) {
            var before = codes.length;
            codes = Arrays.copyOf(codes, before + more.length);
            System.arraycopy(more, 0, codes, before, more.length);
            return this;
        }

        int[] all() {
            return codes;
        }
    }
}
