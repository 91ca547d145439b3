package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.PhotoLimits;
import io.facematch.verification.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import picocli.CommandLine;

/** From the command line to the page, with the built-in models and the invented persons. */
class ExplainCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void explainsAPair() throws Exception {
        assertThat(explain(photo("person01_selfie"), photo("fixture_two_persons")))
                .isZero();

        assertThat(out.toString())
                .contains("Photo 1: 1 face found", "Photo 2: 2 faces found", "Match: similarity 0.")
                .contains(", threshold 0.70 (standard)")
                .contains("Written: " + page() + ". It holds the photos: delete it when you are done.");
        var text = text();
        assertThat(text)
                .contains("Why this pair was decided so", "This file holds both photos. Delete it when you are done.")
                .contains("Probably the same person: similarity 0.")
                .contains("Whole photo", "Useless", "Floor", "Sharpness", "Good enough to compare")
                .contains("starter-embedder", "starter-detector", "not fit to decide about people");
        assertThat(elements("h2")).contains("Match", "Photo 1", "Photo 2");
        // One face with each of two.
        assertThat(text.split("cosine 0\\.\\d{4}|cosine −0\\.\\d{4}", -1)).hasSize(3);
        assertThat(text.split("decides(?=\\s|$)", -1)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void saysWhatDecidesAtAnotherOperatingPoint() throws Exception {
        assertThat(explain(photo("person01_selfie"), photo("person05_id"), "--operating-point", "strict"))
                .isZero();

        assertThat(out.toString()).contains("Non-match: similarity 0.", ", threshold 0.80 (strict)");
        assertThat(text())
                .contains("Probably two different people: similarity 0.", "is below the threshold 0.80 (strict)")
                .contains("1 of 100,000 pairs of different people reaches it");
    }

    /** Everything is tried before a photo is said to have no face, and all of it is shown. */
    @Test
    void showsAPictureForEachLook() throws Exception {
        assertThat(explain(photo("fixture_no_face"))).isZero();

        assertThat(out.toString()).contains("Photo: NoFaceDetected, " + Reason.NO_FACE.message());
        assertThat(text())
                .contains("What was seen in this photo", "This file holds the photo.")
                .contains("Refused: NoFaceDetected, " + Reason.NO_FACE.message() + ".")
                .contains("Whole photo with a border", "Whole photo, askew");
        var rows = looks();
        assertThat(rows).hasSizeGreaterThan(10).allSatisfy(row -> {
            var pictures = list(row.getElementsByTagName("image"));
            assertThat(pictures).hasSize(1);
            var picture = ImageIO.read(new ByteArrayInputStream(content(pictures.getFirst(), "href")));
            assertThat(Math.max(picture.getWidth(), picture.getHeight())).isBetween(32, 200);
        });
    }

    @ParameterizedTest
    @CsvSource({"fixture_blurred, TOO_BLURRED, Sharpness", "fixture_dark, TOO_DARK, Enough light"})
    void showsWhichPartOfTheQualityIsTooPoor(String name, Reason reason, String part) throws Exception {
        assertThat(explain(photo(name), photo("person03_id"))).isZero();

        assertThat(out.toString()).contains("Photo 1: LowQuality, " + reason.message(), "Not compared: LowQuality");
        var poor = elements("tr", "poor");
        assertThat(poor)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getTextContent()).contains(" 0."));
        assertThat(poor)
                .extracting(Element::getTextContent)
                .anySatisfy(row -> assertThat(row).startsWith(part));
        assertThat(elements("h2")).contains("Not compared: LowQuality");
        assertThat(text()).contains("Photo 2 has a face that can be compared.");
    }

    @Test
    void showsThePhotoAsItIsDecodedAndTheCropAsItIsEmbedded() throws Exception {
        assertThat(explain(photo("person01_id"))).isZero();

        var crops = elements("img", "crop");
        assertThat(crops).hasSize(1);
        var crop = ImageIO.read(new ByteArrayInputStream(content(crops.getFirst(), "src")));
        assertThat(List.of(crop.getWidth(), crop.getHeight())).containsExactly(112, 112);
        var photo = list(elements("figure", "picture").getFirst().getElementsByTagName("image"))
                .getFirst();
        var picture = ImageIO.read(new ByteArrayInputStream(content(photo, "href")));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(480, 640);
    }

    @Test
    void pageIsSafeToOpenAndCanBeReadAloud() throws Exception {
        assertThat(explain(photo("person01_selfie"), photo("fixture_two_persons")))
                .isZero();

        loadsAndRunsNothing();
        namesNoFileAndNoFolder();
        canBeReadAloud();
    }

    private void loadsAndRunsNothing() throws Exception {
        var html = Files.readString(page());
        assertThat(html)
                .contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", "javascript:")
                .hasSizeLessThan(2_000_000);
        for (var element : all()) {
            for (var address : List.of("src", "href", "action", "srcset")) {
                if (element.hasAttribute(address)) {
                    assertThat(element.getAttribute(address)).startsWith("data:image/");
                }
            }
        }
    }

    private void namesNoFileAndNoFolder() throws Exception {
        assertThat(Files.readString(page())).doesNotContain("selfie", "two_persons", ".jpg", folder.toString());
    }

    private void canBeReadAloud() throws Exception {
        assertThat(elements("h1")).hasSize(1);
        for (var element : all()) {
            switch (element.getTagName()) {
                case "img" -> assertThat(element.hasAttribute("alt")).isTrue();
                case "svg" -> assertThat(element.getAttribute("aria-label")).isNotBlank();
                case "table" ->
                    assertThat(element.getElementsByTagName("caption").getLength())
                            .isEqualTo(1);
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

        assertThat(explain(file, photo("person01_id"))).isZero();

        assertThat(out.toString()).contains("Photo 1: " + status + ", " + reason.message(), "Not compared: " + status);
        assertThat(text()).contains("Refused: " + status + ", " + reason.message() + ".");
    }

    @Test
    void readsNoMoreOfAFileThanIsAllowed() throws Exception {
        var huge = folder.resolve("huge.jpg");
        Files.write(huge, Samples.portrait("person01_id"));
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(20L << 30);
        }

        assertThat(explain(huge)).isZero();

        assertThat(out.toString()).contains("Photo: InvalidImage, " + Reason.TOO_LARGE_FILE.message());
        assertThat(text())
                .contains("more than " + String.format("%,d", PhotoLimits.BYTES).replace('.', ','));
    }

    @Test
    void onlyTheOwnerCanReadThePage() throws Exception {
        assertThat(explain(photo("person01_id"))).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page())))
                .isEqualTo("rw-------");
        try (var files = Files.list(page().getParent())) {
            assertThat(files).containsExactly(page());
        }
    }

    @Test
    void replacesNothingUnlessTold() throws Exception {
        Files.createDirectories(page().getParent());
        Files.writeString(page(), "mine");

        assertThat(explain(photo("person01_id"))).isEqualTo(1);
        assertThat(err.toString()).contains("facematch: " + page() + " already exists", "--force", "--out");
        assertThat(page()).hasContent("mine");

        assertThat(explain(photo("person01_id"), "--force")).isZero();
        assertThat(text()).contains("What was seen in this photo");
    }

    @Test
    void neverReplacesAPhoto() throws Exception {
        var photo = photo("person01_id");

        assertThat(run("explain", photo.toString(), "--out", photo.toString(), "--force"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("facematch: --out would replace the photo " + photo);
        assertThat(photo).hasBinaryContent(Samples.portrait("person01_id"));
    }

    @Test
    void seesBeforeTheWorkThatItCannotWrite() throws Exception {
        var photo = photo("person01_id").toString();
        var file = Files.writeString(folder.resolve("file"), "mine");
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        for (var page : List.of("", folder.toString(), file.resolve("below").toString(), link.toString())) {
            err.getBuffer().setLength(0);
            assertThat(run("explain", photo, "--out", page, "--force")).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("facematch: ")
                    .contains("--out")
                    .hasLineCount(1);
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void saysWhenThereIsNoSuchPhoto() {
        for (var photo : List.of(folder.resolve("no.jpg"), folder)) {
            err.getBuffer().setLength(0);
            assertThat(explain(photo)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualToNormalizingNewlines("facematch: there is no file " + photo + " that can be read\n");
        }
        assertThat(page()).doesNotExist();
    }

    @Test
    void saysWhenThereIsNoSuchModel() throws Exception {
        assertThat(run("explain", photo("person01_id").toString(), "--out", page().toString(), "--model", "unknown"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("facematch: ").contains("unknown").hasLineCount(1);
        assertThat(page()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "explain a.jpg b.jpg c.jpg", "explain a.jpg --operating-point lax"})
    void refusesWhatMakesNoSense(String command) {
        assertThat(run(command.split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).startsWith("facematch: ").contains("Try 'facematch explain --help'");
    }

    private Path page() {
        return folder.resolve("pages").resolve("explain.html");
    }

    private Path photo(String portrait) throws IOException {
        return Files.write(folder.resolve(portrait + ".jpg"), Samples.portrait(portrait));
    }

    private int explain(Object... arguments) {
        var command = Stream.of(
                "explain", "--model", "starter-embedder", "--detector", "starter-detector", "--out", page().toString());
        return run(Stream.concat(command, Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new));
    }

    private int run(String... arguments) {
        return FacematchCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Element document() throws IOException, SAXException, ParserConfigurationException {
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(Files.newInputStream(page())).getDocumentElement();
    }

    private String text() throws Exception {
        return document().getTextContent().replace('\n', ' ');
    }

    private List<Element> all() throws Exception {
        return list(document().getElementsByTagName("*"));
    }

    private List<String> elements(String tag) throws Exception {
        return list(document().getElementsByTagName(tag)).stream()
                .map(Element::getTextContent)
                .toList();
    }

    private List<Element> elements(String tag, String style) throws Exception {
        return list(document().getElementsByTagName(tag)).stream()
                .filter(element -> element.getAttribute("class").equals(style))
                .toList();
    }

    /** The rows of the table of looks, without its heading. */
    private List<Element> looks() throws Exception {
        var table = elements("table", "looks").getFirst();
        var rows = list(table.getElementsByTagName("tr"));
        return rows.subList(1, rows.size());
    }

    private static List<Element> list(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .map(Element.class::cast)
                .toList();
    }

    private static byte[] content(Element picture, String address) {
        var data = picture.getAttribute(address);
        return Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1).getBytes(StandardCharsets.US_ASCII));
    }
}
