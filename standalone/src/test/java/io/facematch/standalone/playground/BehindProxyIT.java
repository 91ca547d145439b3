package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page works below a path of a proxy, of which the server knows nothing. */
@Tag("browser")
@SuppressWarnings("NullAway.Init") // filled before each test
class BehindProxyIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    private PathProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = PathProxy.to(SERVER.address());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void photosAreCompared() throws IOException {
        try (var browser = Browser.open()) {
            browser.openSignedIn(proxy.address(), SERVER.token());
            browser.await("#try-samples").click();
            browser.until("Run is possible", () -> browser.isEnabled("#submit-btn"));
            browser.find("#submit-btn").click();

            browser.awaitText("#single-result h2", "Match");
            browser.script("document.querySelectorAll('details').forEach(one => one.open = true)");
            assertThat(browser.find(".raw:last-child code").getText()).contains(proxy.address() + "/v1/jobs");
            browser.find("#tab-documentation").click();
            assertThat(browser.await("#panel-documentation").getText())
                    .contains(proxy.address() + "/v1/jobs")
                    .doesNotContain(SERVER.address().toString());
            assertAllBelowThePath(browser);
        }
    }

    @Test
    void anArchiveRuns() throws IOException {
        try (var browser = Browser.open()) {
            browser.openSignedIn(proxy.address(), SERVER.token());
            browser.driver().get(proxy.address() + "/index.html#playground");
            browser.awaitText("#session", "expires in");
            browser.find("input[name=mode][value=bulk]").click();
            browser.await("#try-demo").click();
            browser.awaitText("#bulk-loaded", "22 pairs loaded");
            browser.find("#submit-btn").click();

            var page = new BulkPage(browser);
            page.awaitState("COMPLETED");
            page.awaitOutcomes();
            page.awaitDownload();
            assertAllBelowThePath(browser);
        }
    }

    @Test
    @Tag("slow")
    void theApiReferenceTriesThingsOutThere() throws IOException {
        try (var browser = Browser.open()) {
            browser.openSignedIn(proxy.address(), SERVER.token());
            browser.awaitText("#session", "expires in");
            browser.driver().get(proxy.address() + "/swagger-ui.html");

            var limits = "[id$=getLimits]";
            browser.await(limits + " .opblock-summary-control").click();
            browser.await(limits + " .try-out__btn").click();
            browser.await(limits + " .execute").click();
            browser.awaitText(limits + " .live-responses-table tbody .response-col_status", "200");
            assertThat(browser.find(limits + " .request-url").getText()).contains(proxy.address() + "/v1/limits");
            assertAllBelowThePath(browser);
        }
    }

    @Test
    void aLinkDoesNotSignInThere() throws IOException {
        var link = SERVER.link("acme");
        try (var browser = Browser.open()) {
            browser.driver()
                    .get(link.replace(
                            SERVER.address().toString(), proxy.address().toString()));
            browser.awaitText("[data-problem=elsewhere]", "not through a proxy");
            assertThat(browser.find("[data-problem]").getText()).contains("./facematch token");

            browser.driver().get(link);
            browser.awaitText("#session", "acme");
        }
    }

    private void assertAllBelowThePath(Browser browser) {
        assertThat(browser.requests().split(" "))
                .allMatch(address -> address.startsWith(proxy.address() + "/")
                        || address.startsWith("data:")
                        || address.startsWith("blob:"));
    }
}
