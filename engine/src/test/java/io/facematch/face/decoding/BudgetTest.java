package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facematch.verification.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a photo may cost, and that nothing goes on when nobody waits for it. */
class BudgetTest {
    private static final TestPicture PICTURE = TestPicture.colours(600, 500);
    private static final long PIXELS = 600 * 500;

    /** Of each decoder that is not native, large enough to be looked at while they are decoded. */
    private static final Map<String, byte[]> FILES = make();

    static Stream<Map.Entry<String, byte[]>> files() {
        return FILES.entrySet().stream();
    }

    private static Map<String, byte[]> make() {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("PNG", PngFile.of(PICTURE, PngFile.RGB, 8, false));
        files.put("interlaced PNG", PngFile.of(PICTURE, PngFile.RGB, 8, true));
        files.put("BMP", BmpFile.plain(PICTURE, 24, false, false));
        files.put("TIFF of one strip", tiff().bytes());
        files.put("TIFF of strips", tiff().strips(10).bytes());
        files.put("TIFF of tiles", tiff().tiles(64, 64).bytes());
        files.put(
                "TIFF with JPEG",
                new TiffFile(PICTURE, TiffFile.YCBCR, 8, 3)
                        .tag(TiffFile.COMPRESSION, TiffFile.JPEG)
                        .bytes(List.of(JpegFile.of(PICTURE, false))));
        return files;
    }

    private static TiffFile tiff() {
        return new TiffFile(PICTURE, TiffFile.RGB, 8, 3).tag(TiffFile.COMPRESSION, TiffFile.DEFLATE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isEnoughForAPhoto(Map.Entry<String, byte[]> file) {
        assertThat(decode(file.getValue(), 4 * PIXELS, () -> 0, () -> false)).isInstanceOf(Decoding.Decoded.class);
    }

    @ParameterizedTest
    @MethodSource("files")
    void boundsBytes(Map.Entry<String, byte[]> file) {
        assertThat(decode(file.getValue(), 10_000, () -> 0, () -> false))
                .isEqualTo(new Decoding.Refused(Reason.TOO_COSTLY));
    }

    @ParameterizedTest
    @MethodSource("files")
    void boundsTime(Map.Entry<String, byte[]> file) {
        var now = new AtomicLong();

        // Each look at the clock takes longer than all of the photo may.
        assertThat(decode(
                        file.getValue(),
                        Long.MAX_VALUE,
                        () -> now.addAndGet(Duration.ofSeconds(2).toNanos()),
                        () -> false))
                .isEqualTo(new Decoding.Refused(Reason.TOO_COSTLY));
    }

    @ParameterizedTest
    @MethodSource("files")
    void endsWhenNobodyWaitsAnyMore(Map.Entry<String, byte[]> file) {
        var looks = new AtomicInteger();

        assertThatThrownBy(() -> decode(file.getValue(), Long.MAX_VALUE, () -> 0, () -> looks.incrementAndGet() > 1))
                .isInstanceOf(CancellationException.class);
        assertThat(looks).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("files")
    void endsWhenItsThreadIsInterrupted(Map.Entry<String, byte[]> file) {
        var looks = new AtomicInteger();

        assertThatThrownBy(() -> decode(file.getValue(), Long.MAX_VALUE, () -> 0, () -> {
                    if (looks.incrementAndGet() == 1) {
                        Thread.currentThread().interrupt();
                    }
                    return false;
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(looks).hasValue(1);
    }

    /** The codes of a progressive JPEG without its end are read through. */
    @Test
    void bindsTheSearchForMissingRows() {
        var jpeg = JpegFile.of(PICTURE, true);
        var withoutEnd = Arrays.copyOf(jpeg, jpeg.length - 2);

        assertThat(decode(withoutEnd, 100, () -> 0, () -> false)).isEqualTo(new Decoding.Refused(Reason.TOO_COSTLY));
        assertThat(decode(withoutEnd, PIXELS, () -> 0, () -> false)).isInstanceOf(Decoding.Decoded.class);
    }

    private static Decoding decode(byte[] file, long bytes, LongSupplier nanos, BooleanSupplier cancelled) {
        var budget = new DecodingBudget(Duration.ofSeconds(1), bytes);
        var decoding =
                new ImageDecoder(DecodingLimits.DEFAULTS, budget, nanos, Integer.MAX_VALUE / 2).decode(file, cancelled);
        if (decoding instanceof Decoding.Decoded decoded) {
            decoded.image().close();
        }
        return decoding;
    }
}
