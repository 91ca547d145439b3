package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes less than the page knows of says so, the page repeats it, and the chosen file stays. */
@ExtendWith(Browser.Quit.class)
class BulkRefusalsIT {
    private static final String SMALL = "small";

    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer(Map.of(
            "facematch.submission.max-archive-size", "6MB",
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
    void morePairsThanTheTenantMaySend(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token(SMALL));
            page.choose(TestPairs.zip(folder, 4));
            page.run();

            browser.awaitText("#bulk-refusal", "the archive has more pairs than allowed");
            assertThat(browser.find("#bulk-refusal").getText()).contains("4 pairs, limit 3", "Nothing was accepted");
            assertThat(page.canRun()).isTrue();
            browser.screenshot("bulk-too-many-pairs-desktop-light");
        }
    }

    @Test
    void aLargerArchiveThanTheServerTakes(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token());
            var archive = TestPairs.zip(folder, 200);
            assertThat(Files.size(archive)).isGreaterThan(12L << 20);
            page.choose(archive);
            page.run();

            browser.awaitText("#bulk-refusal", "An archive may have 6291456 bytes at most");
            assertThat(page.canRun()).isTrue();
            browser.screenshot("bulk-too-large-desktop-light");
        }
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
