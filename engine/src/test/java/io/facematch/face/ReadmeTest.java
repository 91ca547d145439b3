package io.facematch.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README, copied from there as a reader would: it compiles, and says what the README says. */
class ReadmeTest {
    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void comparesTwoPhotos() throws Exception {
        assertThat(run(Portraits.path("person01_selfie"), Portraits.path("person01_id")))
                .anyMatch(line -> line.startsWith("MATCH 0."));
    }

    @Test
    void saysWhyTwoPhotosAreNotCompared() throws Exception {
        assertThat(run(Portraits.path("fixture_no_face"), Portraits.path("person01_id")))
                .contains("not compared: NO_FACE, null");
    }

    /** The lines that it prints, among those of the log. */
    private List<String> run(Path selfie, Path document) throws IOException, InterruptedException {
        var readme = PROGRAM.matcher(Files.readString(Path.of("README.md")));
        assertThat(readme.find()).isTrue();
        var program = Files.writeString(folder.resolve("Verify.java"), readme.group(1));
        var errors = folder.resolve("errors.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        // It lives for seconds.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        program.toString(),
                        selfie.toAbsolutePath().toString(),
                        document.toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return output.lines().toList();
    }
}
