package io.facematch.standalone.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes only a part of a file: for a process of its own, whose files may not be longer. */
class FullDiskTest {
    private static final int KILOBYTES = 100;

    /** What runs in that process. */
    static final class Fetching {
        private Fetching() {}

        public static void main(String... arguments) throws InterruptedException {
            var settings = FetchSettings.of(Map.of("FACEMATCH_MODELS_MIRROR", arguments[0]));
            try (var fetch = ModelFetch.forARequest(settings, new PrintWriter(new StringWriter()))) {
                fetch.fetch(TestModels.PLAIN, Path.of(arguments[1]), true);
            } catch (FetchFailed e) {
                System.out.println(e.reason());
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingHalfMadeStays(@TempDir Path mirror, @TempDir Path folder) throws Exception {
        Files.write(mirror.resolve("plain.onnx"), TestModels.MODEL);
        Files.write(folder.resolve("plain.onnx"), TestModels.ANOTHER);

        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f " + KILOBYTES + "; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fetching.class.getName(),
                        mirror.toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(folder.resolve("plain.onnx") + " can't be written");
        assertThat(folder).isDirectoryContaining("glob:**plain.onnx").isDirectoryNotContaining("glob:**.part");
        assertThat(folder.resolve("plain.onnx")).hasBinaryContent(TestModels.ANOTHER);
    }
}
