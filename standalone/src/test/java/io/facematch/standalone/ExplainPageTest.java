package io.facematch.standalone;

import static io.facematch.standalone.ExplainDocument.below;
import static io.facematch.standalone.ExplainDocument.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** What {@code facematch explain} shows and says of photos, with the built-in models and the invented persons. */
@SuppressWarnings("NullAway.Init")
class ExplainPageTest {
    @TempDir
    private Path folder;

    private ExplainRun command;

    @BeforeEach
    void inAFolderOfItsOwn() {
        command = new ExplainRun(folder);
    }

    @Test
    void explainsAPair() throws Exception {
        assertThat(command.explain(command.photo("person01_selfie"), command.photo("fixture_two_persons")))
                .isZero();

        assertThat(command.out())
                .contains("Photo 1: 1 face found", "Photo 2: 2 faces found", "Match: similarity 0.")
                .contains(", threshold 0.70 (standard)")
                .contains("Written: " + command.page() + ". It holds the photos: delete it when you are done.");
        var text = command.document().text();
        assertThat(text)
                .contains("Why this pair was decided so", "This file holds both photos. Delete it when you are done.")
                .contains("Probably the same person: similarity 0.")
                .contains("Whole photo", "Useless", "Floor", "Sharpness", "Good enough to compare")
                .contains("starter-embedder", "starter-detector", "not fit to decide about people");
        assertThat(command.document().texts("h2")).contains("Match", "Photo 1", "Photo 2");
        // One face with each of two.
        assertThat(text.split("cosine 0\\.\\d{4}|cosine −0\\.\\d{4}", -1)).hasSize(3);
        assertThat(text.split("decides(?=\\s|$)", -1)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void saysWhatDecidesAtAnotherOperatingPoint() throws Exception {
        assertThat(command.explain(
                        command.photo("person01_selfie"), command.photo("person05_id"), "--operating-point", "strict"))
                .isZero();

        assertThat(command.out()).contains("Non-match: similarity 0.", ", threshold 0.80 (strict)");
        assertThat(command.document().text())
                .contains("Probably two different people: similarity 0.", "is below the threshold 0.80 (strict)")
                .contains("1 of 100,000 pairs of different people reaches it");
    }

    /** Everything is tried before a photo is said to have no face, and all of it is shown. */
    @Test
    void showsAPictureForEachLook() throws Exception {
        assertThat(command.explain(command.photo("fixture_no_face"))).isZero();

        assertThat(command.out()).contains("Photo: NoFaceDetected, " + Reason.NO_FACE.message());
        assertThat(command.document().text())
                .contains("What was seen in this photo", "This file holds the photo.")
                .contains("Refused: NoFaceDetected, " + Reason.NO_FACE.message() + ".")
                .contains("Whole photo with a border", "Whole photo, askew");
        assertThat(command.document().looks()).hasSizeGreaterThan(10).allSatisfy(row -> {
            var pictures = below(row, "image");
            assertThat(pictures).hasSize(1);
            var picture = ImageIO.read(new ByteArrayInputStream(content(pictures.getFirst(), "href")));
            assertThat(Math.max(picture.getWidth(), picture.getHeight())).isBetween(32, 200);
        });
    }

    @ParameterizedTest
    @CsvSource({"fixture_blurred, TOO_BLURRED, Sharpness", "fixture_dark, TOO_DARK, Enough light"})
    void showsWhichPartOfTheQualityIsTooPoor(String name, Reason reason, String part) throws Exception {
        assertThat(command.explain(command.photo(name), command.photo("person03_id")))
                .isZero();

        assertThat(command.out()).contains("Photo 1: LowQuality, " + reason.message(), "Not compared: LowQuality");
        var document = command.document();
        var poor = document.elements("tr", "poor");
        assertThat(poor)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getTextContent()).contains(" 0."));
        assertThat(poor)
                .extracting(Element::getTextContent)
                .anySatisfy(row -> assertThat(row).startsWith(part));
        assertThat(document.texts("h2")).contains("Not compared: LowQuality");
        assertThat(document.text()).contains("Photo 2 has a face that can be compared.");
    }

    @Test
    void showsThePhotoAsItIsDecodedAndTheCropAsItIsEmbedded() throws Exception {
        assertThat(command.explain(command.photo("person01_id"))).isZero();

        var crops = command.document().elements("img", "crop");
        assertThat(crops).hasSize(1);
        var crop = ImageIO.read(new ByteArrayInputStream(content(crops.getFirst(), "src")));
        assertThat(List.of(crop.getWidth(), crop.getHeight())).containsExactly(112, 112);
        var figure = command.document().elements("figure", "picture").getFirst();
        var photo = below(figure, "image").getFirst();
        var picture = ImageIO.read(new ByteArrayInputStream(content(photo, "href")));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(480, 640);
    }

    @Test
    void pageIsSafeToOpenAndCanBeReadAloud() throws Exception {
        assertThat(command.explain(command.photo("person01_selfie"), command.photo("fixture_two_persons")))
                .isZero();

        loadsAndRunsNothing();
        namesNoFileAndNoFolder();
        canBeReadAloud();
    }

    private void loadsAndRunsNothing() throws Exception {
        var html = Files.readString(command.page());
        assertThat(html)
                .contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", "javascript:")
                .hasSizeLessThan(2_000_000);
        for (var element : command.document().all()) {
            for (var address : List.of("src", "href", "action", "srcset")) {
                if (element.hasAttribute(address)) {
                    assertThat(element.getAttribute(address)).startsWith("data:image/");
                }
            }
        }
    }

    private void namesNoFileAndNoFolder() throws Exception {
        assertThat(Files.readString(command.page())).doesNotContain("selfie", "two_persons", ".jpg", folder.toString());
    }

    private void canBeReadAloud() throws Exception {
        assertThat(command.document().texts("h1")).hasSize(1);
        for (var element : command.document().all()) {
            switch (element.getTagName()) {
                case "img" -> assertThat(element.hasAttribute("alt")).isTrue();
                case "svg" -> assertThat(element.getAttribute("aria-label")).isNotBlank();
                case "table" -> assertThat(below(element, "caption")).hasSize(1);
                default -> {
                    // Its text is read.
                }
            }
        }
    }

    /** A file that is no photo has an answer, as in a job. */
    @ParameterizedTest
    @CsvSource({
        "'', EmptyImage, EMPTY_FILE",
        "'{\"photo\": true}', InvalidImage, UNSUPPORTED_FORMAT",
        "'%PDF-1.7', InvalidImage, PDF"
    })
    void explainsThatAFileIsNoPhoto(String content, String status, Reason reason) throws Exception {
        var file = Files.writeString(folder.resolve("holiday.jpg"), content);

        assertThat(command.explain(file, command.photo("person01_id"))).isZero();

        assertThat(command.out()).contains("Photo 1: " + status + ", " + reason.message(), "Not compared: " + status);
        assertThat(command.document().text()).contains("Refused: " + status + ", " + reason.message() + ".");
    }
}
