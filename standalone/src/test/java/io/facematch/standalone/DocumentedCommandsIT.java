package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the documents and the examples say to type, typed as it stands: the shell blocks that are marked with
 * {@code <!-- run -->}, from a folder with the samples, and the programs in {@code examples/}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DocumentedCommandsIT {
    private static final Path PROJECT = Samples.project();
    private static final Pattern BLOCK = Pattern.compile("(?s)<!-- run -->\\n```sh\\n(.*?)```");

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Files.createSymbolicLink(folder.resolve("samples"), PROJECT.resolve("samples"));
        server = SharedServer.get();
    }

    @TestFactory
    Stream<DynamicTest> commandsInDocuments() throws IOException {
        var blocks = new ArrayList<DynamicTest>();
        for (var document : DocumentationTest.documents()) {
            BLOCK.matcher(Files.readString(document)).results().forEach(block -> {
                var name = PROJECT.relativize(document) + ", block " + (blocks.size() + 1);
                blocks.add(DynamicTest.dynamicTest(name, () -> run(block.group(1))));
            });
        }
        assertThat(blocks).hasSizeGreaterThan(5);
        return blocks.stream();
    }

    private void run(String commands) throws IOException, InterruptedException {
        assumeTrue(ExampleProgram.isInstalled("curl"), "no curl here");
        var builder = new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", commands))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("FACEMATCH_URL", server.address().toString());
        builder.environment().put("FACEMATCH_TOKEN", server.token(TestServer.TENANT));
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isNotBlank().doesNotContain("\"detail\"").doesNotContain("\"msg\"");
    }

    @ParameterizedTest
    @EnumSource
    void examplesSaveTheResultsOfTheDemo(ExampleProgram example, @TempDir Path results) throws Exception {
        var ended = example.run(server.address(), server.token(TestServer.TENANT), Samples.demo(), results);

        assertThat(ended.status()).as(ended.errors()).isZero();
        try (var zip = new ZipFile(ended.output().strip())) {
            assertThat(zip.getEntry("summary.xlsx")).isNotNull();
            assertThat(zip.size()).isEqualTo(1 + DemoPair.all().size());
        }
    }
}
