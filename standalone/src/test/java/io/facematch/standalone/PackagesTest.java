package io.facematch.standalone;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader may rely on when looking for a type: in all modules together. */
class PackagesTest {
    private static final int MOST_TYPES = 12;
    /** Begins the sentence of a {@code package-info.java} that says why. */
    private static final String REASON = "More than twelve types";

    private static final Path PROJECT = Samples.demo().getParent().getParent();
    private static final Path SOURCES = Path.of("src", "main", "java");

    @Test
    void noTwoPackagesEndWithTheSameNoun() throws IOException {
        var packages =
                types().keySet().stream().collect(groupingBy(Path::getFileName, mapping(Path::toString, toSet())));

        assertThat(packages.values())
                .allSatisfy(sameNoun -> assertThat(sameNoun).hasSize(1));
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        assertThat(types().keySet())
                .allSatisfy(folder ->
                        assertThat(PROJECT.resolve(folder)).isDirectoryContaining("glob:**/package-info.java"));
    }

    @Test
    void aPackageHasAtMostTwelveTypesOrSaysWhy() throws IOException {
        assertThat(types()).allSatisfy((folder, count) -> {
            if (count > MOST_TYPES) {
                assertThat(PROJECT.resolve(folder).resolve("package-info.java"))
                        .as(folder + " has " + count + " types")
                        .content()
                        .contains(REASON);
            }
        });
    }

    /** How many files with types each folder of each module has. */
    private static Map<Path, Long> types() throws IOException {
        try (var modules = Files.list(PROJECT)) {
            return modules.map(module -> module.resolve(SOURCES))
                    .filter(Files::isDirectory)
                    .flatMap(PackagesTest::files)
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .collect(groupingBy(file -> PROJECT.relativize(file.getParent()), counting()));
        }
    }

    private static Stream<Path> files(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new IllegalStateException("the sources can't be read", e);
        }
    }
}
