package io.facematch.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormatTest {

    /** The first bytes as letters; a number in braces is a byte in hexadecimal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{FF}{D8}{FF}{E0}{00}{10}JFIF|JPEG",
                "{FF}{D8}AAAA|JPEG",
                "{89}PNG{0D}{0A}{1A}{0A}{00}{00}|PNG",
                "BM{36}{00}|BMP",
                "II*{00}{08}{00}{00}{00}{10}{00}|TIFF",
                "MM{00}*{00}{00}{00}{08}|TIFF",
                "RIFF{10}{00}{00}{00}WEBPVP8 |WEBP",
                "II+{00}{08}{00}{00}{00}|BIG_TIFF",
                "MM{00}+{00}{08}{00}{00}|BIG_TIFF",
                "II*{00}{10}{00}{00}{00}CR{02}{00}|CAMERA_RAW",
                "{00}{00}{00}{18}ftypcrx {00}{00}{00}{01}|CAMERA_RAW",
                "FUJIFILMCCD-RAW 0201|CAMERA_RAW",
                "IIRO{08}{00}|CAMERA_RAW",
                "IIU{00}{18}{00}|CAMERA_RAW",
                "{00}{00}{00}{18}ftypheic{00}{00}{00}{00}mif1heic|HEIC",
                "{00}{00}{00}{24}ftypheix{00}{00}{00}{00}mif1|HEIC",
                "{00}{00}{00}{18}ftypmif1{00}{00}{00}{00}mif1heic|HEIC",
                "{00}{00}{00}{18}ftypmsf1{00}{00}{00}{00}msf1hevc|HEIC",
                "{00}{00}{00}{18}ftypavif{00}{00}{00}{00}mif1miaf|AVIF",
                "{00}{00}{00}{18}ftypmif1{00}{00}{00}{00}mif1avif|AVIF",
                "{00}{00}{00}{14}ftypqt  {00}{00}{00}{00}qt  |VIDEO",
                "{00}{00}{00}{20}ftypisom{00}{00}{02}{00}|VIDEO",
                "RIFF{10}{00}{00}{00}AVI LIST|VIDEO",
                "{1A}E{DF}{A3}|VIDEO",
                "GIF89a{01}{00}|GIF",
                "GIF87a{01}{00}|GIF",
                "{00}{00}{00}{0C}jP  {0D}{0A}{87}{0A}|JPEG_2000",
                "{FF}O{FF}Q{00}|JPEG_2000",
                "{FF}{0A}{FA}|JPEG_XL",
                "{00}{00}{00}{0C}JXL {0D}{0A}{87}{0A}|JPEG_XL",
                "II{BC}{01}|JPEG_XR",
                "8BPS{00}{01}|PHOTOSHOP",
                "{00}{00}{01}{00}{01}{00}{10}{10}|ICON",
                "%PDF-1.7|PDF",
                "{EF}{BB}{BF}{0A}%PDF-1.4|PDF",
                "<svg xmlns='http://www.w3.org/2000/svg'>|SVG",
                "  <?xml version='1.0'?>{0A}<!-- made -->{0A}<svg{0A}width='1'>|SVG",
                "<!DOCTYPE svg PUBLIC ''><svg>|SVG",
                "<!DOCTYPE html><html><svg></svg>|WEB_PAGE",
                "{0A}<html lang='en'>|WEB_PAGE",
                "<?xml version='1.0'?><html>|WEB_PAGE",
                "PK{03}{04}{14}{00}|ARCHIVE",
                "Rar!{1A}{07}|ARCHIVE",
                "7z{BC}{AF}{27}{1C}|ARCHIVE",
                "{D0}{CF}{11}{E0}{A1}|ARCHIVE",
                "data:image/jpeg;base64,/9j/|BASE64",
                "/9j/4AAQSkZJRg|BASE64",
                "iVBORw0KGgoAAAANSUhEUg|BASE64",
                "{00}{00}{00}{00}{00}{00}{00}{00}|",
                "{FF}|",
                "hello|",
                "<?xml version='1.0'?><feed>|",
                "II|"
            })
    void isToldByTheFirstBytes(String head, FileFormat format) {
        assertThat(FileFormat.of(bytes(head)).orElse(null)).isEqualTo(format);
    }

    @Test
    void findsDicomBehindItsPreamble() {
        var file = new byte[200];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, file, 128, 4);

        assertThat(FileFormat.of(file)).contains(FileFormat.DICOM);
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatToDoWithWhatIsNotRead(FileFormat format) {
        format.refusal().ifPresent(reason -> {
            assertThat(reason.status()).isEqualTo(Status.INVALID_IMAGE);
            assertThat(reason.found()).isNotBlank();
            assertThat(reason.code()).startsWith("unsupported_");
            assertThat(reason.message()).contains(": s");
        });
    }

    /** Others read the signatures, too. */
    @Test
    void usesNoExpressionThatOtherLanguagesReadDifferently() {
        assertThat(Arrays.stream(FileFormat.values()).map(FileFormat::signature))
                .noneMatch(signature -> signature.matches(".*(\\(\\?[^:]|\\\\[pPhHRXGAzZQE]|[+*?}]\\+|\\[\\[).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "<", "<?xml ", "<svg", "<!--", "ftypmif1", "\0\0\0\0ftypmif1"})
    void isToldSoonWhateverComes(String again) {
        var file = again.repeat(1_000_000).getBytes(StandardCharsets.ISO_8859_1);
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();

        FileFormat.of(file);

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    private static byte[] bytes(String head) {
        var bytes = new ByteArrayOutputStream();
        for (var at = 0; at < head.length(); at++) {
            if (head.charAt(at) == '{') {
                bytes.writeBytes(HexFormat.of().parseHex(head.substring(at + 1, at + 3)));
                at += 3;
            } else {
                bytes.write(head.charAt(at));
            }
        }
        return bytes.toByteArray();
    }
}
