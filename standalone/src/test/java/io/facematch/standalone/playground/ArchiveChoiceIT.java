package io.facematch.standalone.playground;

import static io.facematch.standalone.playground.TestPairs.named;
import static io.facematch.standalone.playground.TestPairs.namedInBytes;
import static io.facematch.standalone.playground.TestPairs.pairAnd;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;

/** What the page says of a chosen archive before anything is sent. There is no API behind it here. */
@Tag("browser")
@SuppressWarnings("NullAway.Init") // filled before each test
class ArchiveChoiceIT {
    @TempDir
    Path folder;

    private WebFiles files;

    @BeforeEach
    void serve() {
        files = WebFiles.serve();
    }

    @AfterEach
    void stop() {
        files.close();
    }

    @Test
    void aGoodArchiveIsCountedAndCanRun() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            assertThat(browser.find("#mode-bulk").getText())
                    .contains(
                            "Bulk testing (ZIP)",
                            "<stem>_image1.<ext>",
                            "<stem>_image2.<ext>",
                            "customer01_image1.jpg",
                            "customer01_image2.png",
                            "Only the upload needs this tab");
            assertThat(browser.find("#bulk-choose").getText()).isEqualTo("Choose ZIP");
            assertThat(page.canRun()).isFalse();
            assertThat(page.hint()).isEqualTo("Choose a ZIP first");

            page.choose(PlaygroundServer.sample("demo.zip"));

