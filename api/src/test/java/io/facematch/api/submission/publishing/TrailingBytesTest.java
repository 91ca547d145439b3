package io.facematch.api.submission.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrailingBytesTest {
    private static final int MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @MethodSource("photos")
    void cutsOffWhatIsMoreThanThePhoto(byte[] photo) {
        assertThat(kept(with(photo, photo.length + 1))).isEqualTo(photo.length);
    }

    @ParameterizedTest
    @MethodSource("photos")
    void keepsWhatIsNoMoreThanThePhoto(byte[] photo) {
        assertThat(kept(with(photo, 0))).isEqualTo(photo.length);
        assertThat(kept(with(photo, photo.length))).isEqualTo(2 * photo.length);
    }

    static byte[][] photos() throws IOException {
        return new byte[][] {sample(), png(), riff()};
    }

    @Test
    void cutsOffMoreThanAMebibyteOfALargePhotoToo() {
        var photo = jpegOf(2 * MEBIBYTE);

        assertThat(kept(with(photo, MEBIBYTE))).isEqualTo(photo.length + MEBIBYTE);
        assertThat(kept(with(photo, MEBIBYTE + 1))).isEqualTo(photo.length);
    }

    /** A thumbnail within the notes has an end mark of its own. */
    @Test
    void doesNotTakeTheEndOfAThumbnailForThatOfThePhoto() throws IOException {
        var photo = sample();
        var thumbnail = new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};
        var segment = ByteBuffer.allocate(4 + thumbnail.length)
                .putShort((short) 0xFFE1)
                .putShort((short) (2 + thumbnail.length))
                .put(thumbnail)
                .array();
        var withThumbnail = ByteBuffer.allocate(photo.length + segment.length)
                .put(photo, 0, 2)
                .put(segment)
                .put(photo, 2, photo.length - 2)
                .array();

        assertThat(kept(withThumbnail)).isEqualTo(withThumbnail.length);
        assertThat(kept(with(withThumbnail, 2 * photo.length))).isEqualTo(withThumbnail.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "II*", "no photo at all, but a text that is a little longer"})
    void leavesWhatItDoesNotKnow(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(kept(bytes)).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @MethodSource("photos")
    void leavesWhatIsCutOffOrSpoiled(byte[] photo) {
        var random = new Random(7);
        for (int n = 0; n < 2000; n++) {
            var cut = Arrays.copyOf(photo, random.nextInt(photo.length));
            assertThat(kept(cut)).isEqualTo(cut.length);
            var spoiled = photo.clone();
            spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
            assertThat(kept(spoiled)).isBetween(1, spoiled.length);
        }
    }

    private static int kept(byte[] image) {
        return TrailingBytes.kept(ByteBuffer.wrap(image));
    }

    private static byte[] with(byte[] photo, int trailing) {
        return Arrays.copyOf(photo, photo.length + trailing);
    }

    private static byte[] sample() throws IOException {
        return Files.readAllBytes(Path.of("..", "samples", "portraits", "person01_selfie.jpg"));
    }

    private static byte[] png() throws IOException {
        var png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    private static byte[] riff() {
        return ByteBuffer.allocate(100)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(Integer.reverseBytes(92))
                .put("WEBP".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** Notes of so many bytes, a scan and the end. */
    private static byte[] jpegOf(int bytes) {
        var jpeg = ByteBuffer.allocate(bytes).putShort((short) 0xFFD8);
        while (jpeg.remaining() > 70_000) {
            jpeg.putShort((short) 0xFFFE).putShort((short) 65_535).position(jpeg.position() + 65_533);
        }
        jpeg.putShort((short) 0xFFDA).putShort((short) 2).position(bytes - 2);
        return jpeg.putShort((short) 0xFFD9).array();
    }
}
