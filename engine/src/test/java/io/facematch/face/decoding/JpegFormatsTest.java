package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegFormatsTest {
    /** Of a smooth picture with chrominance of half the resolution. */
    private static final int TOLERANCE = 10;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decodesColours(boolean progressive) {
        assertShows(JpegFile.of(TestPicture.colours(), progressive), TestPicture.colours(), TOLERANCE);
    }

    @Test
    void decodesExtendedSequential() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        jpeg[JpegFile.find(jpeg, 0xC0) + 1] = (byte) 0xC1;

        assertShows(jpeg, TestPicture.colours(), TOLERANCE);
    }

    @Test
    void decodesGrey() {
        assertShows(JpegFile.grey(TestPicture.greys(8)), TestPicture.greys(8), 3);
    }

    @Test
    void decodesWhatIsStoredAsRgb() {
        assertShows(JpegFile.storedAsRgb(TestPicture.colours()), TestPicture.colours(), TOLERANCE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(ints = {0, 2})
    void decodesInks(@Nullable Integer adobe) {
        assertShows(JpegFile.inks(TestPicture.colours(), adobe), TestPicture.colours(), 12);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bringsEveryOrientationUpright(int orientation) {
        var stored = EncodedPhotos.stored(TestPicture.colours().buffered(1), orientation);

        var file = EncodedPhotos.withOrientation(EncodedPhotos.encode(stored, "jpg"), orientation);

        assertShows(file, TestPicture.colours(), 25);
    }

    @ParameterizedTest
    @CsvSource({"2599, 1", "2600, 2", "4032, 2", "5199, 2", "5200, 4", "8192, 4"})
    void decodesLargePhotoAtReducedSize(int width, int reduction) {
        var picture = TestPicture.colours(width, 173);
        for (var file : List.of(JpegFile.of(picture, false), JpegFile.inks(picture, 2))) {
            try (var image = Decoder.image(file)) {
                assertThat(image.photoScale()).isEqualTo(reduction);
                assertThat(image.width()).isEqualTo(Math.ceilDiv(width, reduction));
                assertThat(image.height()).isEqualTo(Math.ceilDiv(173, reduction));
                assertThat(image.photoWidth()).isEqualTo(width);
                assertThat(image.photoHeight()).isEqualTo(173);
                for (var x = 8; x < image.width(); x += image.width() / 7) {
                    var middle = Math.min(width - 1, reduction * x + reduction / 2);
                    var below = 10 * reduction + reduction / 2;
                    assertThat(Decoder.pixel(image, x, 10)[2])
                            .isBetween(picture.red(middle, below) - 4, picture.red(middle, below) + 4);
                    assertThat(Decoder.pixel(image, x, 10)[1])
                            .isBetween(picture.green(middle, below) - 12, picture.green(middle, below) + 12);
                }
            }
        }
    }

    @Test
    void looksAtNothingButThePicture() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var junk = new byte[60_000];
        Arrays.fill(junk, (byte) 0xFF);
        for (var marker : new int[] {0xE1, 0xE2, 0xED, 0xEF, 0xFE}) {
            jpeg = JpegFile.withSegment(jpeg, marker, junk);
        }

        assertShows(Arrays.copyOf(jpeg, jpeg.length + 1000), TestPicture.colours(), TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "C3, JPEG_LOSSLESS",
        "C5, JPEG_HIERARCHICAL",
        "C6, JPEG_HIERARCHICAL",
        "C7, JPEG_HIERARCHICAL",
        "C9, JPEG_ARITHMETIC",
        "CA, JPEG_ARITHMETIC",
        "CB, JPEG_ARITHMETIC",
        "CD, JPEG_HIERARCHICAL",
        "CE, JPEG_HIERARCHICAL",
        "CF, JPEG_HIERARCHICAL"
    })
    void refusesRareCodings(String startOfFrame, Reason reason) {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        jpeg[JpegFile.find(jpeg, 0xC0) + 1] = (byte) Integer.parseInt(startOfFrame, 16);

        assertThat(Decoder.refusal(jpeg)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"4, 12, JPEG_DEPTH", "9, 2, JPEG_COMPONENTS", "9, 5, JPEG_COMPONENTS"})
    void refusesOtherDepthsAndNumbersOfComponents(int offset, int value, Reason reason) {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        jpeg[JpegFile.find(jpeg, 0xC0) + offset] = (byte) value;

        assertThat(Decoder.refusal(jpeg)).isEqualTo(reason);
    }

    /** One scan of all components, a scan of each, and many scans. */
    static Stream<byte[]> codings() {
        var picture = TestPicture.colours();
        return Stream.of(
                JpegFile.of(picture, false),
                JpegFile.grey(TestPicture.greys(8)),
                JpegFile.inks(picture, 2),
                JpegFile.apart(picture),
                JpegFile.of(picture, true));
    }

    @ParameterizedTest
    @MethodSource("codings")
    void needsNoMarkOfItsEnd(byte[] jpeg) {
        var withoutEnd = Arrays.copyOf(jpeg, jpeg.length - 2);

        assertSame(withoutEnd, jpeg);
    }

    /** A camera wrote its own notes there, and a second picture. */
    @ParameterizedTest
    @MethodSource("codings")
    void doesNotCareWhatFollowsThePicture(byte[] jpeg) {
        var notes = "\0\0\n\10Image_UTC_DataSEFHSEFT".getBytes(StandardCharsets.ISO_8859_1);
        var second = JpegFile.of(TestPicture.greys(2), false);

        assertSame(joined(jpeg, notes), jpeg);
        assertSame(joined(jpeg, second), jpeg);
        assertSame(joined(Arrays.copyOf(jpeg, jpeg.length - 2), notes), jpeg);
        assertSame(joined(Arrays.copyOf(jpeg, jpeg.length - 2), second), jpeg);
    }

    @ParameterizedTest
    @MethodSource("codings")
    void refusesPictureWithoutItsLastRowsAlsoWithAMarkOfItsEnd(byte[] jpeg) {
        for (var cut : new int[] {jpeg.length / 8, jpeg.length / 3}) {
            var part = Arrays.copyOf(jpeg, jpeg.length - cut);

            assertThat(Decoder.refusal(part)).isEqualTo(Reason.DAMAGED_FILE);
            if (!isRefined(jpeg)) {
                assertThat(Decoder.refusal(joined(part, new byte[] {(byte) 0xFF, (byte) 0xD9})))
                        .isEqualTo(Reason.DAMAGED_FILE);
            }
        }
    }

    /** A cut in the last scan of a progressive one takes the last bit of some coefficients, but no rows. */
    private static boolean isRefined(byte[] jpeg) {
        return JpegFile.has(jpeg, 0xC2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0xDB, 0xC4, 0xC0})
    void goesOnAtTheNextMarkerWhenASegmentIsLongerThanItSays(int marker) {
        var stray = new byte[14];
        Arrays.fill(stray, (byte) 'A');
        var jpeg = JpegFile.storedAsRgb(TestPicture.colours());
        var whole = switch (marker) {
            case 0xE0, 0xE1, 0xE2, 0xFE -> JpegFile.withSegment(jpeg, marker, new byte[50]);
            default -> jpeg;
        };
        var end = JpegFile.end(whole, JpegFile.find(whole, marker));

        var file = ByteBuffer.allocate(whole.length + stray.length)
                .put(whole, 0, end)
                .put(stray)
                .put(whole, end, whole.length - end)
                .array();

        assertSame(file, jpeg);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void goesOnAtTheNextMarkerWhenANoteHasNoLength(int length) {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var file = JpegFile.withSegment(jpeg, 0xFE, new byte[20]);
        file[5] = (byte) length;

        assertSame(file, jpeg);
    }

    @Test
    void skipsMarkersThatMeanNothingThere() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var before = new byte[] {-1, (byte) 0xD8, -1, (byte) 0xD9, 'x', -1, -1, -1, (byte) 0xD0, 'y', -1, 1, -1, 0};

        var file = joined(joined(Arrays.copyOf(jpeg, 2), before), Arrays.copyOfRange(jpeg, 2, jpeg.length));

        assertSame(file, jpeg);
    }

    @Test
    void findsTheHeightBehindTheScan() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var lines = new byte[] {-1, (byte) 0xDC, 0, 4, 0, TestPicture.HEIGHT, -1, (byte) 0xD9};
        var file = joined(Arrays.copyOf(jpeg, jpeg.length - 2), lines);
        var height = JpegFile.find(file, 0xC0) + 5;
        file[height] = 0;
        file[height + 1] = 0;

        assertSame(file, jpeg);
        assertThat(Decoder.refusal(Arrays.copyOf(file, file.length - lines.length)))
                .isEqualTo(Reason.DAMAGED_FILE);
    }

    @Test
    void takesTheFirstExifThatSaysHowThePhotoStands() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);

        var twice = EncodedPhotos.withOrientation(EncodedPhotos.withOrientation(jpeg, 3), 6);
        var nonsenseFirst = EncodedPhotos.withOrientation(EncodedPhotos.withOrientation(jpeg, 6), 9);

        assertSame(twice, EncodedPhotos.withOrientation(jpeg, 6));
        assertSame(nonsenseFirst, EncodedPhotos.withOrientation(jpeg, 6));
    }

    private static void assertSame(byte[] file, byte[] as) {
        try (var image = Decoder.image(file);
                var expected = Decoder.image(as)) {
            Decoder.assertSame(image, expected);
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
