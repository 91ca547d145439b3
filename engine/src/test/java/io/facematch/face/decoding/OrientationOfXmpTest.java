package io.facematch.face.decoding;

import static io.facematch.face.decoding.Decoder.assertShows;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.face.EncodedPhotos;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationOfXmpTest {
    private static final String TIFF = "xmlns:tiff=\"http://ns.adobe.com/tiff/1.0/\"";
    private static final int SIX = 6;

    /** Stored on its side. */
    private static final TestPicture STORED = stored();

    private static TestPicture stored() {
        var turned = EncodedPhotos.stored(TestPicture.colours().buffered(1), SIX);
        return new TestPicture(turned.getWidth(), turned.getHeight(), turned::getRGB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rdf:Description TIFF tiff:Orientation=\"6\"/>",
                "<rdf:Description TIFF\n tiff:Orientation = '6' />",
                "<rdf:Description TIFF><tiff:Orientation>6</tiff:Orientation></rdf:Description>",
                "<rdf:Description TIFF><tiff:Orientation rdf:datatype=\"x\"> 6 </tiff:Orientation></rdf:Description>",
                "<!-- tiff:Orientation=\"3\" --><rdf:Description TIFF tiff:Orientation=\"6\"/>",
                "<a xmlns:t='http://ns.adobe.com/tiff/1.0/' t:Orientation='6' tiff:Orientation='3'/>"
            })
    void isFoundAsAttributeAndElement(String xmp) {
        assertShows(jpeg(xmp.replace("TIFF", TIFF)), TestPicture.colours(), 25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<rdf:Description TIFF/>",
                "<rdf:Description tiff:Orientation=\"6\"/>",
                "<rdf:Description TIFF tiff:Orientation=\"9\"/>",
                "<rdf:Description TIFF tiff:Orientation=\"0\"/>",
                "<rdf:Description TIFF tiff:Orientation=\"&six;\"/>",
                "<rdf:Description TIFF other:tiff:OrientationOfPage=\"6\"/>",
                "<rdf:Description TIFF><tiff:Orientation>66</tiff:Orientation></rdf:Description>"
            })
    void isUprightWhenItDoesNotSay(String xmp) {
        assertShows(jpeg(xmp.replace("TIFF", TIFF)), STORED, 25);
    }

    @Test
    void givesWayToExif() {
        var xmp = xmp(SIX);

        assertShows(EncodedPhotos.withOrientation(jpeg(xmp), 1), STORED, 25);
        assertShows(EncodedPhotos.withOrientation(jpeg(xmp(3)), SIX), TestPicture.colours(), 25);
        // This EXIF says nothing.
        assertShows(EncodedPhotos.withOrientation(jpeg(xmp), 0), TestPicture.colours(), 25);
    }

    @Test
    void isFoundInEveryFormat() {
        var xmp = xmp(SIX).getBytes(StandardCharsets.UTF_8);
        var text = new ByteArrayOutputStream();
        text.writeBytes("XML:com.adobe.xmp\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
        text.writeBytes(xmp);
        var png = new PngFile()
                .header(STORED.width(), STORED.height(), PngFile.RGB, 8, false)
                .chunk("iTXt", text.toByteArray())
                .pixels(STORED, PngFile.RGB, 8, false)
                .end();
        var webP = WebPFile.of(
                WebPFile.extended(4, STORED.width(), STORED.height()),
                WebPFile.chunkOf(WebPFile.lossless(STORED, false), "VP8L"),
                WebPFile.chunk("XMP ", xmp));
        // Two letters become a value of two bytes.
        var values = new long[xmp.length / 2];
        for (var i = 0; i < values.length; i++) {
            values[i] = xmp[2 * i] | xmp[2 * i + 1] << 8;
        }
        var tiff = new TiffFile(STORED, TiffFile.RGB, 8, 3).tag(TiffFile.XMP, values);

        assertShows(png, TestPicture.colours(), 0);
        assertShows(webP, TestPicture.colours(), 0);
        assertShows(tiff.bytes(), TestPicture.colours(), 0);
        assertShows(tiff.tag(TiffFile.ORIENTATION, 1).bytes(), STORED, 0);
    }

    /** A block may be as large as a file; what a parser of XML would do with it is not done. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tiff:Orientation ",
                "tiff:Orientation     ",
                "<!--",
                "xmlns:a=",
                "<!DOCTYPE a [<!ENTITY b '",
                "<"
            })
    void isFoundSoonOrNotAtAll(String again) {
        var block = (TIFF + again.repeat(3_000_000 / again.length())).getBytes(StandardCharsets.US_ASCII);
        var start = ProcessorTime.nanos();

        var orientation = new PhotoOrientation();
        try {
            orientation.readXmp(new ByteView(block), new Extent(0, block.length));
        } catch (RefusedImage impossible) {
            throw new AssertionError(impossible);
        }

        assertThat(orientation.value()).isEqualTo(1);
        assertThat(Duration.ofNanos(ProcessorTime.nanos() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static String xmp(int orientation) {
        return "<rdf:Description " + TIFF + " tiff:Orientation=\"" + orientation + "\"/>";
    }

    private static byte[] jpeg(String xmp) {
        var block = "http://ns.adobe.com/xap/1.0/\0" + xmp;
        return JpegFile.withSegment(JpegFile.of(STORED, false), 0xE1, block.getBytes(StandardCharsets.UTF_8));
    }
}
