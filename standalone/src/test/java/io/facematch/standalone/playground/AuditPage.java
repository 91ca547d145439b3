package io.facematch.standalone.playground;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** The page for auditors in a browser. */
final class AuditPage {
    static final String TITLE = "#section-title";
    static final String ROW = ".outcome-table tbody tr";
    static final String VERDICT = ".proof-verdict";

    private final Browser browser;
    private final URI address;

    private AuditPage(Browser browser, URI address) {
        this.browser = browser;
        this.address = address;
    }

    /** In a tab that has this token already. */
    static AuditPage signedIn(Browser browser, URI address, String token) {
        browser.driver().get(address + "/favicon.svg");
        browser.script("sessionStorage.setItem('facematch.token', arguments[0])", token);
        return new AuditPage(browser, address);
    }

    /** @param fragment what comes behind the #: a section and its filters */
    AuditPage show(String fragment) {
        // Another fragment alone would be no new page.
        browser.driver().get("about:blank");
        browser.driver().get(address + "/audit#" + fragment);
        return this;
    }

    /** Until the section is there with its content. */
    AuditPage await(String title) {
        browser.awaitText(TITLE, title);
        settle();
        return this;
    }

    /** Until nothing is loaded any more. */
    void settle() {
        browser.until("all is loaded", () -> !browser.has("#section-body[aria-busy]") && browser.has(TITLE));
    }

    /** Until it is there with its content. */
    void chooseSection(String name) {
        var link = browser.find("[data-section=" + name + "]");
        var title = link.getText();
        link.click();
        await(title);
    }

    void choosePeriod(String period) {
        browser.script(
                "const input = document.querySelector('[name=period][value=' + CSS.escape(arguments[0]) + ']');"
                        + "input.click()",
                period);
    }

    /** Chooses or types, and leaves the field. */
    void set(String name, String value) {
        browser.script("""
                const field = document.querySelector(`#audit [name=${arguments[0]}]`);
                field.value = arguments[1];
                field.dispatchEvent(new Event('input', {bubbles: true}));
                field.dispatchEvent(new Event('change', {bubbles: true}));
                """, name, value);
    }

    void choosePhoto(Path file) {
        browser.find("[name=photo]").sendKeys(file.toString());
    }

    String value(String name) {
        return String.valueOf(
                browser.script("return document.querySelector(`#audit [name=${arguments[0]}]`).value", name));
    }

    int rows() {
        return ((Long) Objects.requireNonNull(
                        browser.script("return document.querySelectorAll(arguments[0]).length", ROW)))
                .intValue();
    }

    String fragment() {
        return String.valueOf(browser.script("return location.hash"));
    }

    /** All that the browser has asked for, keeps, and shows in its address. */
    String traces() {
        return browser.requests() + " " + browser.driver().getCurrentUrl() + " "
                + browser.script("return JSON.stringify({...sessionStorage, ...localStorage}) + history.length");
    }
}
