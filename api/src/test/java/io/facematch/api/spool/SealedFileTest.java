package io.facematch.api.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] CONTENT =
            "an outcome of somebody ".repeat(100_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path write() throws IOException {
        var path = folder.resolve("file");
        try (var out = new SealedFile(path, KEY, "export-1").create()) {
            out.write(CONTENT);
        }
        return path;
    }

    private static byte[] read(Path path, byte[] key, String name) throws IOException {
        try (var in = new SealedFile(path, key, name).open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void opensWithItsKeyAndItsNameOnly() throws IOException {
        var path = write();
        var otherKey = new byte[32];
        otherKey[3] = 1;

        assertThat(read(path, KEY, "export-1")).isEqualTo(CONTENT);
        assertThat(Files.getPosixFilePermissions(path)).hasSize(2);
        assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
                .doesNotContain("somebody");
        assertThatThrownBy(() -> read(path, otherKey, "export-1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(path, KEY, "export-2")).isInstanceOf(IOException.class);
    }

    @Test
    void aPartOfItIsNotTakenForTheWhole() throws IOException {
        var path = write();
        var whole = Files.readAllBytes(path);
        for (var length : new int[] {0, 100, 1 << 20, whole.length - 1}) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(path, KEY, "export-1"))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
        whole[whole.length / 2] ^= 1;
        Files.write(path, whole);
        assertThatThrownBy(() -> read(path, KEY, "export-1")).isInstanceOf(IOException.class);
    }

    @Test
    void replacesNoFileAndSaysWhenThereIsNone() throws IOException {
        write();

        assertThatThrownBy(this::write).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> read(folder.resolve("none"), KEY, "export-1")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aScratchFileHasNoNameAndNoPlaintextOnDisk() throws IOException {
        try (var scratch = new ScratchFile(folder)) {
            try (var out = scratch.write()) {
                out.write(CONTENT);
            }
            try (var in = scratch.read()) {
                assertThat(in.readAllBytes()).isEqualTo(CONTENT);
            }
            assertThat(folder).isEmptyDirectory();
        }
    }
}
