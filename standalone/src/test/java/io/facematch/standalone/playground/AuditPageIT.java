package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Auditors on their page: sign-in, search, and the detail of an outcome with its proof. */
@Tag("browser")
class AuditPageIT {
    @RegisterExtension
    static final PlaygroundServer SERVER = new PlaygroundServer();

    private static final String TENANT = "audited";
    private static final int PAIRS = 22;

    /** Pairs with the second image of mated-01. */
    private static final int FOUND = 3;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compare() throws IOException, InterruptedException {
        SERVER.compareAndSign(TENANT, PlaygroundServer.sample("demo.zip"), PAIRS);
    }

    @Test
    void whoeverIsNotSignedInIsAskedTo() throws IOException {
        try (var browser = Browser.open()) {
            browser.driver().get(SERVER.address() + "/audit#outcomes");
            browser.awaitText("#welcome", "facematch.audit");
            assertThat(browser.has("#audit")).isFalse();
            browser.onEveryScreen("audit-welcome", () -> {});

            browser.find("#welcome button").click();
            browser.await("#sign-in textarea").sendKeys(SERVER.token(TENANT));
            browser.find("#sign-in [type=submit]").click();

            browser.awaitText(AuditPage.TITLE, "Outcomes");
            browser.until("outcomes are there", () -> browser.has(AuditPage.ROW));
            assertThat(browser.has("#welcome")).isFalse();

            browser.find("#session button").click();
            browser.await("#welcome");
            assertThat(browser.has("#audit")).isFalse();
        }
    }

    @Test
    void aTokenWithoutTheScopeIsToldWhichIsMissing() throws IOException {
        try (var browser = Browser.open()) {
            AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT, List.of("facematch.compare")))
                    .show("outcomes");

