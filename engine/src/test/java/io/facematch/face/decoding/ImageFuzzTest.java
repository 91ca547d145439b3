package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.facematch.face.image.FaceImage;
import io.facematch.face.image.Orientation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must hold for any bytes. An ordinary run goes through a file of each kind and what fuzzing once found, which is in
 * the resources; docs/testing.md tells how to fuzz.
 */
class ImageFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The fuzzer soon writes the largest sizes that it may, so these are small enough for thousands of files a second. */
    private static final DecodingLimits SMALL = new DecodingLimits(7 << 20, 1_000_000, 1_000_000, 16, 8192, 100);

    static Stream<Arguments> seeds() {
        return Seeds.all().values().stream().map(Arguments::of);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void headerIsReadOrRefused(byte[] file) {
        try {
            var header = EncodedImage.read(file, DecodingLimits.DEFAULTS).header();

            DecodingLimits.DEFAULTS.check(header.width(), header.height());
            assertThat(header.orientation()).isBetween(1, 8);
        } catch (RefusedImage refused) {
            assertThat(refused.reason()).isNotNull();
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void imageIsDecodedOrRefused(byte[] file) {
        var start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        switch (new ImageDecoder(SMALL, DecodingBudget.DEFAULT).decode(file)) {
            case Decoding.Decoded decoded -> {
                try (var image = decoded.image()) {
                    assertHasTheSizeOfItsHeader(image, file);
                }
            }
            case Decoding.Refused refused -> assertThat(refused.reason()).isNotNull();
        }
        var taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        assertThat(Duration.ofNanos(taken)).isLessThan(PATIENCE);
    }

    private static void assertHasTheSizeOfItsHeader(FaceImage image, byte[] file) {
        try {
            var header = EncodedImage.read(file, SMALL).header();
            var turned = Orientation.isTurned(header.orientation());
            assertThat(image.photoWidth()).isEqualTo(turned ? header.height() : header.width());
            assertThat(image.photoHeight()).isEqualTo(turned ? header.width() : header.height());
            // Decoders round a side that does not divide up or down.
            assertThat(Math.abs(image.width() * image.photoScale() - image.photoWidth()))
                    .isLessThan(image.photoScale());
            assertThat(Math.abs(image.height() * image.photoScale() - image.photoHeight()))
                    .isLessThan(image.photoScale());
        } catch (RefusedImage impossible) {
            throw new AssertionError("decoded, yet its header is refused", impossible);
        }
    }

    /** What reads BMP and TIFF may refuse a file, but no other exception may come out of it. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void bmpAndTiffMeetNothingUnexpected(byte[] file) {
        try {
            var encoded = EncodedImage.read(file, SMALL);
            if (encoded instanceof BmpImage || encoded instanceof TiffImage) {
                encoded.decode(1, Decoder.work()).close();
            }
        } catch (IOException damaged) {
            assertThat(damaged).isNotNull();
        }
    }
}
