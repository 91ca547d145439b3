package io.facematch.worker.face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries are loaded from a folder that nobody else may fill. */
class NativeImagingTest {
    private static final String NAME = "facematch-" + System.getProperty("user.name");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @Test
    void makesAFolderThatIsOnlyOursAndKeepsIt() throws IOException {
        var first = NativeImaging.cacheDirectory(temporary);
        Files.writeString(first.resolve("library"), "unpacked");

        assertThat(first).isEqualTo(temporary.resolve(NAME));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                .isEqualTo("rwx------");
        assertThat(NativeImaging.cacheDirectory(temporary)).isEqualTo(first);
        try (var all = Files.list(temporary)) {
            assertThat(all).containsExactly(first);
        }
    }

    @Test
    void doesNotTrustAFolderThatOthersMayWriteTo() throws IOException {
        var open = Files.createDirectory(temporary.resolve(NAME));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(open.resolve("library"), "planted");

        assertThat(NativeImaging.cacheDirectory(temporary)).isNotEqualTo(open).isEmptyDirectory();
    }

    @Test
    void followsNoLink() throws IOException {
        var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        var link = Files.createSymbolicLink(temporary.resolve(NAME), elsewhere);

        assertThat(NativeImaging.cacheDirectory(temporary)).isNotEqualTo(link).isNotEqualTo(elsewhere);
    }
}
