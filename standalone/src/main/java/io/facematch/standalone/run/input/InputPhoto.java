package io.facematch.standalone.run.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One photo where it lies. Nothing of it is read before it is sent.
 *
 * @param name within the archive that is sent, with {@code /}
 * @param bytes how many are sent
 * @param modified when it was changed last, in milliseconds since 1970; 0 where that is not known
 */
public record InputPhoto(String name, long bytes, long modified, Content content) {

    /** Opens the photo, from its beginning; as often as it is sent. */
    public interface Content {
        InputStream open() throws IOException;
    }

    /** A file, which must not change before it is sent. */
    static InputPhoto of(String name, Path file, long bytes, long modified) {
        return new InputPhoto(name, bytes, modified, () -> {
            if (Files.size(file) != bytes) {
                throw new ChangedPhoto(file + " was changed meanwhile: repeat the command");
            }
            return Files.newInputStream(file);
        });
    }

    /** So much of it at most: of a photo that is larger than a server takes, the size alone says so. */
    InputPhoto atMost(long limit) {
        return bytes <= limit ? this : new InputPhoto(name, limit, modified, content);
    }

    @Override
    public String toString() {
        return "InputPhoto[" + bytes + " bytes]";
    }
}
