package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facematch.standalone.PlaygroundServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipFile;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An archive on the page, from Run to its results, against the real server. */
@Tag("browser")
class BulkPlaygroundIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    private static final String DOWNLOADED =
            "Bulk run finished. The ZIP was downloaded automatically; you can download it again below.";

    /** A tenant with one run, of the demo, for all tests that only look at a finished one. */
    private static final String VIEWER = "viewer";

    private static @Nullable String finishedDemo;

    private boolean paused;

    @AfterEach
    void goOn() {
        if (paused) {
            SERVER.resumeWorker();
        }
    }

    @Test
    void theResultsAreDownloadedAndHoldEachPair() throws IOException {
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(PlaygroundServer.sample("demo.zip"));
            page.run();

            browser.awaitText("#bulk-end", DOWNLOADED);
            assertInView(browser, "#bulk-run-title", "#bulk-end", "#bulk-counts");
            assertThat(browser.find("#bulk-state").getText()).isEqualTo("Finished");
            var zip = page.awaitDownload();
            assertThat(zip.getFileName().toString()).matches("facematch-bulk-\\d+\\.zip");
            assertThat(browser.find("#bulk-download").getText()).isEqualTo("Download " + zip.getFileName());
            assertResults(zip, 22);

            Files.delete(zip);
            browser.find("#bulk-download").click();
            assertResults(page.awaitDownload(), 22);

            page.awaitOutcomes();
            assertThat(page.count("Match") + page.count("Non-match")).isEqualTo(page.count("Success"));
            assertThat(page.count("InvalidImage")).isEqualTo(2);
            assertThat(page.stemsShown()).hasSize(22);
            assertThat(browser.find("[data-stem=no-face]").getText())
                    .contains("NoFaceDetected", "image 1: no face found");
        }
    }

    @Test
    @Tag("slow")
    void anotherChoiceAfterARunMarksItsResult(@TempDir Path folder) throws IOException {
        var outdated = "#bulk-run.outdated .outdated-note";
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            browser.find("#try-demo").click();
            page.run();
            page.awaitOutcomes();
            assertThat(browser.has(outdated)).isFalse();

            page.choose(TestPairs.zip(folder, 2));
            browser.awaitText(outdated, "This is still the earlier run.");
            browser.awaitText("#bulk-loaded", "2 pairs loaded");
            assertInView(browser, "#bulk-choose", "#bulk-loaded");
            browser.screenshot("bulk-outdated-desktop-light");

            page.run();
            browser.awaitText("#bulk-progress", "2 of 2 pairs");
            assertThat(browser.has(outdated)).isFalse();
            page.awaitOutcomes();
            new Select(browser.find("#bulk-operating-point")).selectByValue("strict");
            browser.await(outdated);
        }
    }

    @Test
    @Tag("slow")
    void onPaperTheRunIsWhole() throws Exception {
        try (var browser = Browser.open()) {
            var page = finishedDemo(browser);

            browser.emulatePaper();
            assertScaleInPicture(browser);
            browser.assertNoSidewaysScrolling();
            assertThat(browser.has(".playground-header .button")).isFalse();
            assertThat(browser.has(".bulk-card")).as("the choice").isFalse();
            assertThat(browser.script("return getComputedStyle(document.querySelector('.playground-header')).position"))
                    .isEqualTo("static");
            assertThat(page.stemsShown()).hasSize(22);
        }
    }

    @Test
    void aReloadFindsTheRunAgainAndItsEnd(@TempDir Path folder) throws IOException {
        pause();
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(TestPairs.zip(folder, 12));
            page.run();
            page.awaitState("RUNNING");
            var job = page.job();
            assertThat(page.canRun()).as("the same archive twice at once").isFalse();
            assertThat(page.asksToStay()).isFalse();

            page.reload();
            page.awaitState("RUNNING");
            assertThat(page.job()).isEqualTo(job);
            assertThat(browser.find("#bulk-run").getText()).contains("0 of 12 pairs");

            resume();
            browser.awaitText("#bulk-end", DOWNLOADED);
            assertThat(browser.find("#bulk-progress").getText()).startsWith("12 of 12 pairs (100 %)");
            assertResults(page.awaitDownload(), 12);

            page.reload();
            browser.await("#bulk-recent li[data-job='" + job + "'] button").click();
            page.awaitOutcomes();
            assertThat(browser.find("#bulk-end").getText())
                    .isEqualTo("Bulk run finished. You can download the ZIP below.");
        }
    }

    @Test
    @Tag("slow")
    void aTokenThatExpiresInMidRunCostsOnlyANewOne(@TempDir Path folder) throws IOException {
        pause();
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(TestPairs.zip(folder, 3));
            browser.await("#bulk-loaded");
            page.signIn(SERVER.tokenFor(Duration.ofSeconds(4)));
            page.run();
            page.awaitState("RUNNING");
            var job = page.job();

            browser.awaitText("#sign-in", "has expired or was refused");
            resume();
            browser.screenshot("bulk-sign-in-expired-desktop-light");
            browser.find("#sign-in textarea").sendKeys(SERVER.token());
            browser.find("#sign-in [type=submit]").click();

            browser.awaitText("#bulk-end", DOWNLOADED);
            assertThat(page.job()).isEqualTo(job);
            assertResults(page.awaitDownload(), 3);
            assertThat(browser.has("#sign-in")).isFalse();
        }
    }

    @Test
    @Tag("slow")
    void aRunOfSomebodyElseIsShownButNotDownloaded(@TempDir Path folder) throws Exception {
        pause();
        var accepted = api(request("/v1/jobs", SERVER.token())
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofFile(TestPairs.zip(folder, 2))));
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.awaitState("RUNNING");
            assertThat(page.job()).isEqualTo(accepted.path("id").asString());

            resume();
            browser.awaitText("#bulk-end", "You can download the ZIP below.");
            page.awaitOutcomes();
            assertThat(browser.downloads()).isEmptyDirectory();
        }
    }

    @Test
    void aRunIsCancelledAfterAQuestion(@TempDir Path folder) throws IOException {
        pause();
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(TestPairs.zip(folder, 5));
            page.run();
            browser.await("#bulk-cancel").click();
            browser.await("#bulk-confirm-no").click();
            assertThat(browser.find("#bulk-state").getText()).isEqualTo("Running");

            browser.find("#bulk-cancel").click();
            browser.await("#bulk-confirm-yes").click();

            page.awaitState("CANCELLED");
            browser.awaitText("#bulk-end", "Bulk run cancelled. 0 of 5 pairs");
            page.awaitOutcomes();
            assertThat(page.count("Pending")).isEqualTo(5);
            assertThat(page.column("Status")).hasSize(5).allMatch(status -> status.startsWith("Pending"));
            assertThat(browser.downloads()).isEmptyDirectory();
            assertThat(page.canRun()).as("the archive can be run again").isTrue();
        }
    }

    @Test
    void theTabIsNeededWhileUploadingOnly(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(TestPairs.zip(folder, 10));
            browser.await("#bulk-loaded");
            assertThat(page.asksToStay()).isFalse();
            page.uploadAt(100_000);

            page.run();
            browser.awaitText("#bulk-upload", "%");
            assertThat(page.asksToStay()).isTrue();
            assertThat(browser.find("#bulk-choose").isEnabled()).isFalse();

            browser.find("#bulk-upload-cancel").click();
            browser.awaitText("#mode-bulk", "Upload cancelled. Nothing was accepted.");
            assertThat(page.asksToStay()).isFalse();

            page.uploadAt(-1);
            page.run();
            browser.awaitText("#bulk-end", DOWNLOADED);
            assertThat(page.asksToStay()).isFalse();
        }
    }

    @Test
    void signingOutTakesTheRunAndTheArchiveAway() throws Exception {
        try (var browser = Browser.open()) {
            var page = finishedDemo(browser);
            var stem = page.stemsShown().getFirst();
            page.choose(PlaygroundServer.sample("demo.zip"));
            browser.awaitText("#bulk-loaded", "22 pairs loaded");

            browser.find("#session button").click();

            browser.awaitText("#session", "Sign in");
            assertThat(browser.has("#bulk-loaded")).isFalse();
            assertThat(browser.script("return document.querySelector('#mode-bulk').textContent"))
                    .asString()
                    .doesNotContain(stem, "22 pairs");
            assertThat(page.canRun()).isFalse();
        }
    }

    @Test
    @Tag("slow")
    void signingOutEndsAnUpload(@TempDir Path folder) throws IOException {
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(TestPairs.zip(folder, 10));
            page.uploadAt(100_000);
            page.run();
            browser.awaitText("#bulk-upload", "%");

            browser.find("#session button").click();

            browser.until("it has ended", () -> !browser.has("#bulk-upload"));
            browser.until("the archive has left", () -> !browser.has(".bulk-file"));
            assertThat(browser.has("#sign-in")).as("asked without need").isFalse();
            assertThat(page.asksToStay()).isFalse();
            page.uploadAt(-1);
        }
    }

    @Test
    void whatTheServerRefusesIsToldAndTheFileKept() throws IOException {
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            var archive = TestPairs.pairAnd();
            archive[40] ^= 1;
            var file = Files.write(browser.downloads().resolveSibling("altered.zip"), archive);
            page.choose(file);
            page.run();

            browser.awaitText("#bulk-refusal", "The server refused the archive: members have another name");
            assertThat(browser.find("#bulk-refusal").getText()).contains("good_image1.jpg");
            assertThat(page.canRun()).isTrue();

            page.choose(Files.write(file, TestPairs.encrypted(TestPairs.pairAnd("notes.txt"))));
            assertThat(browser.has("#bulk-refusal")).as("of the other archive").isFalse();
            page.run();
            browser.await("#bulk-refusal[data-code=ENCRYPTED_MEMBER]");
            assertThat(browser.find("#bulk-refusal").getText())
                    .contains("pack them without a password", "good_image1.jpg", "good_image2.jpg")
                    .doesNotContain("notes.txt");
            browser.screenshot("bulk-refused-by-server-desktop-light");
        }
    }

    @Test
    void theKeyboardIsEnough() throws IOException {
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            browser.tabTo("#bulk-choose");
            // A file dialog is the browser's own; what follows is the page's.
            page.choose(PlaygroundServer.sample("demo.zip"));
            browser.await("#bulk-loaded");
            browser.tabTo("#bulk-operating-point");
            browser.press(Keys.ARROW_DOWN);
            browser.pressHolding(Keys.CONTROL, Keys.ENTER);
            browser.awaitText("#bulk-end", DOWNLOADED);
            assertThat(browser.script("return document.activeElement.id")).isEqualTo("bulk-run-title");
            assertThat(browser.find("#bulk-run").getText()).contains("operating point strict: match from 0.80");
            Files.delete(page.awaitDownload());

            browser.tabTo("#bulk-download");
            browser.press(Keys.ENTER);
            assertResults(page.awaitDownload(), 22);
            page.awaitOutcomes();
            browser.tabTo("#bulk-threshold");
            browser.press(Keys.HOME);
            browser.tabTo("#bulk-threshold-reset");
            browser.press(Keys.SPACE);
            assertThat(browser.find("#bulk-flips").getText()).contains("no decision changes");
            browser.tabTo("#bulk-filter");
            browser.press("Non");
            browser.until("non-matches only", () -> page.stemsShown().size() == page.count("Non-match"));
            browser.screenshot("bulk-keyboard-focus-desktop-light");
            browser.tabTo("#bulk-close");
            browser.press(Keys.ENTER);
            assertThat(browser.has("#bulk-run")).isFalse();
        }
    }

    @Test
    void anotherThresholdIsTriedByKeyboard() throws Exception {
        try (var browser = Browser.open()) {
            var page = finishedDemo(browser);
            var outcomes = outcomes(page.job());
            assertThat(browser.find("#bulk-flips").getText())
                    .startsWith("At 0.70, the threshold of this run, no decision changes");

            browser.tabTo("#bulk-threshold");
            browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.PAGE_UP);
            assertFlips(browser, outcomes, 0.76, "1 in 40,000 impostors");
            browser.press(
                    Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.PAGE_DOWN, Keys.PAGE_DOWN);
            assertFlips(browser, outcomes, 0.46, "more than 1 in 100 impostors");
            browser.press(Keys.END);
            assertFlips(browser, outcomes, 1.0, "fewer than 1 in 1,000,000 impostors");

            page.filter("flips");
            assertThat(page.column("Decision")).hasSize(page.count("Match")).containsOnly("Match");
            browser.find("#bulk-threshold-reset").click();
            assertThat(page.stemsShown()).hasSize(22);
        }
    }

    @Test
    @Tag("slow")
    void anotherThresholdIsTriedByPointer() throws Exception {
        try (var browser = Browser.open()) {
            var page = finishedDemo(browser);
            var outcomes = outcomes(page.job());

            page.dragThreshold(0.7, 0.2);
            assertFlips(browser, outcomes, 0.2, "more than 1 in 100 impostors");
            page.dragThreshold(0.2, 0.95);
            assertFlips(browser, outcomes, 0.95, "fewer than 1 in 1,000,000 impostors");
            browser.screenshot("bulk-threshold-dragged-desktop-light");
        }
    }

    @Test
    void pairsAreFilteredSearchedAndSorted() throws Exception {
        try (var browser = Browser.open()) {
            var page = finishedDemo(browser);

            page.filter("match");
            assertThat(page.column("Decision")).hasSize(page.count("Match")).containsOnly("Match");
            page.filter("not-compared");
            assertThat(page.stemsShown())
                    .containsExactly("no-face", "blurred", "dark", "truncated", "not-a-photo", "empty");
            page.filter("status:LowQuality");
            assertThat(page.stemsShown()).containsExactly("blurred", "dark");

            page.filter("all");
            browser.find("#bulk-search").sendKeys("CUSTOMER");
            browser.until("two stems fit", () -> page.stemsShown().equals(List.of("customer01", "customer02")));
            browser.find("#bulk-search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.BACK_SPACE);
            browser.until("all stems fit", () -> page.stemsShown().size() == 22);

            browser.find("#bulk-sort").click();
            var descending = similarities(page);
            assertThat(descending).hasSize(16).isSortedAccordingTo(Comparator.reverseOrder());
            browser.find("#bulk-sort").click();
            assertThat(similarities(page)).isSorted().hasSameElementsAs(descending);
            assertThat(page.column("Similarity").getLast())
                    .as("not compared comes last")
                    .isEqualTo("–");
        }
    }

    @Test
    void fitsEveryScreen() throws IOException {
        pause();
        try (var browser = Browser.open()) {
            var page = signedIn(browser);
            page.choose(PlaygroundServer.sample("demo.zip"));
            browser.await("#bulk-loaded");
            page.uploadAt(200_000);
            page.run();
            browser.awaitText("#bulk-upload", " of ");
            browser.onEveryScreen("bulk-uploading", () -> {});
            page.uploadAt(-1);
            page.awaitState("RUNNING");
            browser.onEveryScreen("bulk-running", () -> assertWordsAreWhole(browser, ".bulk-count dt"));
            resume();
            browser.awaitText("#bulk-end", DOWNLOADED);
            page.awaitOutcomes();
            browser.onEveryScreen("bulk-finished", () -> {
                assertScaleInPicture(browser);
                assertWordsAreWhole(browser, ".bulk-count dt");
            });
        }
    }

    private static void assertScaleInPicture(Browser browser) {
        assertThat((Boolean) browser.script("""
                        const picture = document.querySelector('.bulk-histogram').getBoundingClientRect();
                        return picture.right <= document.documentElement.clientWidth
                            && [...document.querySelectorAll('.bulk-histogram text')]
                                .map((text) => text.getBoundingClientRect())
                                .every(({left, right}) => left >= picture.left && right <= picture.right);
                        """))
                .as("the scale is where the histogram is")
                .isTrue();
    }

    /** Whether all of these are on the screen, without scrolling. */
    private static void assertInView(Browser browser, String... css) {
        for (var each : css) {
            assertThat((Boolean) browser.script("""
                            const {top, bottom} = document.querySelector(arguments[0]).getBoundingClientRect();
                            return top >= 0 && bottom <= innerHeight;
                            """, each))
                    .as(each + " is in view")
                    .isTrue();
        }
    }

    /** A word may stand on a line of its own, but no line begins within one. */
    private static void assertWordsAreWhole(Browser browser, String css) {
        assertThat(browser.script("""
                        const broken = [];
                        const range = document.createRange();
                        for (const element of document.querySelectorAll(arguments[0])) {
                          const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
                          while (texts.nextNode()) {
                            for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
                              range.setStart(texts.currentNode, word.index);
                              range.setEnd(texts.currentNode, word.index + word[0].length);
                              if (new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size > 1) {
                                broken.push(word[0]);
                              }
                            }
                          }
                        }
                        return broken.join(' ');
                        """, css)).as("broken words").isEqualTo("");
    }

    private static BulkPage signedIn(Browser browser) throws IOException {
        return BulkPage.signedIn(browser, SERVER.address(), SERVER.token());
    }

    private static BulkPage finishedDemo(Browser browser) throws Exception {
        var token = SERVER.token(VIEWER);
        if (finishedDemo == null) {
            var demo = PlaygroundServer.sample("demo.zip");
            var accepted = api(request("/v1/jobs", token)
                    .header("Content-Type", "application/zip")
                    .POST(HttpRequest.BodyPublishers.ofFile(demo)));
            var id = accepted.path("id").asString();
            await().until(() -> api(request("/v1/jobs/" + id, token))
                    .path("state")
                    .asString()
                    .equals("COMPLETED"));
            finishedDemo = id;
        }
        var page = BulkPage.signedIn(browser, SERVER.address(), token);
        browser.await("#bulk-recent li[data-job='" + finishedDemo + "'] button").click();
        page.awaitOutcomes();
        return page;
    }

    private void pause() {
        SERVER.pauseWorker();
        paused = true;
    }

    private void resume() {
        SERVER.resumeWorker();
        paused = false;
    }

    private static void assertResults(Path file, int pairs) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().filter(entry -> entry.getName().matches("results/.+\\.json")))
                    .hasSize(pairs);
            var summary = zip.getInputStream(zip.getEntry("summary.xlsx")).readAllBytes();
            try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(summary))) {
                assertThat(workbook.getNumberOfSheets()).isPositive();
            }
        }
    }

    private static void assertFlips(Browser browser, List<JsonNode> outcomes, double threshold, String impostors) {
        var compared =
                outcomes.stream().filter(outcome -> outcome.hasNonNull("match")).toList();
        var lost = compared.stream()
                .filter(outcome -> outcome.path("match").asBoolean()
                        && outcome.path("similarity").asDouble() < threshold)
                .count();
        var won = compared.stream()
                .filter(outcome -> !outcome.path("match").asBoolean()
                        && outcome.path("similarity").asDouble() >= threshold)
                .count();
        assertThat(browser.find("#bulk-flips").getText())
                .startsWith("At %.2f: ".formatted(threshold))
                .contains(
                        lost == 1 ? "1 match would become a non-match" : lost + " matches would become non-matches",
                        won == 1 ? "1 non-match would become a match" : won + " non-matches would become matches",
                        impostors);
        assertThat(browser.find("#bulk-threshold").getAttribute("aria-valuenow"))
                .isEqualTo("%.2f".formatted(threshold));
    }

    private static List<Double> similarities(BulkPage page) {
        return page.column("Similarity").stream()
                .filter(text -> !text.equals("–"))
                .map(Double::valueOf)
                .toList();
    }

    private static List<JsonNode> outcomes(String job) throws IOException, InterruptedException {
        var page = api(request("/v1/jobs/" + job + "/outcomes?limit=1000", SERVER.token(VIEWER)));
        return page.path("items").values().stream().toList();
    }

    private static HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(SERVER.address().resolve(path)).header("Authorization", "Bearer " + token);
    }

    private static JsonNode api(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
            return JsonMapper.shared().readTree(answer.body());
        }
    }
}
