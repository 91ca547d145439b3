package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.archive.ArchiveLimits;
import io.facematch.verification.PhotoLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say about the repository is so. */
class DocumentationTest {
    private static final Path PROJECT = Samples.project();
    private static final int README_BYTES = 8192;
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern SETTING = Pattern.compile("FACEMATCH_[A-Z_]*[A-Z]");
    private static final Pattern STEP = Pattern.compile("(?m)^\\| \\d+ \\| ([^|]+) \\|");
    private static final Pattern TEST =
            Pattern.compile("`(?:([A-Z]\\w*(?:Test|IT))(?:[.]([a-z]\\w+))?|[.]([a-z]\\w*[A-Z]\\w+))`");
    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z0-9]+)`");

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.size(PROJECT.resolve("README.md"))).isLessThanOrEqualTo(README_BYTES);
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        var broken = new TreeSet<String>();
        for (var document : documents()) {
            LINK.matcher(withoutCode(document))
                    .results()
                    .map(link -> link.group(1))
                    .forEach(link -> {
                        if (!link.contains(":") && !leadsSomewhere(document, link)) {
                            broken.add(PROJECT.relativize(document) + " -> " + link);
                        }
                    });
        }
        assertThat(broken).isEmpty();
    }

    /** What can be set is in docs/settings.md, which is generated; the two of the examples are not the product's. */
    @Test
    void settingsInDocumentsExist() throws IOException {
        var settings = Files.readString(PROJECT.resolve("docs/settings.md"));
        var named = new TreeSet<String>();
        for (var document : documents()) {
            SETTING.matcher(Files.readString(document))
                    .results()
                    .map(setting -> setting.group())
                    .forEach(named::add);
        }
        named.removeAll(Set.of("FACEMATCH_URL", "FACEMATCH_TOKEN"));

        assertThat(named).isNotEmpty().allMatch(settings::contains);
    }

    @Test
    void limitsAreThoseOfTheCode() throws IOException {
        assertThat(Files.readString(PROJECT.resolve("docs/http-api.md")))
                .contains(
                        "| size of the file | " + (PhotoLimits.BYTES >> 20) + " MiB (",
                        "| both files of a pair together | " + (ArchiveLimits.DEFAULTS.maxPairBytes() >> 20) + " MiB,",
                        "| pixels | " + PhotoLimits.PIXELS / 1_000_000 + " megapixels, no side over "
                                + String.format(Locale.ROOT, "%,d;", PhotoLimits.LONGEST_SIDE)
                                + " a JPEG that is not progressive " + PhotoLimits.JPEG_PIXELS / 1_000_000
                                + " megapixels,",
                        "| shortest side | " + PhotoLimits.SHORTEST_SIDE + " pixels |",
                        "| all members unpacked | " + (ArchiveLimits.DEFAULTS.maxUnpackedBytes() >> 30) + " GiB (",
                        "| pairs | " + String.format(Locale.ROOT, "%,d (", ArchiveLimits.PAIRS));
    }

    /** The types that do the steps of one job through the code. */
    @Test
    void architectureNamesTypesThatExist() throws IOException {
        var types = sources()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        var named = STEP.matcher(Files.readString(PROJECT.resolve("docs/architecture.md")))
                .results()
                .flatMap(step -> TYPE.matcher(step.group(1)).results())
                .map(type -> type.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named).as("types that docs/architecture.md names").allMatch(types::contains);
    }

    /** A line for each package of ours but those of the commands' innermost parts and of tests. */
    @Test
    void architectureNamesEveryPackage() throws IOException {
        var document = Files.readString(PROJECT.resolve("docs/architecture.md"));
        var packages = sources()
                .map(file -> file.toString()
                        .replaceAll(".*/io/facematch/|/[^/]+$", "")
                        .replace('/', '.'))
                .filter(name -> !name.endsWith(".java")
                        && !Set.of("api", "worker", "standalone", "testing").contains(name))
                .filter(name -> !name.startsWith("standalone.calibration."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    /** What is promised is held by a test of that name. A name that begins with a dot is of the class before it. */
    @Test
    void testsInDocumentsExist() throws IOException {
        var tests = files(".java")
                .filter(file -> file.toString().contains("/src/test/java/"))
                .collect(Collectors.groupingBy(
                        file -> file.getFileName().toString().replace(".java", ""),
                        Collectors.mapping(DocumentationTest::text, Collectors.joining())));
        var missing = new TreeSet<String>();
        for (var document : documents()) {
            var of = "";
            for (var named : TEST.matcher(Files.readString(document)).results().toList()) {
                of = named.group(1) == null ? of : named.group(1);
                var code = tests.getOrDefault(of, "");
                var method = named.group(2) == null ? named.group(3) : named.group(2);
                if (code.isEmpty() || (method != null && !code.contains(" " + method + "("))) {
                    missing.add(PROJECT.relativize(document) + " -> " + named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsSomewhere(Path document, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty()
                ? document
                : document.resolveSibling(URI.create(parts[0]).getPath()).normalize();
        return Files.exists(target)
                && target.startsWith(PROJECT)
                && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) {
        return HEADING.matcher(withoutCode(document))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(Path document) {
        return CODE_BLOCK.matcher(text(document)).replaceAll("");
    }

    static List<Path> documents() throws IOException {
        return files(".md").toList();
    }

    private static Stream<Path> sources() throws IOException {
        return files(".java").filter(file -> file.toString().contains("/src/main/java/"));
    }

    private static Stream<Path> files(String ending) throws IOException {
        try (var all = Files.walk(PROJECT)) {
            return all
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/.facematch/"))
                    .toList()
                    .stream();
        }
    }
}
