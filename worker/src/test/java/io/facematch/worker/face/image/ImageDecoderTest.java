package io.facematch.worker.face.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.worker.face.EncodedPhotos;
import io.facematch.worker.face.Portraits;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULTS);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bringsEveryOrientationUpright(int orientation) {
        var stored = EncodedPhotos.stored(corners(), orientation);
        var jpeg = EncodedPhotos.withOrientation(EncodedPhotos.encode(stored, "jpg"), orientation);
        assertUpright(jpeg);
        assertUpright(pngWithOrientation(EncodedPhotos.encode(stored, "png"), orientation));
    }

    @ParameterizedTest
    @CsvSource({"png", "bmp", "tiff", "jpg"})
    void keepsColoursInEveryFormat(String format) {
        assertUpright(EncodedPhotos.encode(corners(), format));
    }

    @Test
    void putsTransparentPartsOnWhite() {
        var picture = new BufferedImage(60, 40, BufferedImage.TYPE_INT_ARGB);
        var graphics = picture.createGraphics();
        graphics.setColor(new Color(0, 0, 200, 128));
        graphics.fillRect(30, 0, 30, 40);
        graphics.dispose();

        try (var image = decode(EncodedPhotos.encode(picture, "png"))) {
            assertThat(pixel(image, 5, 5)).containsExactly(255, 255, 255);
            var mixed = pixel(image, 45, 20);
            assertThat(mixed[0]).isCloseTo(227, within(2));
            assertThat(mixed[2]).isCloseTo(127, within(2));
        }
    }

    @Test
    void reducesSixteenBitsToEight() {
        var picture = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
        for (var at = 0; at < 32; at++) {
            picture.getRaster().setSample(at, 7, 0, 200 * 257);
        }
        try (var image = decode(EncodedPhotos.encode(picture, "png"))) {
            assertThat(pixel(image, 9, 7)).containsExactly(200, 200, 200);
            assertThat(pixel(image, 9, 9)).containsExactly(0, 0, 0);
        }
    }

    @Test
    void decodesLargePhotoAtReducedSize() {
        var large = EncodedPhotos.redrawn(EncodedPhotos.picture(Portraits.id(1)), BufferedImage.TYPE_INT_RGB, 5.5);
        try (var image = decode(EncodedPhotos.encode(large, "jpg"))) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(image.height()).isEqualTo(1760);
            assertThat(image.photoHeight()).isEqualTo(large.getHeight());
            assertThat(image.photoWidth()).isEqualTo(large.getWidth());
        }
        try (var image = decode(Portraits.id(1))) {
            assertThat(image.photoScale()).isEqualTo(1);
            assertThat(image.photoHeight()).isEqualTo(image.height());
            assertThat(image.photoWidth()).isEqualTo(image.width());
        }
    }

    @Test
    void knowsTheSizeOfAPhotoThatDoesNotHalve() {
        var odd = new BufferedImage(2001, 1501, BufferedImage.TYPE_INT_RGB);
        var jpeg = EncodedPhotos.encode(EncodedPhotos.stored(odd, 6), "jpg");
        try (var image = decode(EncodedPhotos.withOrientation(jpeg, 6))) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(image.photoWidth()).isEqualTo(2001);
            assertThat(image.photoHeight()).isEqualTo(1501);
        }
    }

    @Test
    void neverWritesAnImageToDisk() {
        decode(EncodedPhotos.encode(corners(), "bmp")).close();

        assertThat(ImageIO.getUseCache()).isFalse();
    }

    @Test
    void printsOnlyItsSize() {
        try (var image = decode(Portraits.id(1))) {
            assertThat(image).hasToString("FaceImage[480x640]");
        }
    }

    private void assertUpright(byte[] file) {
        try (var image = decode(file)) {
            assertThat(image.width()).isEqualTo(64);
            assertThat(image.height()).isEqualTo(48);
            assertColour(pixel(image, 8, 8), 0, 0, 250);
            assertColour(pixel(image, 55, 8), 0, 250, 0);
            assertColour(pixel(image, 8, 39), 250, 0, 0);
            assertColour(pixel(image, 55, 39), 0, 0, 0);
        }
    }

    private static void assertColour(int[] bgr, int blue, int green, int red) {
        assertThat(bgr[0]).isCloseTo(blue, within(30));
        assertThat(bgr[1]).isCloseTo(green, within(30));
        assertThat(bgr[2]).isCloseTo(red, within(30));
    }

    private FaceImage decode(byte[] file) {
        return ((Decoding.Decoded) decoder.decode(file)).image();
    }

    private static int[] pixel(FaceImage image, int x, int y) {
        ByteBuffer pixels = image.pixels().createBuffer();
        var at = 3 * (y * image.width() + x);
        return new int[] {pixels.get(at) & 0xFF, pixels.get(at + 1) & 0xFF, pixels.get(at + 2) & 0xFF};
    }

    /** Red, green, blue and black quarters: every turn and mirror image looks different. */
    private static BufferedImage corners() {
        var picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        var graphics = picture.createGraphics();
        graphics.setColor(new Color(250, 0, 0));
        graphics.fillRect(0, 0, 32, 24);
        graphics.setColor(new Color(0, 250, 0));
        graphics.fillRect(32, 0, 32, 24);
        graphics.setColor(new Color(0, 0, 250));
        graphics.fillRect(0, 24, 32, 24);
        graphics.dispose();
        return picture;
    }

    private static byte[] pngWithOrientation(byte[] png, int orientation) {
        var exif = EncodedPhotos.exif(orientation, false);
        var chunk = ByteBuffer.allocate(12 + exif.length)
                .putInt(exif.length)
                .putInt(0x65584966)
                .put(exif);
        var checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + exif.length);
        chunk.putInt((int) checksum.getValue());
        var endOfHeader = 33;
        return ByteBuffer.allocate(png.length + chunk.capacity())
                .put(png, 0, endOfHeader)
                .put(chunk.array())
                .put(png, endOfHeader, png.length - endOfHeader)
                .array();
    }
}
