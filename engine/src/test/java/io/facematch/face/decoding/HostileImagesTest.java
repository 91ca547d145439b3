package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.isImage;
import static io.facematch.face.decoding.Decoder.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.verification.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in a file, the decoder answers with an image or a reason, soon and without much memory. */
class HostileImagesTest {
    private static final Path BAD_IMAGES = Path.of("../../shared/data/bad-images");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long SEED = 20261122;

    /**
     * Rows end with up to three bytes of padding, run-length coded ones with two end marks that are often left out, and a
     * TIFF's directory with the place of the next page.
     */
    private static final int NOT_NEEDED = 4;

    /** 40 megapixels, the most that is allowed. */
    private static final int WIDTH = 8000;

    private static final int HEIGHT = 5000;

    /** They take seconds to make. */
    private static final List<Map.Entry<String, byte[]>> LARGEST = makeLargest();

    static Stream<Map.Entry<String, byte[]>> seeds() {
        return Seeds.all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersEveryPrefix(Map.Entry<String, byte[]> seed) {
        var file = seed.getValue();
        for (var length = 0; length < file.length - NOT_NEEDED; length++) {
            var prefix = Arrays.copyOf(file, length);
            assertThat(isImageSoon(prefix))
                    .as("%s cut at %d of %d", seed.getKey(), length, file.length)
                    .isFalse();
        }
        assertThat(isImage(file)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void survivesFlippedBytes(Map.Entry<String, byte[]> seed) {
        var file = seed.getValue();
        var random = new Random(SEED);
        var images = 0;
        for (var round = 0; round < 400; round++) {
            var broken = file.clone();
            for (var flips = 0; flips <= round % 8; flips++) {
                broken[random.nextInt(round % 2 == 0 ? Math.min(200, file.length) : file.length)] ^=
                        (byte) (1 + random.nextInt(255));
            }
            images += isImageSoon(broken) ? 1 : 0;
        }
        assertThat(images).isLessThan(400);
    }

    @Test
    void survivesKnownDecoderKillers() throws IOException {
        assumeTrue(Files.isDirectory(BAD_IMAGES), "../shared/data not present");
        var answered = new ArrayList<Path>();
        try (var files = Files.walk(BAD_IMAGES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                isImageSoon(Files.readAllBytes(file));
                answered.add(file);
            }
        }
        assertThat(answered).hasSizeGreaterThan(50);
    }

    static Stream<Map.Entry<String, byte[]>> largest() {
        return LARGEST.stream();
    }

    private static List<Map.Entry<String, byte[]>> makeLargest() {
        var black = new TestPicture(WIDTH, HEIGHT, (x, y) -> 0);
        return List.of(
                Map.entry("JPEG of many scans", JpegBomb.of(WIDTH, HEIGHT, 25)),
                Map.entry(
                        "interlaced PNG of 16 bits with alpha",
                        new PngFile()
                                .header(WIDTH, HEIGHT, PngFile.RGBA, 16, true)
                                .data(new byte[8 * WIDTH * HEIGHT + 2 * HEIGHT])
                                .end()),
                Map.entry("TIFF with alpha", ofOneStrip(black, 8, PngFile.deflated(new byte[4 * WIDTH * HEIGHT]))),
                Map.entry("TIFF of small tiles", smallTiles(black)),
                Map.entry("run-length coded BMP", BmpFile.runLengths(WIDTH, HEIGHT, 8, false, runs())));
    }

    private static byte[] ofOneStrip(TestPicture picture, int bits, byte[] strip) {
        return new TiffFile(picture, TiffFile.RGB, bits, 4)
                .tag(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .tag(TiffFile.PREDICTOR, 2)
                .tag(TiffFile.EXTRA_SAMPLES, 2)
                .bytes(List.of(strip));
    }

    private static int[] runs() {
        var row = new int[2 * 32 + 2];
        for (var run = 0; run < 32; run++) {
            row[2 * run] = WIDTH / 32;
        }
        var codes = new int[HEIGHT * row.length];
        for (var y = 0; y < HEIGHT; y++) {
            System.arraycopy(row, 0, codes, y * row.length, row.length);
        }
        return codes;
    }

    @Test
    void refusesAsManyPixelsOfTwiceTheBits() {
        var black = new TestPicture(WIDTH, HEIGHT, (x, y) -> 0);

        assertThat(refusal(ofOneStrip(black, 16, new byte[0]))).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    private static byte[] smallTiles(TestPicture picture) {
        var tile = PngFile.deflated(new byte[16 * 16 * 3]);
        var tiles = (WIDTH / 16) * Math.ceilDiv(HEIGHT, 16);
        return new TiffFile(picture, TiffFile.RGB, 8, 3)
                .tag(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .tiles(16, 16)
                .bytes(Collections.nCopies(tiles, tile));
    }

    @ParameterizedTest
    @MethodSource("largest")
    void decodesTheLargestSoon(Map.Entry<String, byte[]> file) {
        assertThat(isImageSoon(file.getValue())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("largest")
    void decodesTheLargestInTheMemoryOfTheProduct(Map.Entry<String, byte[]> file, @TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "only Linux tells the peak of a process");
        var photo = Files.write(folder.resolve("photo"), file.getValue());

        assertThat(DecodingProcess.megabytes(photo)).isLessThan(800);
    }

    @ParameterizedTest
    @CsvSource({"8000, 5000, 25, true", "8000, 5000, 26, false", "4000, 3000, 43, true"})
    void boundsScansOfAJpegByItsSize(int width, int height, int scans, boolean allowed) {
        assertThat(isImageSoon(JpegBomb.of(width, height, scans))).isEqualTo(allowed);
    }

    @Test
    void boundsScansOfASmallJpeg() {
        assertThat(isImageSoon(repeatingItsScan(99))).isTrue();
        assertThat(refusal(repeatingItsScan(100))).isEqualTo(Reason.DAMAGED_FILE);
    }

    private static byte[] repeatingItsScan(int scans) {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var scan = new byte[] {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
        var more = new byte[scans * scan.length];
        for (var i = 0; i < scans; i++) {
            System.arraycopy(scan, 0, more, i * scan.length, scan.length);
        }
        var bomb = Arrays.copyOf(jpeg, jpeg.length - 2 + more.length + 2);
        System.arraycopy(more, 0, bomb, jpeg.length - 2, more.length);
        System.arraycopy(jpeg, jpeg.length - 2, bomb, bomb.length - 2, 2);
        return bomb;
    }

    /** It costs as much as the others and a warning per coefficient. */
    @Test
    void refusesScanThatTellsNothingNew() {
        assertThat(isImage(JpegBomb.of(64, 64, JpegBomb.MOST_SCANS))).isTrue();
        assertThat(refusal(JpegBomb.of(64, 64, JpegBomb.MOST_SCANS + 1))).isEqualTo(Reason.DAMAGED_FILE);
    }

    /** In time of this thread's own, which does not depend on what else the machine does. */
    private static boolean isImageSoon(byte[] file) {
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        var image = isImage(file);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(PATIENCE);
        return image;
    }
}
