package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page shows the limits of the server before the upload, and its refusals after it; the chosen file stays. */
@Tag("browser")
class BulkRefusalsIT {
    private static final String SMALL = "small";

    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer(Map.of(
            "facematch.submission.max-archive-size", "6MB",
            "facematch.submission.max-image-size", "128KB",
            "facematch.submission.max-message-size", "1224KB",
            "facematch.limits.tenants.small.uploads", "1",
            "facematch.limits.tenants.small.pairs-per-job", "3"));

    @Test
    void anotherUploadOfTheTenant(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open();
                var other =
                        new Socket(SERVER.address().getHost(), SERVER.address().getPort())) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token(SMALL));
            page.choose(TestPairs.zip(folder, 3));
            beginUpload(other);

            // Until the first bytes of the other one have arrived, this one may be the first.
            page.run();
            browser.awaitText("#bulk-refusal", "Your tenant may upload 1 archives at once");
            assertThat(browser.find("#bulk-refusal").getText())
                    .contains("Nothing was accepted. Press Run again in 5 s.");
            browser.screenshot("bulk-too-many-uploads-desktop-light");
            assertThat(browser.find("#bulk-loaded").getText()).isEqualTo("3 pairs loaded");

            other.close();
            browser.until("the other upload is over", () -> {
                if (page.canRun() && browser.has("#bulk-refusal")) {
                    page.run();
                }
                return browser.has("#bulk-run");
            });
            page.awaitState("COMPLETED");
        }
    }

    @Test
    void theLimitsOfTheTenantAreShown() throws IOException {
        try (var browser = Browser.open()) {
            BulkPage.signedIn(browser, SERVER.address(), SERVER.token(SMALL));
            browser.awaitText(
                    ".bulk-instructions", "up to 128 KiB each and 200 KiB a pair; up to 3 pairs and 6 MiB in one ZIP");
            browser.find("input[name=mode][value=single]").click();
            browser.awaitText(".photo-facts", "up to 128 KiB");
            browser.find("#tab-documentation").click();
            assertThat(browser.await("[data-limit=max_pairs]").getText()).isEqualTo("3");
            assertThat(browser.find("[data-limit=max_unpacked_bytes]").getText())
                    .isEqualTo("24 GiB");
        }
    }

    @Test
    void morePairsThanTheTenantMaySendAreNotSent(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token(SMALL));
            page.choose(TestPairs.zip(folder, 4));

            browser.awaitText("[data-code=TOO_MANY_PAIRS]", "There are more than 3 pairs.");
            assertThat(page.canRun()).isFalse();
            browser.screenshot("bulk-too-many-pairs-desktop-light");

            page.choose(TestPairs.zip(folder, 3));
            browser.awaitText("#bulk-loaded", "3 pairs loaded");
            assertThat(page.canRun()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void aLargerArchiveThanTheServerTakesIsNotSent(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token());
            page.choose(largeArchive(folder));

            browser.awaitText("[data-code=TOO_LARGE]", "The file is larger than 6 MiB.");
            assertThat(page.canRun()).isFalse();
            browser.screenshot("bulk-too-large-desktop-light");
        }
    }

    @Test
    @Tag("slow")
    void aLargeImageIsNamedBeforeTheUpload(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token(SMALL));
            var archive = folder.resolve("large-image.zip");
            try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                zip.putNextEntry(new ZipEntry("a_image1.jpg"));
                zip.write(new byte[(128 << 10) + 1]);
                zip.putNextEntry(new ZipEntry("a_image2.jpg"));
                zip.write(new byte[128 << 10]);
                for (var name : List.of("b_image1.jpg", "b_image2.jpg")) {
                    zip.putNextEntry(new ZipEntry(name));
                    zip.write(new byte[(100 << 10) + 1]);
                }
            }
            page.choose(archive);

            browser.awaitText("[data-code=TOO_LARGE_IMAGE]", "1 image is larger than 128 KiB.");
            browser.awaitText("[data-code=TOO_LARGE_PAIR]", "of 1 pair are larger than 200 KiB together.");
            assertThat(page.findings("TOO_LARGE_PAIR")).contains("b_image1.jpg").doesNotContain("a_image");
            assertThat(page.findings("TOO_LARGE_IMAGE"))
                    .contains("a_image1.jpg")
                    .doesNotContain("a_image2.jpg");
            assertThat(page.canRun()).isTrue();
        }
    }

    /** Without a token the page knows no limits: the server says what is wrong. */
    @Test
    @Tag("slow")
    void theServersRefusalsAreShown(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.open(browser, SERVER.address());
            page.choose(TestPairs.zip(folder, 4));
            page.run();
            signIn(browser);
            browser.awaitText("#bulk-refusal[data-code=TOO_MANY_PAIRS]", "the archive has more pairs than allowed");
            assertThat(browser.find("#bulk-refusal").getText()).contains("4 pairs, limit 3", "Nothing was accepted");

            browser.find("#session button").click();
            page.choose(largeArchive(folder));
            page.run();
            signIn(browser);
            browser.awaitText("#bulk-refusal[data-code=too-large]", "An archive may have 6291456 bytes at most");
        }
    }

    private static void signIn(Browser browser) throws IOException {
        browser.await("#sign-in textarea").sendKeys(SERVER.token(SMALL));
        browser.find("#sign-in [type=submit]").click();
    }

    private static Path largeArchive(Path folder) throws IOException {
        var archive = TestPairs.zip(folder, 200);
        assertThat(Files.size(archive)).isGreaterThan(12L << 20);
        return archive;
    }

    /** The beginning of an upload that goes on until its connection is closed. */
    private static void beginUpload(Socket connection) throws IOException {
        var request = String.join(
                "\r\n",
                "POST /v1/jobs HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + SERVER.token(SMALL),
                "Content-Type: application/zip",
                "Content-Length: 1000000",
                "",
                "PK");
        connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }
}
