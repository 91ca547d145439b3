package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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
            browser.until("Run is possible", () -> browser.isEnabled("#submit-btn"));
            browser.find("#submit-btn").click();
            browser.awaitText("#single-result h2", "Match");
        }
    }

    @Test
    void aLinkSignsInOnce() throws IOException {
        var link = SERVER.link("acme");
        try (var browser = Browser.open()) {
            follow(browser, link);
            browser.awaitText("#session", "acme");
            assertThat(browser.find("#session").getText()).contains("expires in 23 h");
            assertThat(browser.script("return history.length + location.href + JSON.stringify({...sessionStorage})"))
                    .asString()
                    .doesNotContain(link.substring(link.indexOf('=')));

            // The page goes on.
            follow(browser, link);
            browser.awaitText("[data-problem=used]", "You stay signed in for the tenant acme.");
            assertThat(browser.find("#session").getText()).contains("acme");
            browser.screenshot("sign-in-used-link-desktop-light");
            browser.find("[data-problem] button").click();
            browser.until("it was read", () -> !browser.has("[data-problem]"));

            browser.script("sessionStorage.clear()");
            browser.driver().get("about:blank");
            follow(browser, link);
            browser.awaitText("[data-problem=used]", "./facematch token prints one");
            assertThat(browser.find("#session").getText()).isEqualTo("Sign in");
        }
    }

    @Test
    void aLinkReplacesNoSessionWithoutAQuestion() throws IOException {
        var question = "#replace-session";
        try (var browser = Browser.open()) {
            follow(browser, SERVER.link("acme"));
            browser.awaitText("#session", "acme");
            var before = token(browser);

            follow(browser, SERVER.link("bank"));
            var words = browser.awaitText(question, "Replace your session?");
            assertThat(words).contains("signed in for the tenant acme", "The link signs in for the tenant bank");
            assertThat(token(browser)).as("while it asks").isEqualTo(before);
            browser.onEveryScreen("sign-in-question", () -> {});
            browser.press(Keys.ENTER); // what a hurried user does keeps the session
            browser.until("it was answered", () -> !browser.has(question));
            assertThat(token(browser)).isEqualTo(before);

            follow(browser, SERVER.link("bank"));
            browser.await(question);
            browser.press(Keys.ESCAPE);
            browser.until("it was answered", () -> !browser.has(question));
            assertThat(token(browser)).isEqualTo(before);
            assertThat(browser.find("#session").getText()).contains("acme");

            follow(browser, SERVER.link("acme"));
            browser.awaitText(question, "the same tenant again");
            browser.press(Keys.ESCAPE);

            follow(browser, SERVER.link("bank"));
            browser.awaitText(question, "bank");
            browser.find(question + " button:not(.primary)").click();
            browser.awaitText("#session", "bank");
            assertThat(token(browser)).isNotEqualTo(before);
        }
    }

    private static Object token(Browser browser) {
        return Objects.requireNonNull(browser.script("return sessionStorage.getItem('facematch.token')"));
    }

    @Test
    void aLinkThatDoesNotSignInSaysWhy() throws IOException {
        try (var browser = Browser.open()) {
            for (var cut : List.of("", "eyJhbGciOi", "%E0%A4%A", "A".repeat(21), "A".repeat(23))) {
                browser.driver().get("about:blank");
                follow(browser, SERVER.address() + "/#code=" + cut);
                browser.awaitText("[data-problem=incomplete]", "This link is not complete");
            }
            assertThat(browser.find("#session").getText()).isEqualTo("Sign in");

            follow(browser, SERVER.address() + "/#code=" + "A".repeat(22));
            browser.await("[data-problem=used]");

            var token = SERVER.token();
            follow(browser, SERVER.address() + "/#token=" + token);
            browser.awaitText("[data-problem=of-before]", "It was not used");
            assertThat(browser.find("#session").getText()).isEqualTo("Sign in");
            browser.screenshot("sign-in-old-link-desktop-light");
            browser.find("[data-problem] button").click();
            browser.await("#sign-in textarea").sendKeys(token);
            browser.find(SIGN_IN).click();
            browser.until("all is well", () -> !browser.has("[data-problem]"));
        }
    }

    @Test
    void aLinkSignsInWhileThePageAsks() throws IOException {
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/#playground");
            browser.await("#session button").click();
            browser.await("#sign-in");

            follow(browser, SERVER.link("acme"));

            browser.awaitText("#session", "acme");
            browser.until("nothing is asked any more", () -> !browser.has("#sign-in"));
        }
    }

    @Test
    void aTokenThatTheServerRefusesIsTold() throws IOException {
        try (var browser = Browser.open()) {
            var token = SERVER.token();
            browser.openSignedIn(SERVER.address(), token.substring(0, token.lastIndexOf('.')) + ".c2lnbmF0dXJl");
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
            browser.openSignedIn(SERVER.address(), SERVER.token());
            browser.awaitText("#session", "expires in");
            browser.find("#tab-documentation").click();
            browser.await("#panel-documentation a[href='swagger-ui/index.html']")
                    .click();

            browser.awaitText("#swagger-ui .title", "Facematch");
            assertThat(browser.texts(".opblock-summary-path", "one.dataset.path"))
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

    /** As somebody who clicks it, or who types it into the address bar of the page. */
    private static void follow(Browser browser, String link) {
        browser.driver().get(link);
        browser.until(
                "the code has left the address bar",
                () -> browser.driver().getCurrentUrl().endsWith("/#playground"));
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
