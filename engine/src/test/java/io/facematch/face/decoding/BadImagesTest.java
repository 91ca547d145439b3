package io.facematch.face.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients send in place of a photo, or as one that is broken on purpose, each with its answer. */
class BadImagesTest {
    private static final TestPicture PICTURE = TestPicture.colours();

    static Stream<Arguments> files() {
        return Stream.of(
                answer("nothing", new byte[0], Reason.EMPTY_FILE),
                answer("a text", text("this is no photo, but a text of some words"), Reason.UNSUPPORTED_FORMAT),
                answer("a GIF", text("GIF89a\1\0\1\0\0\0\0;"), Reason.GIF),
                answer("an SVG", text("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"), Reason.SVG),
                answer("a PDF", text("%PDF-1.7\n%\n1 0 obj"), Reason.PDF),
                answer("a web page", text("<!DOCTYPE html><html></html>"), Reason.WEB_PAGE),
                answer("a ZIP", text("PK\3\4\24\0\0\0\0\0................"), Reason.ARCHIVE),
                answer("a HEIC", text("\0\0\0\30ftypheic\0\0\0\0mif1heic"), Reason.HEIC),
                answer("the beginning of a JPEG", Arrays.copyOf(jpeg(), 3), Reason.DAMAGED_FILE),
                answer("half of a JPEG", half(jpeg()), Reason.DAMAGED_FILE),
                answer("a JPEG of 65,500 pixels a side", sized(jpeg(), 65_500, 65_500), Reason.TOO_MANY_PIXELS),
                answer("a JPEG of 65,500 by 1 pixels", sized(jpeg(), 65_500, 1), Reason.TOO_MANY_PIXELS),
                answer("a JPEG without width", sized(jpeg(), 0, 100), Reason.DAMAGED_FILE),
                answer("half of a PNG", half(PngFile.of(PICTURE, PngFile.RGB, 8, false)), Reason.DAMAGED_FILE),
                answer("a PNG of 60,000 pixels a side", png(60_000, 60_000), Reason.TOO_MANY_PIXELS),
                answer("a PNG of one pixel", png(1, 1), Reason.TOO_FEW_PIXELS),
                answer("a PNG without height", png(100, 0), Reason.DAMAGED_FILE),
                answer("a PNG with a wrong checksum", wrongChecksum(), Reason.DAMAGED_FILE),
                answer("half of a BMP", half(bmp()), Reason.DAMAGED_FILE),
                answer("a BMP of 2^30 pixels a side", bmpOf(1 << 30, 1 << 30), Reason.TOO_MANY_PIXELS),
                answer("a BMP of negative width", bmpOf(-100, 100), Reason.DAMAGED_FILE),
                answer("half of a TIFF", half(tiff()), Reason.DAMAGED_FILE),
                answer("a TIFF whose pages go round in a circle", circle(), null),
                answer(
                        "a TIFF with a tag of a thousand million values",
                        countOfFirstTag(1_000_000_000),
                        Reason.DAMAGED_FILE),
                answer("a TIFF with -1 values", countOfFirstTag(-1), Reason.DAMAGED_FILE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void getTheirAnswer(String what, byte[] file, @Nullable Reason reason) {
        if (reason == null) {
            assertThat(Decoder.isImage(file)).as(what).isTrue();
        } else {
            assertThat(Decoder.refusal(file)).as(what).isEqualTo(reason);
        }
    }

    /** @param reason null for one that is read */
    private static Arguments answer(String what, byte[] file, @Nullable Reason reason) {
        return Arguments.of(what, file, reason);
    }

    private static byte[] jpeg() {
        return JpegFile.of(PICTURE, false);
    }

    private static byte[] sized(byte[] jpeg, int width, int height) {
        var frame = JpegFile.find(jpeg, 0xC0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        return jpeg;
    }

    private static byte[] png(int width, int height) {
        var png = PngFile.of(PICTURE, PngFile.RGB, 8, false);
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        return png;
    }

    private static byte[] wrongChecksum() {
        var png = PngFile.of(PICTURE, PngFile.RGB, 8, false);
        png[png.length - 13] ^= 1;
        return png;
    }

    private static byte[] bmp() {
        return BmpFile.plain(PICTURE, 24, false, false);
    }

    private static byte[] bmpOf(int width, int height) {
        var bmp = bmp();
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
        return bmp;
    }

    private static byte[] tiff() {
        return new TiffFile(PICTURE, TiffFile.RGB, 8, 3).bytes();
    }

    private static byte[] circle() {
        var tiff = ByteBuffer.wrap(tiff()).order(ByteOrder.LITTLE_ENDIAN);
        var directory = tiff.getInt(4);
        tiff.putInt(directory + 2 + 12 * tiff.getShort(directory), directory);
        return tiff.array();
    }

    private static byte[] countOfFirstTag(int count) {
        var tiff = ByteBuffer.wrap(tiff()).order(ByteOrder.LITTLE_ENDIAN);
        return tiff.putInt(tiff.getInt(4) + 2 + 4, count).array();
    }

    private static byte[] half(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
