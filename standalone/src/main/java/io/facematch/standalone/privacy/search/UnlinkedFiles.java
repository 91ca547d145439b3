package io.facematch.standalone.privacy.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files that a process holds open and that no folder names any more: no walk through folders finds them. */
public final class UnlinkedFiles {
    private UnlinkedFiles() {}

    /** By their descriptors, through which they can be read while the process lives; none where there is no {@code /proc}. */
    public static List<Path> of(long process) throws IOException {
        var open = Path.of("/proc/" + process + "/fd");
        if (!Files.isDirectory(open)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.filter(UnlinkedFiles::isUnlinked).toList();
        }
    }

    private static boolean isUnlinked(Path descriptor) {
        try {
            return Files.isRegularFile(descriptor)
                    && Files.readSymbolicLink(descriptor).toString().endsWith("(deleted)");
        } catch (IOException gone) {
            return false;
        }
    }
}
