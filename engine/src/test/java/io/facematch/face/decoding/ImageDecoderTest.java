package io.facematch.face.decoding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.facematch.face.decoding.Decoder.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.facematch.face.EncodedPhotos;
import io.facematch.face.Portraits;
import io.facematch.verification.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void bringsEveryOrientationOfAPngUpright(int orientation) {
        var stored = EncodedPhotos.stored(TestPicture.colours().buffered(1), orientation);
        var picture = new TestPicture(stored.getWidth(), stored.getHeight(), stored::getRGB);

        var file = new PngFile()
                .header(picture.width(), picture.height(), PngFile.RGB, 8, false)
                .chunk("eXIf", EncodedPhotos.exif(orientation, false))
                .pixels(picture, PngFile.RGB, 8, false)
                .end();

        Decoder.assertShows(file, TestPicture.colours(), 0);
    }

    @Test
    void knowsTheSizeOfAPhotoThatDoesNotHalve() {
        var odd = TestPicture.colours(2601, 1501).buffered(1);
        var jpeg = EncodedPhotos.encode(EncodedPhotos.stored(odd, 6), "jpg");
        try (var image = Decoder.image(EncodedPhotos.withOrientation(jpeg, 6))) {
            assertThat(image.photoScale()).isEqualTo(2);
            assertThat(image.photoWidth()).isEqualTo(2601);
            assertThat(image.photoHeight()).isEqualTo(1501);
        }
    }

    @Test
    void leavesOrdinaryPhotosAtTheirSize() {
        try (var image = Decoder.image(Portraits.id(1))) {
            assertThat(image.photoScale()).isEqualTo(1);
            assertThat(image.photoHeight()).isEqualTo(image.height());
            assertThat(image.photoWidth()).isEqualTo(image.width());
        }
    }

    @Test
    void judgesHeaderBeforeDecoding() {
        assertThat(refusal(png(16_385, 16))).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refusal(png(8000, 8000))).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refusal(png(15, 400))).isEqualTo(Reason.TOO_FEW_PIXELS);
        assertThat(refusal(png(0, 400))).isEqualTo(Reason.DAMAGED_FILE);
        assertThat(refusal(png(-1, 400))).isEqualTo(Reason.DAMAGED_FILE);
    }

    @Test
    void refusesOtherFiles() {
        assertThat(refusal(new byte[0])).isEqualTo(Reason.EMPTY_FILE);
        assertThat(refusal("GIF89a..................".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Reason.GIF);
        assertThat(refusal(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0})).isEqualTo(Reason.BIG_TIFF);
        assertThat(refusal(new byte[20])).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        assertThat(refusal(new byte[1 + DecodingLimits.DEFAULTS.maxBytes()])).isEqualTo(Reason.TOO_LARGE_FILE);
    }

    @Test
    void hasNoWayToWriteAPhotoToDisk() {
        var decoders = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.facematch.face.decoding", "io.facematch.face.image");

        assertThat(decoders.contain(ImageDecoder.class)).isTrue();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.FileOutputStream")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("javax\\.imageio\\.stream\\.File.*")
                .check(decoders);
    }

    /** ImageIO writes what it reads to temporary files unless it is told not to. */
    @Test
    void tellsImageIoToKeepPhotosInMemory() {
        assertThat(Decoder.isImage(BmpFile.plain(TestPicture.colours(), 24, false, false)))
                .isTrue();

        assertThat(ImageIO.getUseCache()).isFalse();
    }

    @Test
    void printsOnlyItsSize() {
        try (var image = Decoder.image(Portraits.id(1))) {
            assertThat(image).hasToString("FaceImage[480x640]");
        }
    }

    /** A file with this size in its header and hardly any pixels. */
    private static byte[] png(int width, int height) {
        var file = PngFile.of(TestPicture.colours(), PngFile.RGB, 8, false);
        ByteBuffer.wrap(file).putInt(16, width).putInt(20, height);
        return file;
    }
}