            browser.awaitText("#bulk-loaded", "22 pairs loaded");
            assertThat(page.findings("UNPAIRED")).contains("1 image has no partner", "unpaired_image1.jpg", "left out");
            assertThat(browser.find("#mode-bulk").getText())
                    .as("the instructions are folded")
                    .doesNotContain("Only the upload needs this tab");
            assertThat(page.canRun()).isTrue();
            assertThat(page.hint()).isEmpty();
        }
    }

    @Test
    void onePairIsSingular() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            page.choose(file(pairAnd()));
            assertThat(browser.await("#bulk-loaded").getText()).isEqualTo("1 pair loaded");
        }
    }

    @Test
    void problemsAreNamedAndKeepTheArchiveFromRunning() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());

            page.choose(file("this is not a ZIP archive".getBytes(StandardCharsets.UTF_8)));
            browser.await("[data-code=NOT_A_ZIP]");
            assertThat(page.canRun()).isFalse();

            var twins = IntStream.range(0, 30)
                    .boxed()
                    .flatMap(i -> Stream.of(
                            "customer" + i + "_image1.jpg",
                            "again/CUSTOMER" + i + "_image1.png",
                            "customer" + i + "_image2.jpg"));
            page.choose(
                    file(named(Stream.concat(Stream.of("_image1.jpg"), twins).toList())));
            browser.await("[data-code=DUPLICATE_STEM]");
            assertThat(page.findings("DUPLICATE_STEM"))
                    .contains("60 images", "again/CUSTOMER0_image1.png", "and 40 more");
            assertThat(page.findings("DUPLICATE_STEM")).doesNotContain("customer20");
            assertThat(page.findings("EMPTY_STEM")).contains("1 image has nothing before", "_image1.jpg");
            assertThat(page.canRun()).isFalse();
            assertThat(page.hint()).contains("can’t be run");

            page.choose(file(named("selfie.jpg", "a_image1.jpg")));
            browser.await("[data-code=NO_PAIRS]");
            assertThat(page.canRun()).isFalse();
            assertThat(browser.find("#announcer").getAttribute("textContent")).contains("can’t be run");

            page.choose(file(pairAnd()));
            browser.await("#bulk-loaded");
            assertThat(page.canRun()).as("after a better choice").isTrue();
        }
    }

    @Test
    void foldersBecomePartOfTheStemsWhenTheUserSaysSo() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            page.choose(file(named(
                    "anna/photo_image1.jpg",
                    "anna/photo_image2.jpg",
                    "berta/photo_image1.jpg",
                    "berta/photo_image2.jpg")));
            browser.await("[data-code=DUPLICATE_STEM]");
            assertThat(page.findings("DUPLICATE_STEM")).contains("4 images", "anna/photo_image1.jpg");
            assertThat(page.canRun()).isFalse();

            browser.find("#bulk-take-folders").click();

            browser.awaitText("#bulk-loaded", "2 pairs loaded");
            assertThat(browser.find("#bulk-stems").getText()).contains("Folders are part of the stems");
            assertThat(page.canRun()).isTrue();

            page.choose(file(pairAnd()));
            browser.awaitText("#bulk-loaded", "1 pair loaded");
            assertThat(browser.has("#bulk-stems"))
                    .as("the next archive is read as usual")
                    .isFalse();
        }
    }

    @Test
    @Tag("slow")
    void theLettersOfNamesCanBeChosenWhereTheArchiveDoesNotTellThem() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            page.choose(file(pairAnd()));
            browser.await("#bulk-loaded");
            assertThat(browser.has("#bulk-names")).isFalse();

            page.choose(file(namedInBytes(List.of(
                    "J\u00FCrgen_image1.jpg".getBytes(Charset.forName("IBM850")),
                    "J\u00FCrgen_image2.jpg".getBytes(Charset.forName("IBM850"))))));

            browser.await("#bulk-names");
            assertThat(new Select(browser.find("#bulk-names"))
                            .getFirstSelectedOption()
                            .getText())
                    .isEqualTo("guess");
            assertThat(page.canRun()).isTrue();
        }
    }

    @Test
    void namesThatWereMeantAsAPairAreListed() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            var meant = new String[] {
                "b_image1 (1).jpg",
                "c-image2.jpg",
                "d image1.jpg",
                "e_image_1.jpg",
                "f_img2.jpg",
                "g_image01.jpg",
                "h_image1"
            };
            page.choose(file(pairAnd(meant)));

            browser.await("[data-code=MISNAMED]");
            assertThat(page.findings("MISNAMED")).contains("7 file names").contains(meant);
            assertThat(page.canRun()).isTrue();

            page.choose(file(pairAnd("A_Image1.JPG", "a_IMAGE2.jpg")));
            browser.awaitText("#bulk-loaded", "2 pairs loaded");

            page.choose(file(pairAnd("notes.txt", "images/", "image.txt", "__MACOSX/a_Image1.jpg", "._a_Image1.jpg")));
            browser.awaitText("#bulk-choice", "5 other entries are ignored");
            assertThat(browser.has("[data-code=MISNAMED]")).isFalse();
        }
    }

    /** The page can't judge it, and does not try. */
    @Test
    void anArchiveWhoseListCantBeReadIsLeftToTheServer() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            var archive = pairAnd();
            archive[archive.length - 6] ^= 1; // where the end record says that the list begins
            page.choose(file(archive));

            browser.await("[data-code=UNREADABLE]");
            assertThat(page.findings("UNREADABLE")).contains("the server checks the archive");
            assertThat(page.canRun()).isTrue();
        }
    }

    @Test
    void anArchiveCanBeDropped() throws IOException {
        try (var browser = Browser.open()) {
            BulkPage.open(browser, files.address());
            browser.script("""
                    const data = new DataTransfer();
                    data.items.add(new File(['no archive'], 'dropped.zip'));
                    document.querySelector('.bulk-drop').dispatchEvent(
                        new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: data}));
                    """);
            browser.await("[data-code=NOT_A_ZIP]");
            assertThat(browser.find("#bulk-choice").getText()).contains("dropped.zip");
        }
    }

    @Test
    @Tag("slow")
    void aHundredThousandPairsAreCountedWhileThePageAnswers() throws IOException {
        var large = folder.resolve("large.zip");
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(large)))) {
            zip.setLevel(0);
            for (int i = 0; i < 200_000; i++) {
                zip.putNextEntry(new ZipEntry("p" + i / 2 + "_image" + (i % 2 + 1) + ".jpg"));
                zip.write(i);
                zip.closeEntry();
            }
        }
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            browser.script("window.turns = 0; window.ticking = setInterval(() => window.turns++, 5)");
            page.choose(large);
            browser.awaitText("#bulk-loaded", "100,000 pairs loaded");
            assertThat((Long) browser.script("return window.turns")).isGreaterThan(10);
        }
    }

    @Test
    void fitsEveryScreen() throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, files.address());
            browser.onEveryScreen("bulk-empty", () -> {});
            page.choose(PlaygroundServer.sample("demo.zip"));
            browser.await("#bulk-loaded");
            browser.onEveryScreen("bulk-loaded", () -> {});
            page.choose(file(named("w".repeat(200) + "_image1.jpg", "a_image1.png", "a_image1.jpg", "a_Image2.jpg")));
            browser.await("[data-code=DUPLICATE_STEM]");
            browser.onEveryScreen("bulk-refused", () -> {});
        }
    }

    private Path file(byte[] archive) throws IOException {
        return Files.write(folder.resolve("archive.zip"), archive);
    }
}
