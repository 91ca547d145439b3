package io.facematch.worker.face.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.verification.Reason;
import io.facematch.worker.face.EncodedPhotos;
import io.facematch.worker.face.Portraits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, the decoder answers with an image or a reason. */
class HostileImagesTest {
    private static final Path BAD_IMAGES = Path.of("../../shared/data/bad-images");
    private static final long SEED = 20261122;

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULTS);

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "tiff"})
    void answersEveryPrefix(String format) {
        var file = small(format);
        for (var length = 0; length < file.length; length++) {
            assertThat(isImage(Arrays.copyOf(file, length)))
                    .as("%s cut at %d of %d", format, length, file.length)
                    .isIn(false, !format.equals("jpg") && !format.equals("png"));
        }
        assertThat(isImage(file)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "tiff"})
    void survivesFlippedBytes(String format) {
        var file = small(format);
        var random = new Random(SEED);
        var images = 0;
        for (var round = 0; round < 400; round++) {
            var broken = file.clone();
            for (var flips = 0; flips <= round % 8; flips++) {
                broken[random.nextInt(round % 2 == 0 ? Math.min(200, file.length) : file.length)] ^=
                        (byte) (1 + random.nextInt(255));
            }
            images += isImage(broken) ? 1 : 0;
        }
        assertThat(images).isLessThan(400);
    }

    @Test
    void survivesKnownDecoderKillers() throws IOException {
        assumeTrue(Files.isDirectory(BAD_IMAGES), "../shared/data not present");
        var answered = new ArrayList<Path>();
        try (var files = Files.walk(BAD_IMAGES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                isImage(Files.readAllBytes(file));
                answered.add(file);
            }
        }
        assertThat(answered).hasSizeGreaterThan(50);
    }

    @Test
    void judgesHeaderBeforeDecoding() {
        assertThat(refusal(png(8193, 16))).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refusal(png(8000, 8000))).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refusal(png(15, 400))).isEqualTo(Reason.TOO_FEW_PIXELS);
        assertThat(refusal(png(0, 400))).isEqualTo(Reason.DAMAGED_FILE);
        assertThat(refusal(png(-1, 400))).isEqualTo(Reason.DAMAGED_FILE);
    }

    @Test
    void refusesOtherFiles() {
        assertThat(refusal(new byte[0])).isEqualTo(Reason.EMPTY_FILE);
        assertThat(refusal("GIF89a..................".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(refusal(new byte[1 + ImageLimits.DEFAULTS.maxBytes()])).isEqualTo(Reason.TOO_LARGE_FILE);
    }

    @Test
    void refusesJpegWithTooManyScans() {
        var jpeg = small("jpg");
        var scan = new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
        var bomb = ByteBuffer.allocate(jpeg.length + 101 * scan.length).put(jpeg, 0, jpeg.length - 2);
        for (var i = 0; i < 101; i++) {
            bomb.put(scan);
        }
        bomb.put(jpeg, jpeg.length - 2, 2);
        assertThat(refusal(bomb.array())).isEqualTo(Reason.DAMAGED_FILE);
    }

    @ParameterizedTest
    @CsvSource({"jpg, 6", "png, 6"})
    void refusesFileWithoutItsEnd(String format, int missing) {
        var file = EncodedPhotos.encode(EncodedPhotos.picture(Portraits.id(1)), format);

        assertThat(refusal(Arrays.copyOf(file, file.length - missing))).isEqualTo(Reason.DAMAGED_FILE);
        assertThat(refusal(Arrays.copyOf(file, file.length / 2))).isEqualTo(Reason.DAMAGED_FILE);
    }

    private boolean isImage(byte[] file) {
        return switch (decoder.decode(file)) {
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

    private Reason refusal(byte[] file) {
        return ((Decoding.Refused) decoder.decode(file)).reason();
    }

    private static byte[] small(String format) {
        var picture = EncodedPhotos.picture(Portraits.read("fixture_tight_102x126"));
        return EncodedPhotos.encode(EncodedPhotos.redrawn(picture, BufferedImage.TYPE_INT_RGB, 0.25), format);
    }

    /** A file with this size in its header and hardly any pixels. */
    private static byte[] png(int width, int height) {
        var file = small("png");
        ByteBuffer.wrap(file).putInt(16, width).putInt(20, height);
        return file;
    }
}
