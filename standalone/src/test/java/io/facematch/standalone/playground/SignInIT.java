package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** How a browser comes to a token: on the page by a client's id and secret, in the API reference by its own dialog. */
@Tag("browser")
class SignInIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    private static final String SIGN_IN = "#sign-in [type=submit]";
    private static final String ALERT = "#sign-in [role=alert]";

    @Test
    void aClientSignsInByItsIdAndSecret() throws IOException {
        var client = SERVER.addClient("bank");
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/#playground");
            browser.await("#session button").click();
            browser.find("#sign-in input[value=client]").click();
            browser.await("#sign-in [name=client]").sendKeys(client.client().id());
            browser.find(SIGN_IN).click();
            browser.awaitText(ALERT, "Enter both");

            // Were it the browser's own dialog that asks again, the page would never hear of the refusal.
            browser.find("#sign-in [name=secret]").sendKeys("not the secret", Keys.ENTER);
            browser.awaitText(ALERT, "There is no client with this id and secret.");
            assertThat(browser.find(SIGN_IN).isEnabled()).isTrue();
            browser.screenshot("sign-in-wrong-secret-desktop-light");

            browser.find("#sign-in [name=secret]").clear();
            browser.find("#sign-in [name=secret]").sendKeys(client.secret().text(), Keys.ENTER);
            browser.awaitText("#session", "bank");
            assertThat(browser.has("#sign-in")).isFalse();
            assertThat(browser.find("#session").getText()).containsPattern("expires in (1 h|59 min)");
            assertThat(browser.script("return JSON.stringify({...sessionStorage, ...localStorage})"))
                    .asString()
                    .doesNotContain(client.secret().text(), "not the secret");

            choose(browser, "image1", "person01_selfie");
            choose(browser, "image2", "person01_id");
            browser.until("Run is possible", () -> browser.find("#submit-btn").isEnabled());
            browser.find("#submit-btn").click();
            browser.awaitText("#single-result h2", "Match");
        }
    }

    @Test
    void aLinkThatDoesNotSignInSaysWhy() throws IOException {
        try (var browser = Browser.open()) {
            open(browser, "eyJhbGciOi");
            browser.awaitText("[data-problem=no-token]", "holds no complete token");
            assertThat(browser.find("#session").getText()).isEqualTo("Sign in");

            open(browser, "%E0%A4%A");
            browser.await("[data-problem=no-token]");

            open(browser, SERVER.expiredToken());
            browser.awaitText("[data-problem=expired]", "has expired");
            assertThat(browser.find("#session").getText()).contains("expired");

            var token = SERVER.token();
            open(browser, token.substring(0, token.lastIndexOf('.')) + ".c2lnbmF0dXJl");
            browser.awaitText("[data-problem=refused]", "does not accept your token");
            assertThat(browser.has("#sign-in")).as("asked without need").isFalse();
            browser.screenshot("sign-in-refused-desktop-light");

            browser.find("[data-problem] button").click();
            browser.await("#sign-in textarea").sendKeys(token);
            browser.find(SIGN_IN).click();
            browser.until("all is well", () -> !browser.has("[data-problem]"));
        }
    }

    @Test
    void theApiReferenceListsAllDialectsAndKnowsTheSignInOfThePage() throws IOException {
        try (var browser = Browser.open()) {
            open(browser, SERVER.token());
            browser.awaitText("#session", "expires in");
            browser.find("#tab-documentation").click();
            browser.await("#panel-documentation a[href='swagger-ui/index.html']")
                    .click();

            browser.awaitText("#swagger-ui .title", "Facematch");
            assertThat(browser.driver().findElements(By.cssSelector(".opblock-summary-path")))
                    .extracting(path -> path.getAttribute("data-path"))
                    .contains(
                            "/v1/jobs",
                            "/v1/jobs/{id}/results",
                            "/facematch",
                            "/advanced_facematch",
                            "/ExtFaceComparison/Compare",
                            "/api/AppSessionManager/GetAppToken",
                            "/oauth2/token");
            assertThat(tryListing(browser)).contains("\"items\": [");
            assertAsksNobodyElse(browser);
        }
    }

    @Test
    @Tag("slow")
    void theApiReferenceTakesATokenThatIsTypedIn() throws IOException {
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/swagger-ui/index.html");
            browser.awaitText("#swagger-ui .title", "Facematch");

            browser.find("#swagger-ui .btn.authorize").click();
            browser.await("#auth-bearer-value").sendKeys(SERVER.token());
            browser.find(".auth-container:has(#auth-bearer-value) .btn.authorize")
                    .click();
            browser.find(".auth-btn-wrapper .btn-done").click();

            assertThat(tryListing(browser)).contains("\"items\": [");
            browser.screenshot("api-reference-desktop-light");
            assertAsksNobodyElse(browser);
        }
    }

    private static void assertAsksNobodyElse(Browser browser) {
        assertThat(browser.requests().split(" "))
                .allSatisfy(address -> assertThat(address)
                        .matches(
                                any -> address.startsWith(SERVER.address().toString()) || address.startsWith("data:")));
    }

    private static void open(Browser browser, String token) {
        browser.driver().get("about:blank");
        browser.driver().get(SERVER.address() + "/#token=" + token);
        browser.await("#panel-playground");
    }

    /** What the API answers to somebody who tries out the list of jobs in its reference. */
    private static String tryListing(Browser browser) {
        var listing = "[id$=listJobs]";
        browser.await(listing + " .opblock-summary-control").click();
        browser.await(listing + " .try-out__btn").click();
        browser.await(listing + " .execute").click();
        var answer = listing + " .live-responses-table tbody ";
        browser.awaitText(answer + ".response-col_status", "200");
        return browser.find(answer + ".response-col_description").getText();
    }

    private static void choose(Browser browser, String side, String portrait) {
        var photo = PlaygroundServer.sample("portraits/" + portrait + ".jpg");
        browser.find("input[name=" + side + "]").sendKeys(photo.toString());
    }
}
