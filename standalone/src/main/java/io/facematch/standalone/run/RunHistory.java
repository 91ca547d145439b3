package io.facematch.standalone.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How often a part was compared to the end, so that the same command compares once more what is done, and goes on with what is
 * not. Holds digests and counts. When it is lost, the last job of a part is found again in place of a new one.
 *
 * @param folder is made when there is something to remember
 */
record RunHistory(Path folder) {

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
        Files.createDirectories(folder);
        var draft = Files.createTempFile(folder, "draft", "");
        Files.writeString(draft, finished + "\n");
        Files.move(draft, folder.resolve(digest), StandardCopyOption.ATOMIC_MOVE);
    }
}
