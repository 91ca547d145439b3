package io.facematch.standalone.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** The playground in bulk mode, as its user handles it. */
record BulkPage(Browser browser) {
    private static final String RUN = "#submit-btn";

    static BulkPage open(Browser browser, URI address) {
        browser.driver().get(address.resolve("/index.html#playground").toString());
        return new BulkPage(browser).switchToBulk();
    }

    static BulkPage signedIn(Browser browser, URI address, String token) {
        browser.openSignedIn(address, token);
        return new BulkPage(browser).switchToBulk();
    }

    /** Comes back in bulk mode. */
    void reload() {
        browser.driver().navigate().refresh();
        browser.await("#bulk-choose");
    }

    /** With another token, as from the page's dialog; the page goes on as it is. */
    void signIn(String token) {
        browser.script("""
                return import(new URL('assets/session.js', document.baseURI)).then(({session}) => session.signIn(arguments[0]));
                """, token);
    }

    private BulkPage switchToBulk() {
        browser.until(
                "the page has started",
                () -> !browser.texts("#bulk-choose", "one.id").isEmpty());
        browser.find("input[name=mode][value=bulk]").click();
        browser.await("#bulk-choose");
        return this;
    }

    void choose(Path archive) {
        browser.find("#bulk-file").sendKeys(archive.toAbsolutePath().toString());
    }

    boolean canRun() {
        return browser.isEnabled(RUN);
    }

    /** What is said beside a Run that can't be pressed. */
    String hint() {
        return browser.find("#run-hint").getText();
    }

    void run() {
        browser.until("the archive can be run", this::canRun);
        browser.find(RUN).click();
    }

    /** What is said under a code of the server. */
    String findings(String code) {
        return browser.find("[data-code=" + code + "]").getText();
    }

    /** The job that is shown. */
    String job() {
        return String.valueOf(browser.await("#bulk-run").getAttribute("data-job"));
    }

    void awaitState(String state) {
        browser.await("#bulk-state[data-state=" + state + "]");
    }

    /** Until all pairs are in the table and the histogram. */
    void awaitOutcomes() {
        browser.await("#bulk-run[data-loaded=true]");
    }

    int count(String name) {
        var number = browser.find("[data-count=" + name + "] dd").getText();
        return Integer.parseInt(number.replace(",", ""));
    }

    void filter(String value) {
        new Select(browser.find("#bulk-filter")).selectByValue(value);
    }

    /** Whether some pair would be left. */
    boolean canFilter(String value) {
        return browser.find("#bulk-filter option[value=" + value + "]").isEnabled();
    }

    List<String> stemsShown() {
        return browser.texts("#bulk-table tbody tr", "one.dataset.stem");
    }

    List<String> column(String label) {
        return browser.texts("#bulk-table td[data-label=" + label + "]", "one.innerText.trim()");
    }

    /** From one similarity to another, on the scale under the histogram. */
    void dragThreshold(double from, double to) {
        var picture = browser.find(".bulk-histogram");
        var ends = browser.script("""
                const at = [...arguments[0].querySelectorAll('text')].filter((text) => ['0.0', '1.0'].includes(text.textContent));
                return at.map((text) => text.getBoundingClientRect()).map(({left, right}) => (left + right) / 2);
                """, picture);
        var scale = ((List<?>) Objects.requireNonNull(ends))
                .stream()
                        .map(Number.class::cast)
                        .mapToDouble(Number::doubleValue)
                        .toArray();
        var pixels = scale[1] - scale[0];
        var middle = (scale[0] + scale[1]) / 2;
        new Actions(browser.driver())
                .moveToElement(picture, (int) Math.round(scale[0] + from * pixels - middle), 0)
                .clickAndHold()
                .moveByOffset((int) Math.round((to - from) * pixels), 0)
                .release()
                .perform();
    }

    /** Whether the browser would ask before it leaves the page. */
    boolean asksToStay() {
        return Boolean.TRUE.equals(browser.script("""
                const leaving = new Event('beforeunload', {cancelable: true});
                window.dispatchEvent(leaving);
                return leaving.defaultPrevented;
                """));
    }

    /** @param bytesPerSecond -1 for as many as it takes */
    void uploadAt(int bytesPerSecond) {
        browser.command("Network.enable", Map.of());
        browser.command(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", bytesPerSecond));
    }

    Path awaitDownload() {
        browser.until("a ZIP was downloaded", () -> !downloads().isEmpty());
        return downloads().getFirst();
    }

    /** Chromium writes under another name, then makes an empty file of the last one, then moves the whole one over it. */
    private List<Path> downloads() {
        try (var files = Files.list(browser.downloads())) {
            return files.filter(file ->
                            file.toString().endsWith(".zip") && file.toFile().length() > 0)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
