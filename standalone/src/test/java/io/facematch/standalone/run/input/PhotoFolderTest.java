package io.facematch.standalone.run.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.api.archive.StemRule;
import io.facematch.standalone.terminal.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void put(String... names) throws IOException {
        for (var name : names) {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    private Input read(StemRule stems) throws IOException {
        return Input.read(folder, null, stems, null);
    }

    @Test
    void pairsPhotosOfAllFoldersByTheirNames() throws IOException {
        put("selfies/b_image1.jpg", "documents/B_IMAGE2.png", "a_image1.jpg", "a_image2.jpg", "notes.txt");

        var input = read(StemRule.NAME);

        assertThat(input.pairs()).map(InputPair::id).containsExactly("a", "B");
        assertThat(input.pairs().getLast().probe().name()).isEqualTo("selfies/b_image1.jpg");
        assertThat(input.unpaired()).isEmpty();
    }

    @Test
    void namesWhatHasNoPartnerOrIsAlmostNamedSo() throws IOException {
        put("a_image1.jpg", "a_image2.jpg", "x/b_image1.jpg", "c-image1.jpg");
        assertThat(read(StemRule.NAME).unpaired()).containsExactly("x/b_image1.jpg", "c-image1.jpg");
    }

    @Test
    void takesFoldersIntoTheStemWhenAsked() throws IOException {
        put("anna/photo_image1.jpg", "anna/photo_image2.jpg", "berta/photo_image1.jpg", "berta/photo_image2.jpg");

        assertThat(read(StemRule.PATH).pairs()).map(InputPair::id).containsExactly("anna/photo", "berta/photo");
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> read(StemRule.NAME))
                .withMessageContainingAll("several images have the same stem", "anna/photo_image1.jpg");
    }

    @Test
    void leavesOutHiddenFilesAndLinks() throws IOException {
        put("a_image1.jpg", "a_image2.jpg", ".b_image1.jpg", ".hidden/b_image2.jpg", "__MACOSX/c_image1.jpg");
        var elsewhere = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-elsewhere"));
        Files.writeString(elsewhere.resolve("d_image1.jpg"), "d");
        Files.createSymbolicLink(folder.resolve("d_image1.jpg"), elsewhere.resolve("d_image1.jpg"));
        Files.createSymbolicLink(folder.resolve("more"), elsewhere);

        var input = read(StemRule.NAME);

        assertThat(input.pairs()).map(InputPair::id).containsExactly("a");
        assertThat(input.unpaired()).isEmpty();
        assertThat(input.notes()).containsExactly("Symbolic links are not followed: 2");
    }

    @Test
    void readsWhoIsWho() throws IOException {
        put("a_image1.jpg", "a_image2.jpg");
        Files.writeString(folder.resolve("labels.csv"), "pair_id,same\na,0\n");
        assertThat(read(StemRule.NAME).same()).isEqualTo(Map.of("a", false));

        Files.writeString(folder.resolve("labels.csv"), "something else\n");
        assertThat(read(StemRule.NAME).notes()).singleElement().asString().startsWith("No error rates: labels.csv");
    }

    @Test
    void refusesNamesThatNoServerTakes() throws IOException {
        put("a\u0007_image1.jpg", "a\u0007_image2.jpg");
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> read(StemRule.NAME))
                .withMessageContaining("control characters");
    }
}
