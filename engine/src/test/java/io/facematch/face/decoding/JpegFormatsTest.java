package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import io.facematch.verification.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @ValueSource(ints = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
    void refusesRareCodings(int startOfFrame) {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        jpeg[JpegFile.find(jpeg, 0xC0) + 1] = (byte) startOfFrame;

        assertThat(Decoder.refusal(jpeg)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({"4, 12", "9, 2", "9, 5"})
    void refusesOtherDepthsAndNumbersOfComponents(int offset, int value) {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        jpeg[JpegFile.find(jpeg, 0xC0) + offset] = (byte) value;

        assertThat(Decoder.refusal(jpeg)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }
}
