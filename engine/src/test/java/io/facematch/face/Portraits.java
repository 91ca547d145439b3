package io.facematch.face;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The synthetic people of the project. */
public final class Portraits {
    private static final Path FOLDER = Path.of("../samples/portraits");

    private Portraits() {}

    /** For example {@code person01_id} or {@code fixture_dark}. */
    public static byte[] read(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    public static Path path(String name) {
        return FOLDER.resolve(name + ".jpg");
    }

    public static byte[] id(int person) {
        return read("person%02d_id".formatted(person));
    }

    public static byte[] selfie(int person) {
        return read("person%02d_selfie".formatted(person));
    }

    public static byte[] turned(int person) {
        return read("person%02d_turned".formatted(person));
    }
}
