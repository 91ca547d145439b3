package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import io.facematch.verification.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPFormatsTest {
    private static final int ALPHA = 0x10;
    private static final int EXIF = 0x08;
    private static final int ANIMATION = 0x02;

    @Test
    void decodesLossless() {
        assertShows(WebPFile.lossless(TestPicture.colours(), false), TestPicture.colours(), 0);
        assertShows(WebPFile.lossless(TestPicture.palette(16), false), TestPicture.palette(16), 0);
        assertShows(WebPFile.lossless(TestPicture.greys(1), false), TestPicture.greys(1), 0);
    }

    @Test
    void decodesLossy() {
        assertShows(WebPFile.lossy(TestPicture.colours(), false), TestPicture.colours(), 20);
    }

    @Test
    void putsTransparentPartsOnWhite() {
        var picture = TestPicture.colours().fading();

        // Encoders are free with the colours of what can't be seen.
        assertShows(WebPFile.lossless(picture, true), picture.onWhite(), 1);
        assertShows(WebPFile.lossy(picture, true), picture.onWhite(), 20);
    }

    /** Each square with codes of its own. */
    @Test
    void decodesLosslessWithManySetsOfCodes() {
        var random = new Random(5);
        var levels = random.ints(800 * 600).toArray();
        var patches = new TestPicture(800, 600, (x, y) -> {
            var noise = levels[800 * y + x] >> (x / 100 + y / 100) % 8;
            return 0xFF << 24 | (x / 100 + y / 100) % 2 * 0x604020 + (noise & 0x3F3F3F);
        });

        assertShows(WebPFile.lossless(patches, false), patches, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bringsEveryOrientationUpright(int orientation) {
        var stored = EncodedPhotos.stored(TestPicture.colours().buffered(1), orientation);
        var picture = new TestPicture(stored.getWidth(), stored.getHeight(), stored::getRGB);
        var pixels = WebPFile.chunkOf(WebPFile.lossless(picture, false), "VP8L");
        var exif = EncodedPhotos.exif(orientation, orientation % 2 == 0);
        var named = new byte[6 + exif.length];
        System.arraycopy("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 0, named, 0, 6);
        System.arraycopy(exif, 0, named, 6, exif.length);

        for (var content : new byte[][] {exif, named}) {
            var file = WebPFile.of(
                    WebPFile.extended(EXIF, picture.width(), picture.height()),
                    pixels,
                    WebPFile.chunk("EXIF", content));

            assertShows(file, TestPicture.colours(), 0);
        }
    }

    @Test
    void looksAtNothingButThePicture() {
        var picture = TestPicture.colours().fading();
        var file = WebPFile.lossy(picture, true);

        var around = WebPFile.of(
                WebPFile.extended(ALPHA | 0x20, picture.width(), picture.height()),
                WebPFile.chunk("ICCP", new byte[5001]),
                WebPFile.chunkOf(file, "ALPH"),
                WebPFile.chunkOf(file, "VP8 "),
                WebPFile.chunk("junk", new byte[77]));

        try (var image = Decoder.image(around);
                var expected = Decoder.image(file)) {
            Decoder.assertSame(image, expected);
        }
        assertThat(Decoder.isImage(Arrays.copyOf(around, around.length + 1000))).isTrue();
    }

    @Test
    void reducesLargePicture() {
        var stripes = new TestPicture(2600, 20, (x, y) -> x % 2 == 0 ? 0xFF000000 : 0xFFFFFFFF);
        try (var image = Decoder.image(WebPFile.lossless(stripes, false))) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(Decoder.pixel(image, 500, 5)).containsExactly(128, 128, 128);
        }
    }

    @Test
    void refusesAnimations() {
        var picture = TestPicture.colours();
        var extended = WebPFile.extended(ANIMATION, picture.width(), picture.height());
        var pixels = WebPFile.chunkOf(WebPFile.lossy(picture, false), "VP8 ");

        assertThat(Decoder.refusal(WebPFile.of(extended, pixels))).isEqualTo(Reason.WEBP_ANIMATION);
        assertThat(Decoder.refusal(WebPFile.of(WebPFile.chunk("ANMF", new byte[40]), pixels)))
                .isEqualTo(Reason.WEBP_ANIMATION);
    }

    @Test
    void judgesHeaderBeforeDecoding() {
        var lossy = WebPFile.lossy(TestPicture.colours(), false);
        var tooMany = lossy.clone();
        tooMany[27] = 0x3F;
        tooMany[29] = 0x3F;
        var tooFew = lossy.clone();
        tooFew[26] = 15;
        var none = lossy.clone();
        none[26] = 0;
        none[27] = 0;

        assertThat(Decoder.refusal(tooMany)).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(Decoder.refusal(tooFew)).isEqualTo(Reason.TOO_FEW_PIXELS);
        assertThat(Decoder.refusal(none)).isEqualTo(Reason.DAMAGED_FILE);
    }

    @Test
    void refusesFileWithoutPicture() {
        assertThat(Decoder.refusal(WebPFile.of())).isEqualTo(Reason.DAMAGED_FILE);
        assertThat(Decoder.refusal(WebPFile.of(WebPFile.extended(0, 20, 20)))).isEqualTo(Reason.DAMAGED_FILE);
    }

    /** Each would become a table of up to 20 KB. */
    @ParameterizedTest
    @ValueSource(ints = {4095, 65_535})
    void boundsTheSetsOfCodes(int largest) {
        var codes = new WebPFile.LowBitsFirst()
                .add(0, 1) // no transform
                .add(0, 1) // no cache
                .add(1, 1) // sets of codes
                .add(0, 3) // for squares of four pixels
                .add(0, 1) // no cache
                .code(largest & 0xFF)
                .code(largest >> 8)
                .code(0)
                .code(0)
                .code(0)
                .add(0, 32);
        var file = WebPFile.of(WebPFile.losslessChunk(64, 64, codes));

        // With few enough the decoder is asked, and finds no picture behind them.
        assertThat(Decoder.refusal(file)).isEqualTo(largest == 4095 ? Reason.DAMAGED_FILE : Reason.WEBP_TOO_COMPLEX);
    }
}
