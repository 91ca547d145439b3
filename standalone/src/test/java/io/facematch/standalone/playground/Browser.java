package io.facematch.standalone.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.util.FileSystemUtils;

/**
 * The one tab of the system's Chromium, without a window. Closing it fails when a page complained of anything meanwhile.
 *
 * <p>Chromium takes longer to start than most tests to run: the tests of a process share one and leave nothing in it.
 */
final class Browser implements AutoCloseable {
    static final int PHONE = 360;
    static final int DESKTOP = 1280;
    private static final int PAPER = 718;
    private static final int HEIGHT = 800;
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** Debian's Chromium without all that a window needs: it does the same with little more than half the work. */
    private static final Path CHROMIUM_SHELL = Path.of("/usr/lib/chromium/chromium-headless-shell");

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final List<Integer> WIDTHS = List.of(DESKTOP, 768, 390, PHONE);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final boolean SCREENSHOTS_WANTED = Boolean.getBoolean("facematch.screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String STICKS_OUT = """
            const end = document.documentElement.clientWidth;
            return [...document.querySelectorAll('body *')]
                .filter((one) => one.getBoundingClientRect().right > end + 1)
                .slice(0, 5).map((one) => one.outerHTML.slice(0, 120)).join(' ');
            """;

    private static @Nullable Chromium running;
    private static boolean quitsAtExit;

    private final Chromium chromium;
    private final Path downloads;
    private int width;

    private Browser(Chromium chromium, int width, boolean dark) throws IOException {
        this.chromium = chromium;
        this.width = width;
        // Its own, or the end of a download that no test waited for would arrive among the next test's.
        this.downloads = Files.createTempDirectory(chromium.profile(), "downloads");
        show(width, HEIGHT);
        command("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        showDark(dark);
    }

    private void showDark(boolean dark) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        "",
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    private static void quit() {
        if (running != null) {
            var chromium = running;
            running = null;
            chromium.driver().quit();
            FileSystemUtils.deleteRecursively(chromium.profile().toFile());
        }
    }

    private record Chromium(ChromeDriver driver, Path profile) {
        static Chromium start() throws IOException {
            var profile = Files.createTempDirectory("browser");
            // Naming the driver keeps Selenium from looking for one in the network.
            var service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .build();
            var program = Files.isExecutable(CHROMIUM_SHELL) ? shellWithAPage(profile) : CHROMIUM;
            return new Chromium(new ChromeDriver(service, options(program, profile)), profile);
        }

        /** The driver needs a page to begin with, and the shell opens only what its command line names. */
        private static Path shellWithAPage(Path profile) throws IOException {
            var script = Files.writeString(
                    profile.resolve("chromium"), "#!/bin/sh\nexec " + CHROMIUM_SHELL + " \"$@\" about:blank\n");
            return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
    }

    static Browser open() throws IOException {
        return open(DESKTOP, false);
    }

    /** Skips the test where there is no Chromium; CI must have one. */
    static Browser open(int width, boolean dark) throws IOException {
        if (System.getenv("CI") == null) {
            assumeTrue(
                    Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                    "install chromium and chromium-driver to run the tests of the pages");
        }
        if (running == null) {
            running = Chromium.start();
            if (!quitsAtExit) {
                quitsAtExit = true;
                Runtime.getRuntime().addShutdownHook(new Thread(Browser::quit));
            }
        }
        return new Browser(running, width, dark);
    }

    private static ChromeOptions options(Path program, Path profile) {
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(program.toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        return options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                // One process for all pages: otherwise each test starts one for its tab, and one that waits for the
                // next tab.
                "--renderer-process-limit=1",
                "--disable-site-isolation-trials",
                "--disable-features=SpareRendererForSitePerProcess",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--user-data-dir=" + profile);
    }

    /** Opens the playground in a tab that has this token already. */
    void openSignedIn(URI address, String token) {
        driver().get(address + "/favicon.svg");
        script("sessionStorage.setItem('facematch.token', arguments[0])", token);
        driver().get(address + "/#playground");
        await("#panel-playground");
    }

    ChromeDriver driver() {
        return chromium.driver();
    }

    /** Where the page's downloads arrive. */
    Path downloads() {
        return downloads;
    }

    void command(String name, Map<String, Object> parameters) {
        driver().executeCdpCommand(name, parameters);
    }

    WebElement find(String css) {
        return driver().findElement(By.cssSelector(css));
    }

    /** Whether such an element is to be seen. The driver's own answer takes a hundred times the work, at every look. */
    boolean has(String css) {
        return Boolean.TRUE.equals(script("""
                return [...document.querySelectorAll(arguments[0])].some((one) =>
                    one.checkVisibility({opacityProperty: true, visibilityProperty: true})
                    && one.getBoundingClientRect().height > 0);
                """, css));
    }

    /** The element, once it is to be seen. */
    WebElement await(String css) {
        until(css + " is to be seen", () -> has(css));
        return find(css);
    }

    String awaitText(String css, String part) {
        until(css + " says " + part, () -> has(css) && text(css).contains(part));
        return find(css).getText();
    }

    private String text(String css) {
        return String.valueOf(
                script("return document.querySelector(arguments[0])?.innerText.replaceAll('\\u00a0', ' ') ?? ''", css));
    }

    /**
     * Of each such element what the expression says, in which it is called {@code one}: in one step, where the driver would
     * take a step for each.
     */
    List<String> texts(String css, String expression) {
        var texts = script(
                "return [...document.querySelectorAll(arguments[0])].map((one) => String(" + expression + "))", css);
        return ((List<?>) Objects.requireNonNull(texts))
                .stream().map(String::valueOf).toList();
    }

    boolean isEnabled(String css) {
        return texts(css, "!one.disabled").equals(List.of("true"));
    }

    void until(String what, BooleanSupplier condition) {
        new WebDriverWait(driver(), PATIENCE, Duration.ofMillis(50))
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + ", but the page says:\n" + text("body"))
                .until(any -> condition.getAsBoolean());
    }

    @Nullable
    Object script(String code, Object... arguments) {
        return driver().executeScript(code, arguments);
    }

    void press(CharSequence... keys) {
        new Actions(driver()).sendKeys(keys).perform();
    }

    void pressHolding(Keys modifier, Keys key) {
        new Actions(driver()).keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
    }

    /** Moves with the tabulator, as a user without a mouse does, until that element has the focus. */
    void tabTo(String css) {
        for (var steps = 0; steps < 100; steps++) {
            if (Boolean.TRUE.equals(script("return document.activeElement?.matches(arguments[0])", css))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the keyboard does not reach " + css);
    }

    /**
     * Tries the page as it stands on every screen: it must not scroll sideways, and fulfil what the test demands. With
     * {@code -Dfacematch.screenshots=true} its pictures are left below {@code target}, light and dark.
     */
    void onEveryScreen(String name, Runnable demands) throws IOException {
        var before = width;
        for (var each : WIDTHS) {
            width = each;
            show(width, HEIGHT);
            assertNoSidewaysScrolling();
            demands.run();
            if (SCREENSHOTS_WANTED) {
                showDark(true);
                screenshot(name + "-" + width + "-dark");
                showDark(false);
                screenshot(name + "-" + width + "-light");
            }
        }
        width = before;
        show(width, HEIGHT);
    }

    void assertNoSidewaysScrolling() {
        assertThat(number("document.documentElement.scrollWidth"))
                .as(() -> "the width of the page, where this sticks out: " + script(STICKS_OUT))
                .isLessThanOrEqualTo(number("document.documentElement.clientWidth"));
    }

    /** The whole page, where pictures are wanted. */
    void screenshot(String name) throws IOException {
        if (!SCREENSHOTS_WANTED) {
            return;
        }
        until(
                "pictures are there",
                () -> Boolean.TRUE.equals(script("return [...document.images].every(i => i.complete)")));
        var height = number("document.documentElement.scrollHeight");
        show(width, height);
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver().getScreenshotAs(OutputType.BYTES));
        show(width, HEIGHT);
    }

    /** Shows the page as it is printed, as wide as a sheet of A4 with its margins. */
    void emulatePaper() {
        command("Emulation.setEmulatedMedia", Map.of("media", "print"));
        show(PAPER, HEIGHT);
    }

    /** The addresses that the page has asked for. */
    String requests() {
        return String.valueOf(
                script("return performance.getEntriesByType('resource').map(entry => entry.name).join(' ')"));
    }

    private long number(String expression) {
        return (Long) Objects.requireNonNull(script("return " + expression));
    }

    private void show(int width, long height) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width == PHONE));
    }

    /** A page keeps things by its origin, and a test may have visited several: in a tab, and beyond it. */
    private void leaveNothing() {
        var visited = origins();
        var used = driver().getWindowHandle();
        var fresh = driver().switchTo().newWindow(WindowType.TAB).getWindowHandle();
        driver().switchTo().window(used).close();
        driver().switchTo().window(fresh);
        visited.forEach(origin ->
                command("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "local_storage")));
    }

    private Set<String> origins() {
        var history = driver().executeCdpCommand("Page.getNavigationHistory", Map.of());
        var origins = new HashSet<String>();
        for (var entry : (List<?>) Objects.requireNonNull(history.get("entries"))) {
            var address = URI.create(String.valueOf(((Map<?, ?>) entry).get("url")));
            if (address.getHost() != null) {
                origins.add(address.getScheme() + "://" + address.getAuthority());
            }
        }
        return origins;
    }

    @Override
    public void close() throws IOException {
        var isClean = false;
        try {
            // The browser itself reports each answer of 400 and more, whatever the page does about it. Finer than
            // information are its hints on forms, such as that a password could be kept.
            assertThat(driver().manage().logs().get(LogType.BROWSER).getAll())
                    .filteredOn(entry -> entry.getLevel().intValue() >= Level.INFO.intValue())
                    .filteredOn(entry -> !entry.getMessage().contains("the server responded with a status of"))
                    .as("what the page complained of")
                    .isEmpty();
            leaveNothing();
            isClean = true;
        } finally {
            if (!isClean) {
                quit();
            }
        }
    }
}
