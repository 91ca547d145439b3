package io.facematch.standalone;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a reader may rely on when looking for a type: in all modules together. */
class PackagesTest {
    private static final int MOST_TYPES = 12;
    /** Begins the sentence of a {@code package-info.java} that says why. */
    private static final String REASON = "More than twelve types";

    private static final Path PROJECT = Samples.project();
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
        var files = new ArrayList<Path>();
        try (var modules = Files.list(PROJECT)) {
            for (var sources : modules.map(module -> module.resolve(SOURCES)).toList()) {
                if (Files.isDirectory(sources)) {
                    try (var all = Files.walk(sources)) {
                        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
        }
        return files.stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(groupingBy(file -> PROJECT.relativize(file.resolveSibling("")), counting()));
    }
}
