package io.facematch.standalone.run.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.api.archive.StemRule;
import io.facematch.standalone.terminal.CommandFailed;
import io.facematch.verification.PhotoLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void putPhotos() throws IOException {
        Files.createDirectories(folder.resolve("photos"));
        Files.writeString(folder.resolve("photos/a.jpg"), "a");
        Files.writeString(folder.resolve("photos/b, c.png"), "bcd");
    }

    private Input read(String csv) throws IOException {
        return read(csv.getBytes(UTF_8));
    }

    private Input read(byte[] csv) throws IOException {
        return Input.read(Files.write(folder.resolve("pairs.csv"), csv), null, StemRule.NAME, null);
    }

    private void assertRefused(String csv, String... lines) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> read(csv))
                .withMessage(String.join("\n", lines));
    }

    @Test
    void namesPhotosByTheFolderOfTheTableOrAbsolutely() throws IOException {
        var absolute = folder.resolve("photos/a.jpg").toAbsolutePath();
        var input = read("pair_id,image1,image2\nanna 1,photos/a.jpg,\"photos/b, c.png\"\nb/2," + absolute + ","
                + absolute + "\n");

        assertThat(input.pairs()).map(InputPair::id).containsExactly("anna 1", "b/2");
        assertThat(input.pairs().getFirst().probe().name()).isEqualTo("anna 1_image1.jpg");
        assertThat(input.pairs().getFirst().reference().name()).isEqualTo("anna 1_image2.png");
        assertThat(input.pairs().getFirst().reference().bytes()).isEqualTo(3);
        assertThat(input.stems()).isEqualTo(StemRule.PATH);
        try (var content = input.pairs().getFirst().reference().content().open()) {
            assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("bcd");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFpair_id;image1;image2\r\na;photos/a.jpg;photos/b, c.png\r\n",
                "\"Pair_ID\",\"image1\",\"IMAGE2\"\n\"a\",\"photos/a.jpg\",\"photos/b, c.png\"",
                "pair_id,image1,image2,,\n\na,photos/a.jpg,photos/a.jpg\n\n"
            })
    void readsWhatSpreadsheetsWrite(String csv) throws IOException {
        assertThat(read(csv).pairs()).map(InputPair::id).containsExactly("a");
    }

    @Test
    void readsWhoIsWho() throws IOException {
        var input = read("""
                pair_id,image1,image2,same
                A,photos/a.jpg,photos/a.jpg,1
                b,photos/a.jpg,photos/a.jpg,0
                c,photos/a.jpg,photos/a.jpg,
                """);
        assertThat(input.same()).isEqualTo(Map.of("a", true, "b", false));
    }

    @Test
    void namesTheLineOfEverythingThatIsWrong() throws IOException {
        try (var large = new RandomAccessFile(folder.resolve("large.jpg").toFile(), "rw")) {
            large.setLength(PhotoLimits.BYTES + 1);
        }
        assertRefused(
                """
                pair_id,image1,image2,same
                a,photos/a.jpg,no.jpg,1
                A,photos/a.jpg,photos/a.jpg,1
                ,photos/a.jpg,photos/a.jpg,1
                d,photos,,1
                e,large.jpg,photos/a.jpg,yes
                """,
                "pairs.csv, line 2: there is no file no.jpg",
                "pairs.csv, line 3: the pair_id A is in line 2 already",
                "pairs.csv, line 4: the pair has no pair_id",
                "pairs.csv, line 5: photos is not a file",
                "pairs.csv, line 5: there is no image2",
                "pairs.csv, line 6: large.jpg has more than 10 MiB, which no server takes",
                "pairs.csv, line 6: same should be 1 (the same person), 0 (different persons) or nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a;b;c\\na;photos/a.jpg;photos/a.jpg | pairs.csv, line 1: should be pair_id,image1,image2, or that and ,same
                    pair_id,image1,image2               | pairs.csv has no pair below its header
                    pair_id,image1,image2\\nx,photos/b, c.png,photos/a.jpg | pairs.csv, line 2: there are 4 values for 3 columns: put a value that has a comma between double quotes
                    pair_id,image1,image2\\n"x,photos/a.jpg,photos/a.jpg | pairs.csv, line 2: a quote is opened and not closed in the same line
                    """)
    void refusesWhatIsNoManifest(String csv, String why) {
        assertRefused(csv.replace("\\n", "\n"), why);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        var latin = "pair_id,image1,image2\nMüller,photos/a.jpg,photos/a.jpg\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> read(latin))
                .withMessageContaining("is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../b", "/a", "a//b", "./a", "a\\b", "C:a", "a\u0007b", "__MACOSX/a", "._a"})
    void refusesIdsThatWouldNotSurvive(String id) {
        assertThatExceptionOfType(CommandFailed.class)
                .isThrownBy(() -> read("pair_id,image1,image2\nfine,photos/a.jpg,photos/a.jpg\n" + id
                        + ",photos/a.jpg,photos/a.jpg\n"))
                .withMessageStartingWith("pairs.csv, line 3: the pair_id " + id.replace('\u0007', '?')
                        + " can't be a name in an archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a_image1.jpg", "Ünal Çelik", "person 7/visit 2", "=1+1", "a.b", "日本"})
    void keepsIdsAsTheyAre(String id) throws IOException {
        assertThat(read("pair_id,image1,image2\n" + id + ",photos/a.jpg,photos/a.jpg\n")
                        .pairs())
                .map(InputPair::id)
                .containsExactly(id);
    }
}
