package io.facematch.standalone.terminal;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder that a command will write to. It is made when it does not exist. */
public record OutputFolder(Path path) {

    /** Why it can't be written to, as far as that can be known before. */
    public Optional<String> obstacle() {
        var there = Stream.iterate(path.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .orElseThrow();
        if (!Files.isDirectory(there)) {
            return Optional.of("can't write to " + path + ", as " + there + " is not a folder");
        }
        // For root, these folders look writable, but they take no files.
        if (!Files.isWritable(there) || there.startsWith("/proc") || there.startsWith("/sys")) {
            return Optional.of("no permission to write to " + there);
        }
        return Optional.empty();
    }
}
