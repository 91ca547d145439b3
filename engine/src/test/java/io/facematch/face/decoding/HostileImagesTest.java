package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.isImage;
import static io.facematch.face.decoding.Decoder.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.face.Sampling;
import io.facematch.verification.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
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
     * Behind the last row stand marks of the end, checksums and padding, and behind the last codes of a JPEG what its decoder
     * reads ahead.
     */
    private static final int NOT_NEEDED = 40;

    /** Pixels of the last block of a JPEG of 21 x 17 pixels, and those that are interpolated from it. */
    private static final int LAST_BLOCK = 7 * 3;

    /** 40 megapixels, the most that is allowed. */
    private static final int WIDTH = 8000;

    private static final int HEIGHT = 5000;

    /** Of phones. */
    private static final int JPEG_WIDTH = 12_240;

    private static final int JPEG_HEIGHT = 8160;

    /**
     * The largest of each format that is allowed. They take seconds to make, and as long to decode: each build decodes those
     * that take most memory, each with a decoder of its own, and those that take most time; slow tests do both with all.
     */
    @SuppressWarnings("ImmutableEnumChecker") // what makes them holds nothing
    enum Largest {
        JPEG_OF_MANY_SCANS(() -> JpegBomb.of(WIDTH, HEIGHT, 25)),
        INTERLACED_PNG_OF_16_BITS_WITH_ALPHA(() -> new PngFile()
                .header(WIDTH, HEIGHT, PngFile.RGBA, 16, true)
                .data(new byte[8 * WIDTH * HEIGHT + 2 * HEIGHT])
                .end()),
        TIFF_WITH_ALPHA(() -> ofOneStrip(BLACK, 8, PngFile.deflated(new byte[4 * WIDTH * HEIGHT]))),
        JPEG_OF_ONE_SCAN(() -> JpegBomb.ofOneScan(JPEG_WIDTH, JPEG_HEIGHT)),
        LOSSLESS_WEBP_WITH_OPACITY(() -> WebPFile.ofOneColour(WIDTH, HEIGHT)),
        TIFF_OF_SMALL_TILES(() -> smallTiles(BLACK, 48)),
        RUN_LENGTH_CODED_BMP(() -> BmpFile.runLengths(WIDTH, HEIGHT, 8, false, runs()));

        private final Supplier<byte[]> making;

        Largest(Supplier<byte[]> making) {
            this.making = making;
        }

        byte[] file() {
            return making.get();
        }
    }

    private static final TestPicture BLACK = new TestPicture(WIDTH, HEIGHT, (x, y) -> 0);

    static Stream<Map.Entry<String, byte[]>> seeds() {
        return Seeds.all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void answersEveryPrefixWithAllRowsOrAReason(Map.Entry<String, byte[]> seed) {
        var file = seed.getValue();
        try (var whole = Decoder.image(file)) {
            for (var length = 0; length < file.length; length++) {
                var prefix = Arrays.copyOf(file, length);
                if (isImageSoon(prefix)) {
                    assertThat(file.length - length)
                            .as("%s cut at %d of %d", seed.getKey(), length, file.length)
                            .isLessThan(NOT_NEEDED);
                    try (var image = Decoder.image(prefix)) {
                        assertThat(Decoder.differences(image, whole)).isLessThan(LAST_BLOCK);
                    }
                }
            }
        }
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

    /** A JPEG of many scans is decoded by {@link #boundsScansOfAJpegByItsSize}. */
    static Set<Largest> slowest() {
        return Sampling.ALL
                ? EnumSet.allOf(Largest.class)
                : EnumSet.of(Largest.INTERLACED_PNG_OF_16_BITS_WITH_ALPHA, Largest.TIFF_WITH_ALPHA);
    }

    static Set<Largest> largestInMemory() {
        return Sampling.ALL
                ? EnumSet.allOf(Largest.class)
                : EnumSet.of(
                        Largest.JPEG_OF_MANY_SCANS, Largest.LOSSLESS_WEBP_WITH_OPACITY, Largest.TIFF_OF_SMALL_TILES);
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
        assertThat(refusal(ofOneStrip(BLACK, 16, new byte[0]))).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    /** Its streams would fill gigabytes before they are finalized. */
    @Test
    void refusesTilesTooSmallForTheirPicture() {
        assertThat(refusal(smallTiles(BLACK, 32))).isEqualTo(Reason.TIFF_TILES);
    }

    private static byte[] smallTiles(TestPicture picture, int side) {
        var tile = PngFile.deflated(new byte[side * side * 3]);
        var tiles = Math.ceilDiv(WIDTH, side) * Math.ceilDiv(HEIGHT, side);
        return new TiffFile(picture, TiffFile.RGB, 8, 3)
                .tag(TiffFile.COMPRESSION, TiffFile.DEFLATE)
                .tiles(side, side)
                .bytes(Collections.nCopies(tiles, tile));
    }

    @ParameterizedTest
    @MethodSource("slowest")
    void decodesTheLargestSoon(Largest largest) {
        assertThat(isImageSoon(largest.file())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("largestInMemory")
    void decodesTheLargestInTheMemoryOfTheProduct(Largest largest, @TempDir Path folder)
            throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "only Linux tells the peak of a process");
        var photo = Files.write(folder.resolve("photo"), largest.file());

        assertThat(DecodingProcess.megabytes(photo)).isLessThan(800);
    }

    @ParameterizedTest
    @CsvSource({"8000, 5000, 25, true", "8000, 5000, 26, false", "4000, 3000, 43, true"})
    void boundsScansOfAJpegByItsSize(int width, int height, int scans, boolean allowed) {
        assertThat(isImageSoon(JpegBomb.of(width, height, scans))).isEqualTo(allowed);
    }

    @Test
    void boundsScansOfASmallJpeg() {
        assertThat(isImageSoon(repeatingItsFirstScan(97))).isTrue();
        assertThat(refusal(repeatingItsFirstScan(98))).isEqualTo(Reason.DAMAGED_FILE);
    }

    /** Of three scans, one for each component, the first comes again and again. */
    private static byte[] repeatingItsFirstScan(int times) {
        var jpeg = JpegFile.apart(TestPicture.colours());
        var start = JpegFile.find(jpeg, 0xDA);
        var end = start + 2;
        while ((jpeg[end] & 0xFF) != 0xFF || jpeg[end + 1] == 0) {
            end++;
        }
        var bomb = ByteBuffer.allocate(jpeg.length + times * (end - start)).put(jpeg, 0, start);
        for (var i = 0; i < times; i++) {
            bomb.put(jpeg, start, end - start);
        }
        return bomb.put(jpeg, start, jpeg.length - start).array();
    }

    /** Each part takes more memory than it has bytes. */
    @Test
    void boundsTheParts() {
        var jpeg = JpegFile.of(TestPicture.colours(), false);
        var manySegments = new ByteArrayOutputStream();
        manySegments.write(jpeg, 0, 2);
        for (var i = 0; i < 1_000_000; i++) {
            manySegments.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xDD, 0, 4, 0, 0});
        }
        manySegments.write(jpeg, 2, jpeg.length - 2);
        var manyParts = new PngFile().header(64, 64, PngFile.RGB, 8, false);
        for (var i = 0; i < 200_000; i++) {
            manyParts.chunk("IDAT", new byte[0]);
        }

        assertThat(refusal(manySegments.toByteArray())).isEqualTo(Reason.TOO_COSTLY);
        assertThat(refusal(manyParts.end())).isEqualTo(Reason.TOO_COSTLY);
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
