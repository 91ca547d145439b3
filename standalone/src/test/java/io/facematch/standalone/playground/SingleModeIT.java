package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.standalone.PlaygroundServer;
import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Comparing a pair on the page, in a real browser against the real server. */
@Tag("browser")
class SingleModeIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    private static final String RUN = "#submit-btn";
    private static final String HINT = "#run-hint";
    private static final String OUTDATED = "#single-result .outdated .outdated-note";
    private static final String RESULT = "#single-result .result";

    @Test
    void aMatchIsToldWithAllThatSupportsIt() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            assertThat(browser.find(RUN).isEnabled()).isFalse();
            assertThat(browser.find(HINT).getText()).isEqualTo("Choose two photos first");
            choose(browser, "image1", PlaygroundServer.sample("portraits/person01_selfie.jpg"));
            browser.awaitText(HINT, "Choose the document photo, too");
            choose(browser, "person01_selfie", "person01_id");
            assertThat(browser.has(HINT)).isFalse();
            browser.find(RUN).click();

            browser.awaitText(RESULT + " h2", "Match");
            var similarity =
                    Double.parseDouble(browser.find(".similarity-value").getText());
            assertThat(similarity).isBetween(0.7, 1.0);
            assertThat(browser.find(".scale").getAttribute("aria-label")).contains("a match begins at 0.70");
            assertThat(browser.find(".operating-points .in-use").getText()).contains("standard", "reaches it");
            assertThat(browser.driver().findElements(By.cssSelector(".face-frame img")))
                    .hasSize(2)
                    .allSatisfy(image -> assertThat(image.getAttribute("src")).startsWith("blob:"));
            assertThat(browser.driver().findElements(By.cssSelector(".face-frame .overlay circle.line")))
                    .as("five landmarks on each face")
                    .hasSize(10);
            assertThat(browser.find(".timings").getText()).contains("Queue", "Detect", "Embed", "Round trip");
            assertThat(browser.find("#announcer").getAttribute("textContent")).startsWith("Match");
            browser.screenshot("single-match-desktop-light");
        }
    }

    @Test
    void boxAndLandmarksLieOnTheFace() throws IOException {
        try (var browser = signedIn(Browser.PHONE, false)) {
            choose(browser, "person05_selfie", "person05_id");
            browser.find(RUN).click();
            browser.await(RESULT);

            // Where the eyes, the nose and the mouth's corners of this photo of 480 x 640 are, read off by eye.
            var landmarks = parts(browser, ".face[aria-label=Document] circle.line");
            assertThat(landmarks).hasSize(5);
            assertNear(landmarks.get(0), 190, 285);
            assertNear(landmarks.get(1), 303, 285);
            assertNear(landmarks.get(2), 242, 360);
            assertNear(landmarks.get(3), 180, 408);
            assertNear(landmarks.get(4), 300, 410);
            var box = parts(browser, ".face[aria-label=Document] rect.line").getFirst();
            assertNear(box, 238, 318);
            assertThat(landmarks).allMatch(point -> point.inside(box));
        }
    }

    /** A part of an overlay, in pixels of the photo below it. */
    private record Part(double x, double y, double width, double height) {
        boolean inside(Part other) {
            return Math.abs(x - other.x) < other.width / 2 && Math.abs(y - other.y) < other.height / 2;
        }
    }

    private static void assertNear(Part part, double x, double y) {
        assertThat(Math.hypot(part.x - x, part.y - y))
                .as("%s, %s,%s", part, x, y)
                .isLessThan(20);
    }

    /** Measured on the screen, not read from the drawing: the overlay itself may lie askew. */
    private static List<Part> parts(Browser browser, String css) {
        await("the photo below is shown").until(() -> Boolean.TRUE.equals(browser.script("""
                return [...document.querySelectorAll(arguments[0])].every((part) => {
                  const image = part.closest('.face-frame').querySelector('img');
                  return image.complete && image.naturalWidth > 0 && image.getBoundingClientRect().width > 0;
                });
                """, css)));
        var found = browser.script("""
                return [...document.querySelectorAll(arguments[0])].map((part) => {
                  const image = part.closest('.face-frame').querySelector('img');
                  const shown = image.getBoundingClientRect();
                  const scale = image.naturalWidth / shown.width;
                  const at = part.getBoundingClientRect();
                  return [(at.left + at.right) / 2 - shown.left, (at.top + at.bottom) / 2 - shown.top, at.width, at.height]
                      .map((length) => length * scale);
                });
                """, css);
        return ((List<?>) Objects.requireNonNull(found))
                .stream()
                        .map(List.class::cast)
                        .map(part -> new Part(length(part, 0), length(part, 1), length(part, 2), length(part, 3)))
                        .toList();
    }

    private static double length(List<?> part, int at) {
        return ((Number) part.get(at)).doubleValue();
    }

    @Test
    void theRawAnswerAndTheCommandHoldNoToken() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            browser.find("#operating-point").sendKeys("maximum");
            browser.find("#unique-id").sendKeys("it's \"7\"");
            browser.find(RUN).click();
            browser.await(RESULT);
            browser.script("document.querySelectorAll('details').forEach(one => one.open = true)");

            var raw = browser.driver().findElements(By.cssSelector(".raw code"));
            assertThat(raw.get(0).getText()).contains("\"state\": \"COMPLETED\"", "\"operating_point\": \"maximum\"");
            assertThat(raw.get(1).getText())
                    .contains(
                            "$FACEMATCH_TOKEN",
                            "image1=@\"person01_selfie.jpg\"",
                            "operating_point=maximum",
                            "'unique_id=\"it'\\''s \\\"7\\\"\"'",
                            SERVER.address() + "/v1/jobs")
                    .doesNotContain("eyJ");
        }
    }

    @Test
    void aNonMatchIsTold() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, true)) {
            choose(browser, "person03_selfie", "person05_id");
            browser.find(RUN).click();

            browser.awaitText(RESULT + " h2", "Non-match");
            assertThat(browser.find(".operating-points .in-use").getText()).contains("is below");
            browser.screenshot("single-non-match-desktop-dark");
        }
    }

    @Test
    void aPhotoWithoutAFaceIsExplainedWithItsImage() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "fixture_no_face", "person05_id");
            browser.find(RUN).click();

            browser.awaitText(RESULT + " h2", "Not compared");
            assertThat(browser.find(".decision").getText()).contains("NoFaceDetected");
            assertThat(browser.find(".face[aria-label=Selfie]").getText())
                    .contains("No face found: retake the photo with the whole face clearly visible.");
            assertThat(browser.find(".face[aria-label=Document]").getText()).doesNotContain("No face");
            browser.screenshot("single-no-face-desktop-light");
        }
    }

    @Test
    void whatIsNoPhotoIsRefusedBeforeAnythingIsSent(@TempDir Path folder) throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            var text = Files.writeString(folder.resolve("photo.jpg"), "this is not a photo at all");
            choose(browser, "image1", text);
            assertThat(browser.awaitText("#image1-problem", "Not a JPEG")).contains("save it as JPEG.");

            var heic = Files.writeString(folder.resolve("photo.heic"), "\0\0\0\u0018ftypheic\0\0\0\0mif1heic");
            choose(browser, "image1", heic);
            browser.awaitText("#image1-problem", "HEIC");

            var large = new byte[10 * 1024 * 1024 + 1];
            System.arraycopy(
                    Files.readAllBytes(PlaygroundServer.sample("portraits/person01_id.jpg")), 0, large, 0, 1000);
            choose(browser, "image1", Files.write(folder.resolve("large.jpg"), large));
            browser.awaitText("#image1-problem", "limit is 10 MiB");

            var half = Files.write(folder.resolve("half.jpg"), Arrays.copyOf(large, 8 * 1024 * 1024));
            choose(browser, "image1", half);
            choose(browser, "image2", half);
            browser.awaitText(HINT, "Both photos together are larger than 15 MiB");
            assertThat(browser.find(RUN).isEnabled()).isFalse();

            choose(browser, "image1", Files.write(folder.resolve("empty.jpg"), new byte[0]));
            browser.awaitText("#image1-problem", "empty");
            assertThat(browser.find(RUN).isEnabled()).isFalse();
            assertThat(browser.requests()).contains("/assets/app.js").doesNotContain("/v1/jobs");
            browser.screenshot("single-refused-desktop-light");
        }
    }

    @Test
    void everyFormatIsToldAsTheServerTellsIt() throws IOException {
        var heads = Stream.of(
                        "\u00ff\u00d8\u00ff\u00e0",
                        "\u0089PNG\r\n\u001a\n",
                        "BM6",
                        "II*\0\u0008\0\0\0\u0010\0",
                        "RIFF\n\n\n\nWEBPVP8 ",
                        "II*\0\u0010\0\0\0CR\u0002\0",
                        "MM\0+\0\u0008",
                        "\0\0\0\u0018ftypmif1\0\0\0\0mif1heic",
                        "\0\0\0\u0018ftypmif1\0\0\0\0mif1avif",
                        "\0\0\0\u0014ftypqt  \0\0\0\0",
                        "\0\0\0\u000cjP  \r\n\u0087\n",
                        "\u00ff\nJ",
                        "GIF89a",
                        "8BPS\0\u0001",
                        "\0\0\u0001\0\u0001\0",
                        "\u00ef\u00bb\u00bf\n%PDF-1.7",
                        " <?xml version='1.0'?>\n<!-- a -->\n<svg width='1'>",
                        "<!DOCTYPE html><html>",
                        "/9j/4AAQSkZJRg",
                        "\0".repeat(128) + "DICM",
                        "hello",
                        "\u00a0<svg>")
                .map(head -> head.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            var told = browser.driver()
                    .executeAsyncScript(
                            """
                    const [heads, done] = arguments;
                    (async () => {
                      const { photoOf } = await import('/assets/single/images.js');
                      const tell = async (head) => {
                        const bytes = Uint8Array.from(atob(head), (c) => c.charCodeAt(0));
                        return photoOf(new File([bytes], 'photo.jpg'), null).then((photo) => photo.format, (error) => error.message);
                      };
                      return Promise.all(heads.map(tell));
                    })().then(done, (error) => done([String(error)]));
                    """,
                            heads.stream()
                                    .map(Base64.getEncoder()::encodeToString)
                                    .toList());

            assertThat((List<?>) told)
                    .isEqualTo(heads.stream().map(SingleModeIT::told).toList());
        }
    }

    private static String told(byte[] head) {
        var format = FileFormat.of(head);
        var refusal = format.isEmpty()
                ? Optional.of(Reason.UNSUPPORTED_FORMAT)
                : format.get().refusal();
        return refusal.map(reason -> reason.message().substring(0, 1).toUpperCase(Locale.ROOT)
                        + reason.message().substring(1) + ".")
                .orElseGet(() -> format.orElseThrow() == FileFormat.WEBP
                        ? "WebP"
                        : format.orElseThrow().name());
    }

    @Test
    void anExpiredTokenCostsNothingButANewOne() throws IOException {
        try (var browser = Browser.open()) {
            browser.openSignedIn(SERVER.address(), SERVER.expiredToken());
            browser.awaitText("#session", "expired");
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();

            browser.awaitText("#sign-in", "has expired or was refused");
            browser.screenshot("sign-in-expired-desktop-light");
            browser.find("#sign-in textarea").sendKeys("no token");
            browser.find("#sign-in [type=submit]").click();
            browser.awaitText("#sign-in [role=alert]", "not a token");
            browser.find("#sign-in textarea").clear();
            browser.find("#sign-in textarea").sendKeys(SERVER.token());
            browser.find("#sign-in [type=submit]").click();

            browser.awaitText(RESULT + " h2", "Match");
            browser.awaitText("#session", "expires in 23 h");
        }
    }

    @Test
    void notSigningInLosesNothing() throws IOException {
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/#playground");
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();
            browser.await("#sign-in");
            browser.press(Keys.ESCAPE);

            browser.awaitText(".problem", "not signed in");
            assertThat(browser.find(RUN).isEnabled()).isTrue();
        }
    }

    @Test
    void theTokenSurvivesAReloadButNotTheSignOut() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            assertThat(browser.driver().getCurrentUrl()).isEqualTo(SERVER.address() + "/#playground");
            browser.driver().navigate().refresh();
            browser.awaitText("#session", "default");
            assertThat(browser.has("#panel-playground")).isTrue();
            assertThat(browser.script("return localStorage.length + document.cookie.length"))
                    .isEqualTo(0L);

            browser.find("#session button").click();
            browser.awaitText("#session", "Sign in");
            assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
        }
    }

    @Test
    void signingOutTakesPhotosAndResultAway() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            browser.find("#unique-id").sendKeys("a-person");
            run(browser);
            browser.find("#session button").click();

            browser.awaitText("#session", "Sign in");
            assertThat(browser.has(RESULT)).isFalse();
            assertThat(browser.find("#unique-id").getDomProperty("value")).isEmpty();
            assertThat(browser.script("return document.querySelector('#mode-single').innerHTML"))
                    .asString()
                    .contains("Choose a photo")
                    .doesNotContain("person01", "blob:", "similarity-value", "a-person");
            browser.until(
                    "nothing is said of it",
                    () -> "".equals(browser.find("#announcer").getAttribute("textContent")));
            assertThat(browser.find(HINT).getText()).isEqualTo("Choose two photos first");
        }
    }

    @Test
    @Tag("slow")
    void signingOutEndsWhatRuns() throws IOException {
        SERVER.pauseWorker();
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();
            browser.awaitText(".progress", "Waiting in the queue");
            browser.find("#session button").click();

            browser.until("it is over", () -> !browser.has(".progress"));
            SERVER.resumeWorker();
            assertThat(browser.has("#sign-in")).as("asked without need").isFalse();
            assertThat(browser.has(RESULT)).isFalse();
        } finally {
            SERVER.resumeWorker();
        }
    }

    @Test
    @Tag("slow")
    void whatWasChosenBeforeTheSignInStays() throws IOException {
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/#playground");
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();
            browser.await("#sign-in textarea").sendKeys(SERVER.token());
            browser.find("#sign-in [type=submit]").click();
            browser.awaitText(RESULT + " h2", "Match");

            // The same tenant again, and another one.
            new BulkPage(browser).signIn(SERVER.token());
            assertThat(browser.has(RESULT)).isTrue();
            new BulkPage(browser).signIn(SERVER.token("bank"));
            assertThat(browser.has(RESULT)).isFalse();
        }
    }

    @Test
    void theKeyboardIsEnough() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            browser.driver().get(SERVER.address() + "/#overview");
            browser.tabTo("#tab-overview");
            browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
            browser.await("#panel-playground");
            assertThat(browser.find("#tab-playground").getAttribute("aria-selected"))
                    .isEqualTo("true");
            // A file dialog is the browser's own; what follows is the page's.
            choose(browser, "person01_selfie", "person01_id");
            browser.tabTo(RUN);
            browser.screenshot("single-keyboard-focus-desktop-light");
            browser.press(Keys.TAB, Keys.ARROW_RIGHT);
            browser.await("#mode-bulk");
            browser.press(Keys.ARROW_LEFT);
            browser.await("#mode-single");
            browser.tabTo(".swap");
            browser.press(Keys.ENTER);
            browser.tabTo("#operating-point");
            browser.press(Keys.ARROW_DOWN);
            browser.pressHolding(Keys.CONTROL, Keys.ENTER);

            browser.awaitText(RESULT + " h2", "Match");
            assertThat(browser.find(".operating-points .in-use").getText()).contains("strict");
            browser.tabTo(".raw summary");
            browser.press(Keys.ENTER);
            browser.await(".raw pre");
        }
    }

    @Test
    void theSamplePhotosAreOneClickAway() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            browser.find("#try-samples").click();
            browser.until("Run is possible", () -> browser.isEnabled(RUN));
            browser.find(RUN).click();
            browser.awaitText(RESULT + " h2", "Match");
        }
    }

    @Test
    void anyChangeAfterARunMarksItsResult() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            run(browser);

            browser.find("#operating-point").sendKeys("strict");
            browser.awaitText(OUTDATED, "You have changed something since this run.");
            run(browser);
            browser.find("#unique-id").sendKeys("7");
            browser.await(OUTDATED);
            run(browser);
            browser.find(".swap").click();
            browser.await(OUTDATED);
            run(browser);
            choose(browser, "image1", PlaygroundServer.sample("portraits/person02_selfie.jpg"));
            browser.await(OUTDATED);
            browser.screenshot("single-outdated-desktop-light");
            run(browser);
            browser.find(".photo .photo-foot button:last-child").click();
            browser.await(OUTDATED);
        }
    }

    @Test
    void aRefusedFileEmptiesItsField() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            run(browser);

            choose(browser, "image2", PlaygroundServer.sample("README.md"));
            browser.awaitText("#image2-problem", "README.md: Not a JPEG, PNG, BMP, TIFF or WebP photo");
            browser.await(OUTDATED);
            assertThat(browser.find(".photos .photo:last-child .drop-zone").getText())
                    .contains("Choose a photo");
            assertThat(browser.find(RUN).isEnabled()).isFalse();
            assertThat(browser.find(HINT).getText()).isEqualTo("Choose the document photo, too");
        }
    }

    @Test
    @Tag("slow")
    void aChangeWhileARunIsOnMarksItsResult() throws IOException {
        SERVER.pauseWorker();
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();
            browser.awaitText(".progress", "Waiting in the queue");
            browser.find("#operating-point").sendKeys("maximum");
            SERVER.resumeWorker();

            browser.awaitText(RESULT + " h2", "Match");
            assertThat(browser.has(OUTDATED)).isTrue();
        } finally {
            SERVER.resumeWorker();
        }
    }

    /** Until there is a result of what is chosen now. */
    private static void run(Browser browser) {
        browser.until("Run is possible", () -> browser.isEnabled(RUN));
        browser.find(RUN).click();
        browser.until("there is a new result", () -> browser.has(RESULT) && !browser.has(OUTDATED));
        browser.script("scrollTo(0, 0)"); // what is above the result must not lie below the page's header
    }

    @Test
    @Tag("slow")
    void waitingCanBeGivenUp() throws IOException {
        SERVER.pauseWorker();
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();
            browser.awaitText(".progress", "Waiting in the queue");
            assertThat(browser.find(RUN).isEnabled()).isFalse();
            browser.screenshot("single-waiting-desktop-light");
            browser.find(".progress button").click();

            browser.until("it is over", () -> !browser.has(".progress"));
            assertThat(browser.find(RUN).isEnabled()).isTrue();
            assertThat(browser.has(RESULT)).isFalse();
        } finally {
            SERVER.resumeWorker();
        }
    }

    @Test
    void theCameraTakesAPhoto() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            browser.find(".photo .photo-foot button").click();
            browser.until(
                    "the camera shows something",
                    () -> browser.find("dialog.camera .primary").isEnabled());
            browser.find("dialog.camera .primary").click();

            browser.awaitText(".photo .photo-facts", " × ");
            assertThat(browser.has("dialog.camera")).isFalse();
        }
    }

    @Test
    void aPhotoCanBeDroppedPastedSwappedAndRemoved() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            browser.script("""
                    const holding = (name, ...bytes) => {
                      const data = new DataTransfer();
                      data.items.add(new File([new Uint8Array(bytes)], name));
                      return data;
                    };
                    const event = {bubbles: true, cancelable: true};
                    document.querySelectorAll('.photo')[1].dispatchEvent(
                        new DragEvent('drop', {...event, dataTransfer: holding('a.bmp', 0x42, 0x4d, 1)}));
                    document.dispatchEvent(
                        new ClipboardEvent('paste', {...event, clipboardData: holding('b.tif', 0x49, 0x49, 0x2a, 0)}));
                    """);
            browser.awaitText("#mode-single .photo:last-child .photo-facts", "BMP");
            browser.awaitText("#mode-single .photo:first-child .drop-zone", "No preview");
            browser.find(".swap").click();
            browser.awaitText("#mode-single .photo:first-child .photo-facts", "BMP");
            browser.awaitText("#mode-single .photo:last-child .photo-facts", "TIFF");
            browser.find("#mode-single .photo:last-child .photo-foot button:last-child")
                    .click();
            browser.awaitText("#mode-single .photo:last-child", "Choose a photo");
            assertThat(browser.find(RUN).isEnabled()).isFalse();
        }
    }

    @Test
    void fitsEveryScreen() throws IOException {
        try (var browser = signedIn(Browser.DESKTOP, false)) {
            browser.onEveryScreen("single-empty", () -> {});
            choose(browser, "person01_selfie", "person01_id");
            browser.find(RUN).click();
            browser.await(RESULT);
            browser.script("document.querySelectorAll('details').forEach(one => one.open = true)");
            browser.onEveryScreen("single-match", () -> {});
            for (var tab : new String[] {"overview", "documentation"}) {
                browser.find("#tab-" + tab).click();
                browser.await("#panel-" + tab);
                browser.onEveryScreen(tab, () -> {});
            }
        }
    }

    private static Browser signedIn(int width, boolean dark) throws IOException {
        var browser = Browser.open(width, dark);
        browser.openSignedIn(SERVER.address(), SERVER.token());
        browser.awaitText("#session", "expires in");
        return browser;
    }

    /** @param probe name of a portrait */
    private static void choose(Browser browser, String probe, String reference) {
        choose(browser, "image1", PlaygroundServer.sample("portraits/" + probe + ".jpg"));
        choose(browser, "image2", PlaygroundServer.sample("portraits/" + reference + ".jpg"));
        browser.until("Run is possible", () -> browser.isEnabled(RUN));
    }

    private static void choose(Browser browser, String side, Path file) {
        browser.find("input[name=" + side + "]").sendKeys(file.toString());
    }
}
