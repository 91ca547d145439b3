package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.image.FaceImage;
import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Decodes files of tests and looks at what came out. */
final class Decoder {
    private static final ImageDecoder DECODER = new ImageDecoder(DecodingLimits.DEFAULTS, DecodingBudget.DEFAULT);

    private Decoder() {}

    /** What one photo may cost. */
    static Work work() {
        return new Work(DecodingBudget.DEFAULT, ProcessorTime::nanos, () -> false);
    }

    /** The caller closes it. */
    static FaceImage image(byte[] file) {
        var decoding = DECODER.decode(file);
        assertThat(decoding).isInstanceOf(Decoding.Decoded.class);
        return ((Decoding.Decoded) decoding).image();
    }

    static Reason refusal(byte[] file) {
        var decoding = DECODER.decode(file);
        assertThat(decoding).isInstanceOf(Decoding.Refused.class);
        return ((Decoding.Refused) decoding).reason();
    }

    /** Whether there is an image in it; else there is a reason. */
    static boolean isImage(byte[] file) {
        return switch (DECODER.decode(file)) {
            case Decoding.Decoded decoded -> {
                decoded.image().close();
                yield true;
            }
            case Decoding.Refused refused -> {
                assertThat(refused.reason()).isNotNull();
                yield false;
            }
        };
    }

    /** @param tolerance by which each level of each pixel may differ, in 0 to 255 */
    static void assertShows(byte[] file, TestPicture picture, int tolerance) {
        try (var image = image(file)) {
            assertThat(image.width()).isEqualTo(picture.width());
            assertThat(image.height()).isEqualTo(picture.height());
            assertThat(largestDifference(image, picture)).isLessThanOrEqualTo(tolerance);
        }
    }

    static void assertSame(FaceImage image, FaceImage expected) {
        assertThat(image.width()).isEqualTo(expected.width());
        assertThat(image.height()).isEqualTo(expected.height());
        assertThat(bytes(image)).isEqualTo(bytes(expected));
    }

    /** How many pixels are not the same. */
    static int differences(FaceImage image, FaceImage expected) {
        assertThat(image.width()).isEqualTo(expected.width());
        assertThat(image.height()).isEqualTo(expected.height());
        var pixels = bytes(image);
        var expectedPixels = bytes(expected);
        var differences = 0;
        for (var at = 0; at < pixels.length; at += 3) {
            differences += Arrays.equals(pixels, at, at + 3, expectedPixels, at, at + 3) ? 0 : 1;
        }
        return differences;
    }

    private static byte[] bytes(FaceImage image) {
        ByteBuffer pixels = image.pixels().createBuffer();
        var bytes = new byte[pixels.capacity()];
        pixels.get(bytes);
        return bytes;
    }

    private static int largestDifference(FaceImage image, TestPicture picture) {
        ByteBuffer pixels = image.pixels().createBuffer();
        var largest = 0;
        for (var y = 0; y < picture.height(); y++) {
            for (var x = 0; x < picture.width(); x++) {
                for (var channel = 0; channel < 3; channel++) {
                    var expected = picture.argb(x, y) >> (8 * channel) & 0xFF;
                    var actual = pixels.get(3 * (y * picture.width() + x) + channel) & 0xFF;
                    largest = Math.max(largest, Math.abs(expected - actual));
                }
            }
        }
        return largest;
    }

    /** Blue, green and red. */
    static int[] pixel(FaceImage image, int x, int y) {
        ByteBuffer pixels = image.pixels().createBuffer();
        var at = 3 * (y * image.width() + x);
        return new int[] {pixels.get(at) & 0xFF, pixels.get(at + 1) & 0xFF, pixels.get(at + 2) & 0xFF};
    }
}
