package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The reports on the page for auditors: charts with their numbers, and what another threshold would have decided. */
@Tag("browser")
class ReportsPageIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    private static final String TENANT = "reported";
    private static final int ROWS = 3_000;
    private static final String FLIPS = ".what-if-words";
    private static final String INK =
            "return Chart.getChart(document.querySelector('canvas')).options.scales.y.ticks.color";
    private static final String IS_DRAWN = "return Boolean(Chart.getChart(document.querySelector('canvas')))";
    private static final String REQUESTS = "return performance.getEntriesByType('resource').length";

    @BeforeAll
    static void load() throws IOException, InterruptedException {
        assumeTrue(
                SERVER.json(TENANT, "/v1/audit/reports").toString().contains("/v1/audit/reports/volume"),
                "this server has no reports of volume yet");
        SERVER.load(TENANT, ROWS);
    }

    @Test
    void everySectionIsShownOnEveryScreen() throws IOException {
        try (var browser = Browser.open()) {
            var page = open(browser, "overview?period=3m", "Overview");
            for (var section : sections(browser)) {
                page.chooseSection(section);

                assertThat(browser.has("#section-body .problem")).as(section).isFalse();
                browser.onEveryScreen(
                        "audit-" + section,
                        () -> assertThat(browser.has("#section-body > *")).isTrue());
            }
            browser.onEveryScreen(
                    "audit-last",
                    () -> assertThat(browser.has("#section-choice"))
                            .as("the list of sections instead of links")
                            .isEqualTo(!browser.has("[data-section]")));
        }
    }

    @Test
    @Tag("slow")
    void aPeriodWithoutOutcomesSaysSo() throws IOException {
        try (var browser = Browser.open()) {
            var page = open(browser, "overview?from=2020-01-01&to=2020-01-31", "Overview");
            for (var section : List.of("overview", "failures", "latency", "similarity", "usage")) {
                page.chooseSection(section);

                assertThat(browser.has(".nothing")).as(section).isTrue();
            }
        }
    }

    @Test
    void theOverviewCountsAndHasTheNumbersOfItsCharts() throws IOException {
        try (var browser = Browser.open()) {
            open(browser, "overview?period=3m", "Overview");

            assertThat(browser.find(".key-figures").getText()).contains("Outcomes\n3,000");
            assertThat(browser.script("""
                    const {data, width, height} = document.querySelector('canvas').getContext('2d').getImageData(0, 0, 300, 150);
                    return new Set(new Uint32Array(data.buffer)).size > 3;
                    """)).as("something is drawn").isEqualTo(true);
            browser.find(".chart-numbers summary").click();
            var counted = (Long) Objects.requireNonNull(browser.script("""
                    return [...document.querySelectorAll('.chart-numbers[open] tbody tr')]
                        .reduce((sum, row) => sum + Number(row.cells[1].textContent.replaceAll(',', '')), 0);
                    """));
            assertThat(counted).isEqualTo(ROWS);
        }
    }

    @Test
    void aClientCanBeChosenAndIsInTheAddress() throws IOException, InterruptedException {
        var expected = SERVER.json(TENANT, "/v1/audit/reports/usage?client=client-7")
                .path("rows")
                .path(0)
                .path("outcomes")
                .asInt();
        try (var browser = Browser.open()) {
            var page = open(browser, "overview?period=3m", "Overview");
            browser.until(
                    "clients can be chosen",
                    () -> browser.find("[name=client]").getText().contains("client-7"));

            page.set("client", "client-7");
            page.settle();

            assertThat(page.fragment()).contains("client=client-7");
            assertThat(browser.find("#view-words").getText()).contains("client client-7");
            assertThat(browser.find(".key-figures").getText()).contains("Outcomes\n" + expected);
        }
    }

    @Test
    void anotherThresholdIsTriedOutWithoutARequest() throws IOException, InterruptedException {
        try (var browser = Browser.open()) {
            var page = open(browser, "similarity?period=3m", "Similarity");
            browser.awaitText(FLIPS, "No decision would change.");
            var requests = browser.script(REQUESTS);

            var slider = browser.find("#what-if");
            var width = slider.getSize().getWidth();
            new Actions(browser.driver())
                    .moveToElement(slider, (int) (0.2 * width), 0)
                    .clickAndHold()
                    .moveByOffset(width / 10, 0)
                    .moveByOffset(-width / 20, 0)
                    .release()
                    .perform();
            browser.awaitText(FLIPS, "to non-match");

            slider.sendKeys(Keys.HOME);
            browser.awaitText(FLIPS, "to match");
            browser.find(".what-if-points button:nth-child(2)").click();
            browser.awaitText(".what-if-threshold", "0.800");
            assertThat(browser.script(REQUESTS)).as("requests").isEqualTo(requests);

            var expected = SERVER.json(TENANT, "/v1/audit/reports/what-if?threshold=0.8&from=2020-01-01")
                    .path("rows")
                    .path(0)
                    .path("to_non_match")
                    .asInt();
            assertThat(expected).isPositive();
            browser.awaitText(FLIPS, expected + " matches to non-match");
            browser.onEveryScreen("audit-what-if", () -> {});

            assertThat(page.fragment()).contains("at=0.8");
            browser.driver().navigate().refresh();
            browser.awaitText(".what-if-threshold", "0.800");
        }
    }

    @Test
    @Tag("slow")
    void chartsAreDarkOnWhiteOnPaperWhateverTheScreenShows() throws IOException {
        try (var browser = Browser.open(Browser.DESKTOP, true)) {
            open(browser, "overview?period=3m", "Overview");
            browser.until("it is drawn", () -> Boolean.TRUE.equals(browser.script(IS_DRAWN)));
            assertThat(browser.script(INK)).isEqualTo("#e8eef4");

            browser.emulatePaper();

            browser.until("it is drawn for paper", () -> "#17212c".equals(browser.script(INK)));
            assertThat(browser.has("#filters")).isFalse();
            assertThat(browser.has("button")).isFalse();
            browser.assertNoSidewaysScrolling();
            browser.screenshot("audit-overview-paper");
        }
    }

    @Test
    void whatTheLastVerificationSaidIsToldInWordsAndColour() throws IOException {
        try (var browser = Browser.open()) {
            var page = open(browser, "proof", "Proof");
            for (var said : Map.of("intact", "match", "altered", "non-match").entrySet()) {
                SERVER.addVerification(TENANT, said.getKey(), "2026-03-01T12:00:00Z");
                page.show("proof?zone=UTC").await("Proof");

                assertThat(browser.find("#verification").getText())
                        .containsIgnoringCase(said.getKey())
                        .contains("outcomes decided until 1 Mar 2026, 12:00:00");
                assertThat(browser.has("#verification .chip." + said.getValue()))
                        .isTrue();
            }
        }
    }

    @Test
    void aReportCanBeTakenAwayAsCsv() throws IOException {
        try (var browser = Browser.open()) {
            open(browser, "usage?period=3m", "Usage");

            browser.find("#section .download button").click();

            browser.until("it is downloaded", () -> files(browser).contains("facematch-usage.csv"));
            assertThat(browser.downloads().resolve("facematch-usage.csv"))
                    .content()
                    .startsWith("client,");
        }
    }

    private static AuditPage open(Browser browser, String fragment, String title) throws IOException {
        return AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT))
                .show(fragment + (fragment.contains("?") ? "&" : "?") + "zone=UTC")
                .await(title);
    }

    private static List<String> sections(Browser browser) {
        return ((List<?>) Objects.requireNonNull(browser.script(
                        "return [...document.querySelectorAll('[data-section]')].map(link => link.dataset.section)")))
                .stream().map(String::valueOf).toList();
    }

    private static List<String> files(Browser browser) {
        return List.of(Objects.requireNonNull(browser.downloads().toFile().list()));
    }
}