            assertThat(browser.awaitText("#welcome .problem", "does not allow")).contains("scope facematch.audit");
        }
    }

    @Test
    void theOtherPagesLeadHereAndBack() throws IOException {
        try (var browser = Browser.open()) {
            browser.openSignedIn(SERVER.address(), SERVER.token(TENANT));
            browser.find("a[href=audit]").click();
            browser.awaitText(AuditPage.TITLE, "");
            assertThat(browser.find("[href=audit]").getAttribute("aria-current"))
                    .isEqualTo("page");

            browser.find("[href='./#documentation']").click();
            browser.await("#panel-documentation");
        }
    }

    @Test
    void filtersAreInTheAddressAndStayThereAfterAReload() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes").await("Outcomes");
            assertThat(page.rows()).isEqualTo(PAIRS);

            page.set("decision", "match");
            page.settle();
            var matches = page.rows();
            assertThat(matches).isBetween(1, PAIRS - 1);
            page.set("zone", "Asia/Kolkata");
            page.choosePeriod("7d");
            page.settle();
            assertThat(page.fragment()).contains("#outcomes?", "decision=match", "zone=Asia/Kolkata", "period=7d");

            browser.driver().navigate().refresh();
            page.await("Outcomes");
            assertThat(page.rows()).isEqualTo(matches);
            assertThat(page.value("decision")).isEqualTo("match");
            assertThat(page.value("zone")).isEqualTo("Asia/Kolkata");
            assertThat(browser.find("[name=period][value='7d']").isSelected()).isTrue();

            browser.driver().navigate().back();
            page.settle();
            assertThat(page.fragment()).contains("period=30d");
            assertThat(browser.find("[name=period][value='30d']").isSelected()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void aPeriodOfOnesOwnIsDaysOfTheZone() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes?from=2020-01-01&to=2020-01-31&zone=Asia/Dubai").await("Outcomes");

            assertThat(browser.find("#view-words").getText()).isEqualTo("1 Jan 2020 to 31 Jan 2020, Asia/Dubai");
            assertThat(browser.find("#section-body").getText()).contains("No outcome matches");

            page.choosePeriod("today");
            page.settle();
            assertThat(page.rows()).isPositive();
            assertThat(page.fragment()).doesNotContain("from=");
        }
    }

    @Test
    void whatIsNoFilterIsLeftOutAndWhatIsRefusedIsTold() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes?subject=mated-01&token=x&period=1y&zone=Nowhere/No&decision=maybe");

            browser.awaitText("#section-body .problem", "decision must be match or non_match");
            assertThat(page.fragment()).doesNotContain("subject", "mated", "token", "1y", "Nowhere");
        }
    }

    @Test
    void aSubjectIsFoundAndLeavesNoTrace() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes").await("Outcomes");

            browser.find("[name=subject]").sendKeys("mated-01", Keys.ENTER);
            browser.until("the subject is found", () -> page.rows() == 1);
            assertThat(page.value("subject")).isEqualTo("mated-01");
            page.choosePeriod("7d");
            page.settle();
            assertThat(page.rows()).as("with another period").isEqualTo(1);
            assertThat(page.traces()).doesNotContain("mated");

            browser.driver().navigate().refresh();
            page.await("Outcomes");
            assertThat(page.rows()).isEqualTo(PAIRS);
            assertThat(page.value("subject")).isEmpty();
        }
    }

    @Test
    void aPhotoIsFoundAndLeavesNoTrace() throws IOException {
        var photo = Files.write(folder.resolve("mated-01_image2.jpg"), memberOf("demo.zip", "mated-01_image2.jpg"));
        var text = Files.writeString(folder.resolve("mated-01.jpg"), "This is no photo.");
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes").await("Outcomes");

            page.choosePhoto(text);
            browser.find("#search [type=submit]").click();
            browser.awaitText("#search-problem", "save it as JPEG");
            assertThat(page.rows()).isEqualTo(PAIRS);

            page.choosePhoto(photo);
            browser.find("#search [type=submit]").click();
            browser.until("the photo is found", () -> page.rows() == FOUND);
            assertThat(browser.find(AuditPage.ROW).getText()).contains("the photo is image 2");
            browser.onEveryScreen("audit-photo", () -> assertThat(page.rows()).isEqualTo(FOUND));
            page.choosePeriod("7d");
            page.settle();
            assertThat(page.rows()).as("with another period").isEqualTo(FOUND);
            assertThat(page.value("photo")).endsWith("mated-01_image2.jpg");
            browser.find(".download button").click();
            browser.until("it is downloaded", () -> files(browser).stream().anyMatch(name -> name.endsWith(".csv")));
            assertThat(browser.downloads().resolve(files(browser).getFirst()))
                    .content()
                    .hasLineCount(FOUND + 1);
            assertThat(page.traces()).doesNotContain("mated", "photo=");

            browser.find("#search-photo-remove").click();
            browser.until("all are found again", () -> page.rows() == PAIRS);
            assertThat(page.value("photo")).isEmpty();
        }
    }

    private static byte[] memberOf(String archive, String name) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(PlaygroundServer.sample(archive)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(name)) {
                    return zip.readAllBytes();
                }
            }
        }
        throw new IllegalStateException("the archive has no such member");
    }

    @Test
    void whatIsFoundCanBeTakenAway() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes?decision=match").await("Outcomes");
            var matches = page.rows();

            browser.find(".download button").click();

            browser.until("it is downloaded", () -> files(browser).stream().anyMatch(name -> name.endsWith(".csv")));
            var csv = browser.downloads().resolve(files(browser).getFirst());
            assertThat(csv).content().startsWith("id,");
            assertThat(csv).content().hasLineCount(matches + 1);
        }
    }

    private static List<String> files(Browser browser) {
        return List.of(Objects.requireNonNull(browser.downloads().toFile().list()));
    }

    @Test
    void anEvidencePackIsMadeWhileThePageLooksOn() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("exports").await("");
            assumeTrue(page.fragment().startsWith("#exports"), "this server makes no exports in the background yet");

            browser.find("#section-body .button.primary").click();

            browser.awaitText("[data-export]", "Evidence pack");
            browser.awaitText("[data-export]", "completed");
            browser.onEveryScreen("audit-exports", () -> {});
            browser.find("[data-export] .download button").click();
            browser.until("it is downloaded", () -> files(browser).stream().anyMatch(name -> name.endsWith(".zip")));
        }
    }

    @Test
    void anExportIsDeletedWhenThatIsConfirmed() throws IOException {
        var tenant = "deleting";
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(tenant));
            page.show("exports").await("Exports");
            browser.find("#section-body .section-tools button:nth-child(2)").click();
            browser.awaitText("[data-export]", "completed");

            browser.find("[data-delete]").click();
            browser.awaitText("dialog", "Delete this export?");
            browser.onEveryScreen("audit-delete-export", () -> {});
            browser.find("#confirm-no").click();
            assertThat(browser.has("dialog")).isFalse();
            assertThat(browser.has("[data-export]")).isTrue();

            browser.tabTo("[data-delete]");
            browser.press(Keys.ENTER);
            browser.await("#confirm-yes");
            browser.tabTo("#confirm-yes");
            browser.press(Keys.ENTER);

            browser.awaitText("#section-body", "Nothing was made yet.");
            assertThat(browser.has("[data-export]")).isFalse();
            browser.driver().navigate().refresh();
            page.await("Exports");
            assertThat(browser.find("#section-body").getText()).contains("Nothing was made yet.");
        }
    }

    @Test
    void anOutcomeIsToldInWordsAndItsProofIsVerifiedHere() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes?decision=match").await("Outcomes");
            browser.find(AuditPage.ROW + " a").click();
            page.await("Outcome");
            assertThat(page.fragment()).startsWith("#outcome?").contains("id=");
            assertThat(browser.find("#section-body").getText())
                    .contains("reaches the threshold", "Image 1", "Embedder", "Finding faces", "is leaf");

            browser.find("#verify").click();

            assertThat(browser.awaitText(AuditPage.VERDICT, "Verified: this outcome is entry"))
                    .contains("unchanged since it was entered");
            assertThat(browser.find(AuditPage.VERDICT).getAttribute("data-state"))
                    .isEqualTo("valid");
            assertThat(browser.driver().findElements(By.cssSelector("[data-step]")))
                    .hasSize(7)
                    .allSatisfy(
                            step -> assertThat(step.getAttribute("data-state")).isEqualTo("good"));
            browser.onEveryScreen(
                    "audit-outcome",
                    () -> assertThat(browser.has(AuditPage.VERDICT)).isTrue());
        }
    }

    @Test
    void whetherItIsOnePersonCanBeSaidAndIsShown() throws IOException, InterruptedException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes?decision=non_match").await("Outcomes");
            var id = browser.find(AuditPage.ROW).getAttribute("data-id");
            page.show("outcome?id=" + id).await("Outcome");
            assertThat(browser.find(".feedback-list").getText()).contains("Nobody has said");

            browser.find("[data-same-person=true]").click();
            browser.awaitText(".feedback-list", "The same person");
            browser.tabTo("[data-same-person=false]");
            browser.press(Keys.ENTER);
            browser.awaitText(".feedback-list", "This answer counts.");

            assertThat(browser.find(".feedback-list li:first-child").getText()).startsWith("Different people");
            var kept = SERVER.json(TENANT, "/v1/outcomes/" + id).path("feedback");
            assertThat(kept.valueStream().map(said -> said.path("same_person").asBoolean()))
                    .containsExactly(false, true);
            page.show("outcome?id=" + id).await("Outcome");
            assertThat(browser.driver().findElements(By.cssSelector("[data-said]")))
                    .hasSize(2);
            browser.onEveryScreen(
                    "audit-feedback",
                    () -> assertThat(browser.has(".feedback-list")).isTrue());
            page.show("outcome?id=" + id + "&tenant=" + TENANT + "-other");
            browser.until("it is refused", () -> !browser.has("[data-same-person]"));
        }
    }

    @Test
    void whoLookedIsShownToAdministratorsOnly() throws IOException {
        try (var browser = Browser.open()) {
            AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT))
                    .show("access")
                    .await("Overview");
            assertThat(browser.has("[data-section=access]")).isFalse();

            var admin = SERVER.token(TENANT, List.of("facematch.audit", "facematch.admin"));
            var page = AuditPage.signedIn(browser, SERVER.address(), admin);
            page.show("outcomes").await("Outcomes");
            page.chooseSection("access");
            assertThat(browser.find("#section-body").getText()).contains("Search", "Report");
            page.set("what", "search");
            page.settle();

            assertThat(page.fragment()).contains("what=search");
            assertThat(browser.find("#section-body").getText())
                    .contains("Search")
                    .doesNotContain("Report");
            browser.onEveryScreen(
                    "audit-access",
                    () -> assertThat(browser.has(".audit-table")).isTrue());
        }
    }

    @Test
    void aForgedProofAndAForgedOutcomeAreToldInRed() throws IOException {
        try (var browser = Browser.open();
                var proxy = PathProxy.to(SERVER.address())) {
            var page = AuditPage.signedIn(browser, proxy.address(), SERVER.token(TENANT));
            page.show("outcomes?decision=match").await("Outcomes");
            var id = browser.find(AuditPage.ROW).getAttribute("data-id");

            proxy.change("/v1/outcomes/" + id + "/proof", AuditPageIT::withAnotherDecision);
            page.show("outcome?id=" + id).await("Outcome");
            browser.find("#verify").click();
            browser.awaitText(AuditPage.VERDICT, "Not verified. The leaf is not what this page shows");
            assertThat(browser.find(AuditPage.VERDICT).getAttribute("data-state"))
                    .isEqualTo("invalid");
            browser.onEveryScreen("audit-forged", () -> {});

            // Now the server shows another decision, too, so that leaf and page agree.
            proxy.change(
                    "/v1/outcomes/" + id,
                    shown -> shown.replace("\"decision\":\"match\"", "\"decision\":\"non_match\""));
            page.show("outcome?id=" + id).await("Outcome");
            browser.find("#verify").click();
            browser.awaitText(AuditPage.VERDICT, "The outcome is not in the log that was signed");
            assertThat(browser.find("[data-step=leaf]").getAttribute("data-state"))
                    .isEqualTo("good");
            assertThat(browser.find("[data-step=root]").getAttribute("data-state"))
                    .isEqualTo("bad");
        }
    }

    private static String withAnotherDecision(String proof) {
        var extra = Pattern.compile("extra (\\S+)").matcher(proof);
        assertThat(extra.find()).isTrue();
        var leaf = new String(Base64.getDecoder().decode(extra.group(1)), StandardCharsets.UTF_8);
        var forged = leaf.replace("\"decision\":\"MATCH\"", "\"decision\":\"NON_MATCH\"");
        assertThat(forged).isNotEqualTo(leaf);
        return proof.replace(
                extra.group(1), Base64.getEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Tag("slow")
    void anOutcomeOfSomebodyElseIsNotThere() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes").await("Outcomes");
            var id = browser.find(AuditPage.ROW).getAttribute("data-id");

            AuditPage.signedIn(browser, SERVER.address(), SERVER.token("somebody-else"))
                    .show("outcome?id=" + id);

            browser.awaitText("#section-body .problem", "Not found");
        }
    }

    @Test
    void theKeyboardIsEnough() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes").await("Outcomes");

            browser.tabTo("[name=subject]");
            browser.press("mated-01", Keys.ENTER);
            browser.until("the subject is found", () -> page.rows() == 1);
            assertThat(browser.script("return document.activeElement.name")).isEqualTo("subject");
            browser.tabTo(AuditPage.ROW + " a");
            browser.press(Keys.ENTER);
            page.await("Outcome");
            browser.tabTo("#verify");
            browser.press(Keys.ENTER);

            browser.awaitText(AuditPage.VERDICT, "Verified:");
        }
    }

    @Test
    void outcomesFitEveryScreenAndAreReadableOnPaper() throws IOException {
        try (var browser = Browser.open()) {
            var page = AuditPage.signedIn(browser, SERVER.address(), SERVER.token(TENANT));
            page.show("outcomes").await("Outcomes");
            browser.onEveryScreen(
                    "audit-outcomes", () -> assertThat(page.rows()).isEqualTo(PAIRS));

            browser.emulatePaper();
            assertThat(browser.has("#filters")).isFalse();
            assertThat(browser.has("#search")).isFalse();
            assertThat(browser.has("#navigation a")).isFalse();
            assertThat(browser.has("button")).isFalse();
            assertThat(browser.find("#view-words").getText()).contains(" to ");
            assertThat(browser.find("#session").getText()).as("whose outcomes").isEqualTo(TENANT);
            assertThat(browser.has(AuditPage.ROW)).isTrue();
            browser.screenshot("audit-outcomes-paper");
        }
    }
}
