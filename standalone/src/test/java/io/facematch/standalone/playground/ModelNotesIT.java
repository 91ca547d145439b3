package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user must know of the models in use stands above the playground. */
@Tag("browser")
class ModelNotesIT {
    private static final String DEMONSTRATION = "#model-notes [data-note=demonstration]";
    private static final String OTHER_DETECTOR = "#model-notes [data-note=other-detector]";

    /** With the built-in models. */
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer(
            Map.of("facematch.embedder", "starter-embedder", "facematch.detector", "starter-detector"));

    @Test
    void modelsForDemonstrationAreCalledSo() throws IOException {
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/#playground");
            assertThat(browser.has(DEMONSTRATION)).as("not signed in").isFalse();

            browser.openSignedIn(SERVER.address(), SERVER.token());
            browser.awaitText(DEMONSTRATION, "starter-embedder");
            assertThat(browser.find(DEMONSTRATION).getText()).contains("Do not make real decisions");
            assertThat(browser.has(OTHER_DETECTOR)).isFalse();
            browser.screenshot("demonstration-models-desktop-light");

            browser.find("#session button").click();
            browser.until("signed out", () -> !browser.has(DEMONSTRATION));
        }
    }

    @Test
    void aCalibrationWithAnotherDetectorIsTold() throws IOException {
        try (var browser = Browser.open();
                var proxy = PathProxy.to(SERVER.address())) {
            proxy.change("/v1/models", ModelNotesIT::withAnotherDetector);
            browser.openSignedIn(proxy.address(), SERVER.token());

            browser.awaitText(OTHER_DETECTOR, "starter-embedder");
            assertThat(browser.find(OTHER_DETECTOR).getText()).contains("false match rates", "may not hold here");
            browser.screenshot("other-detector-desktop-light");
        }
    }

    private static String withAnotherDetector(String models) {
        var told = models.replaceAll("\"calibrated_with_this_detector\":\\w+,?", "");
        return told.replace("\"embedder\":", "\"calibrated_with_this_detector\":false,\"embedder\":");
    }
}
