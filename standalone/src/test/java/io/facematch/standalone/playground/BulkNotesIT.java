package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the table of a run notes of faces: that there were several, and that another person may have been meant. */
@Tag("browser")
class BulkNotesIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    /** Of its own, so that there is no other run. */
    private static final String TENANT = "notes";

    private static final String SEVERAL = "image 1: 2 faces, the most alike was compared";
    private static final String ANOTHER = "image 1: a larger or more central face was not compared (too blurred)";

    @Test
    void severalFacesAndARefusedOneAreNoted() throws IOException {
        try (var browser = Browser.open();
                var proxy = PathProxy.to(SERVER.address())) {
            var page = BulkPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.choose(PlaygroundServer.sample("demo.zip"));
            page.run();
            page.awaitOutcomes();
            page.awaitDownload();
            assertThat(note(browser, "several-faces")).containsExactly(SEVERAL);
            assertThat(page.canFilter("other-face")).isFalse();

            // The same run, as if the first photo of that pair had a poor face in front.
            proxy.change(
                    "/v1/jobs/" + page.job() + "/outcomes?limit=1000",
                    outcomes -> outcomes.replace(
                            "\"faces_found\":2", "\"other_face_refused\":\"too_blurred\",\"faces_found\":2"));
            var run = "#bulk-recent li[data-job='" + page.job() + "'] button";
            BulkPage.signedIn(browser, proxy.address(), SERVER.token(TENANT));
            browser.await(run).click();
            page.awaitOutcomes();

            assertThat(note(browser, "several-faces")).containsExactly(SEVERAL, ANOTHER);
            assertThat(note(browser, "no-face")).singleElement().asString().startsWith("image 1: no face found");
            assertThat(note(browser, "mated-01")).isEmpty();
            browser.onEveryScreen("bulk-notes", () -> {});

            page.filter("other-face");
            assertThat(page.stemsShown()).containsExactly("several-faces");
            assertThat(browser.find("#bulk-filter option[value=other-face]").getText())
                    .isEqualTo("Another face refused (1)");
            browser.onEveryScreen(
                    "bulk-notes-filtered",
                    () -> assertThat(browser.has(".bulk-other-face")).isTrue());
        }
    }

    private static List<String> note(Browser browser, String stem) {
        return browser.find("[data-stem=" + stem + "] td[data-label=Notes]")
                .getText()
                .lines()
                .toList();
    }
}
