package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facematch.face.Verification.Compared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Photos as phones, scanners and careless programs left them. The same cases, generated, are in the other tests. */
@EnabledIf(value = "haveThem", disabledReason = "../shared/review/cases or ../shared/models is missing")
class CollectedPhotosTest {
    private static final Path COLLECTION = Path.of("../../shared/review/cases");
    private static final double SAME_SIMILARITY = 0.03;

    @SuppressWarnings("NullAway.Init")
    private static FaceEngine engine;

    @SuppressWarnings("NullAway.Init")
    private static FaceVerifier verifier;

    static boolean haveThem() {
        return Files.isDirectory(COLLECTION) && Engines.haveModels();
    }

    @BeforeAll
    static void open() {
        engine = Engines.of("yunet-s-dynamic", "espdl-mbf-112");
        verifier = engine.newVerifier();
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            verifier.close();
            engine.close();
        }
    }

    /** All of them show the person of the first sample, whose two photos have a similarity of 0.954. */
    @ParameterizedTest
    @CsvSource({
        "no-eoi.jpg, 0.95",
        "no-eoi-samsung-trailer.jpg, 0.95",
        "jpeg-14-stray-bytes-after-app1.jpg, 0.95",
        "jpeg-14-stray-bytes-after-com.jpg, 0.95",
        "png-noiend.png, 0.95",
        "bmp-pixel-offset-0.bmp, 0.95",
        "bmp-jpeg.bmp, 0.95",
        "tiff-cmyk-jpeg.tif, 0.95",
        "roll-45.jpg, 0.92",
        "g4.tif, 0.90" // black and white
    })
    void areReadAndMatch(String file, double atLeast) throws IOException {
        for (var photo : List.of(Portraits.selfie(1), Portraits.id(1))) {
            assertThat(similarity(read(file), photo)).isGreaterThan(atLeast - SAME_SIMILARITY);
        }
    }

    @Test
    void ofACardThatLiesAskewMatch() throws IOException {
        assertThat(similarity(read("idcard-45-1.jpg"), read("idcard-45-2.jpg"))).isGreaterThan(0.9);
    }

    /** The right one is much smaller than the other one. */
    @Test
    void withASecondFaceMatchAsThatFaceAloneDoes() throws IOException {
        var alone = similarity(Portraits.selfie(1), read("second-face-alone-70.jpg"));

        assertThat(similarity(Portraits.selfie(1), read("second-face-person02_selfie-70.jpg")))
                .isCloseTo(alone, within(SAME_SIMILARITY));
    }

    private static double similarity(byte[] probe, byte[] reference) {
        var answer = verifier.verify(probe, reference);
        assertThat(answer).isInstanceOf(Compared.class);
        return ((Compared) answer).similarity();
    }

    private static byte[] read(String file) throws IOException {
        return Files.readAllBytes(COLLECTION.resolve(file));
    }
}
