package io.facematch.standalone.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How often a part was compared to the end, so that the same command compares once more what is done, and goes on with what is
 * not. Holds digests and counts, and a random name of its own, so that whoever else sends the same photos has jobs of their own.
 * When it is lost, everything is compared anew.
 *
 * @param folder is made when there is something to remember
 */
record RunHistory(Path folder) {

    /** Tells the keys of this folder from those of others; made when it is asked for first. */
    String name() throws IOException {
        var file = folder.resolve("name");
        if (!Files.exists(file)) {
            var random = new byte[8];
            new SecureRandom().nextBytes(random);
            write(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    /** How many runs of the part have ended with results. */
    int finished(String digest) throws IOException {
        var file = folder.resolve(digest);
        if (!Files.exists(file)) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(Files.readString(file).strip()));
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }

    /** @param finished how many there are now */
    void remember(String digest, int finished) throws IOException {
        write(folder.resolve(digest), Integer.toString(finished));
    }

    private void write(Path file, String line) throws IOException {
        Files.createDirectories(folder);
        var draft = Files.createTempFile(folder, "draft", "");
        Files.writeString(draft, line + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
