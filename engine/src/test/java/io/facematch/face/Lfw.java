package io.facematch.face;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Photos of real people, Labeled Faces in the Wild, to measure on. They are no part of the project: what needs them is
 * skipped where they are missing.
 */
public final class Lfw {
    private static final Path FOLDER = Path.of("../../shared/data/lfw");

    private Lfw() {}

    /** One in so many of the photos of its people test; all 3,708 with {@code -Dfacematch.slow-tests=true}. */
    public static List<Path> photos(int oneIn) {
        return Sampling.oneIn(oneIn, people().stream().flatMap(List::stream).toList());
    }

    /** Two photos of one in so many of those people who have two; of all of them in slow tests. */
    public static List<List<Path>> samePersons(int oneIn) {
        return Sampling.oneIn(
                oneIn,
                people().stream()
                        .filter(photos -> photos.size() > 1)
                        .map(photos -> photos.subList(0, 2))
                        .toList());
    }

    public static byte[] read(Path photo) {
        try {
            return Files.readAllBytes(photo);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The photos of each person. */
    private static List<List<Path>> people() {
        assumeTrue(Files.isDirectory(FOLDER), "../shared/data/lfw is missing");
        try (var lines = Files.lines(FOLDER.resolve("peopleDevTest.txt"))) {
            return lines.map(line -> line.split("\t", -1))
                    .filter(columns -> columns.length == 2)
                    .map(columns -> photosOf(columns[0], Integer.parseInt(columns[1])))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> photosOf(String person, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> FOLDER.resolve("images").resolve("%s_%04d.jpg".formatted(person, number)))
                .toList();
    }
}
