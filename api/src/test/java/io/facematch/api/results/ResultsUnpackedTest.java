package io.facematch.api.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that people have unpack the results, with the names that they see in the workbook. */
class ResultsUnpackedTest {
    private static final List<String> STEMS = List.of(
            "plain", "José", "Jose\u0301", "王小明", "a b", "100%", "a:b", "CON", "end.", "😀", "é".repeat(200), "A B");

    @TempDir
    private Path folder;

    @Test
    void unzipUnpacksThem() throws Exception {
        assumeTrue(works("unzip", "-v"), "there is no unzip");
        write();
        assertThat(run("unzip", "-q", "results.zip", "-d", "unpacked")).isZero();
        assertUnpacked();
    }

    @Test
    void pythonUnpacksThem() throws Exception {
        assumeTrue(works("python3", "--version"), "there is no python3");
        write();
        assertThat(run(
                        "python3",
                        "-X",
                        "utf8",
                        "-c",
                        "import zipfile; z = zipfile.ZipFile('results.zip'); assert z.testzip() is None;"
                                + " z.extractall('unpacked')"))
                .isZero();
        assertUnpacked();
    }

    @Test
    void sevenZipUnpacksThem() throws Exception {
        assumeTrue(works("7z", "i"), "there is no 7z");
        write();
        assertThat(run("7z", "x", "-ounpacked", "results.zip")).isZero();
        assertUnpacked();
    }

    private void write() throws IOException {
        var rows = IntStream.range(0, STEMS.size())
                .mapToObj(i -> Rows.compared(i, STEMS.get(i), 0.9))
                .toList();
        try (var out = Files.newOutputStream(folder.resolve("results.zip"))) {
            ResultsArchive.of(Rows.job(STEMS.size()), ZoneOffset.UTC)
                    .write(reader -> reader.read(rows.iterator()), () -> {}, out);
        }
    }

    private void assertUnpacked() throws IOException {
        var names = new ResultFileNames(STEMS.size());
        var expected = STEMS.stream().map(names::next).toList();
        try (Stream<Path> files = Files.list(folder.resolve("unpacked").resolve("results"))) {
            assertThat(files.map(file -> "results/" + file.getFileName()))
                    .containsExactlyInAnyOrderElementsOf(expected)
                    .contains("results/José.json", "results/王小明.json", "results/a b.json");
        }
        for (int i = 0; i < STEMS.size(); i++) {
            assertThat(Files.readString(folder.resolve("unpacked").resolve(expected.get(i)), StandardCharsets.UTF_8))
                    .contains("\"pair_id\": \"" + STEMS.get(i) + "\"");
        }
    }

    private boolean works(String... command) throws InterruptedException {
        try {
            return run(command) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().put("LC_ALL", "C.UTF-8");
        var running = process.redirectOutput(folder.resolve("output").toFile()).start();
        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return running.exitValue();
    }
}
