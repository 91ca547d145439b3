package io.facematch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.verification.PhotoLimits;
import io.facematch.verification.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What {@code facematch explain} reads, writes, takes from the settings, and answers to what makes no sense. */
@SuppressWarnings("NullAway.Init")
class ExplainCommandTest {
    @TempDir
    private Path folder;

    private ExplainRun command;

    @BeforeEach
    void inAFolderOfItsOwn() {
        command = new ExplainRun(folder);
    }

    @Test
    void decodesWithinTheBudgetOfAWorker() throws Exception {
        // Of 1000 x 1000 pixels, which are three million bytes.
        var large = folder.resolve("large.png").toFile();
        ImageIO.write(new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB), "png", large);

        with("facematch.decoding.size", "1MB", () -> command.explain(large));

        assertThat(command.out()).contains("Photo: InvalidImage, " + Reason.TOO_COSTLY.message());
    }

    @Test
    void takesTheModelsOfAWorker() throws Exception {
        var photo = command.photo("person01_id").toString();

        with(
                "facematch.detector",
                "unknown",
                () -> command.run("explain", photo, "--out", command.page().toString()));
        assertThat(command.err())
                .startsWith("facematch: no detector is called unknown")
                .hasLineCount(1);

        with("facematch.decoding.time", "0s", () -> command.explain(photo));
        assertThat(command.err())
                .startsWith("facematch: facematch.decoding.time must be")
                .hasLineCount(1);
        assertThat(command.page()).doesNotExist();
    }

    /** As if the environment had it: a worker would read it here, too. */
    private static void with(String setting, String value, Runnable work) {
        System.setProperty(setting, value);
        try {
            work.run();
        } finally {
            System.clearProperty(setting);
        }
    }

    @Test
    void saysThatAPairIsOnePhoto() throws Exception {
        var photo = command.photo("person01_id");

        assertThat(command.explain(photo, folder.resolve(".").resolve(photo.getFileName())))
                .isZero();

        assertThat(command.out()).contains("Note: both photos are the same file.", "Match: similarity 1.0000");
    }

    @Test
    void readsNoMoreOfAFileThanIsAllowed() throws Exception {
        var huge = folder.resolve("huge.jpg");
        Files.write(huge, Samples.portrait("person01_id"));
        try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(20L << 30);
        }

        assertThat(command.explain(huge)).isZero();

        assertThat(command.out()).contains("Photo: InvalidImage, " + Reason.TOO_LARGE_FILE.message());
        assertThat(command.document().text())
                .contains("more than " + String.format("%,d", PhotoLimits.BYTES).replace('.', ','));
    }

    @Test
    void onlyTheOwnerCanReadThePage() throws Exception {
        assertThat(command.explain(command.photo("person01_id"))).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(command.page())))
                .isEqualTo("rw-------");
        try (var files = Files.list(command.page().getParent())) {
            assertThat(files).containsExactly(command.page());
        }
    }

    @Test
    void replacesNothingUnlessTold() throws Exception {
        Files.createDirectories(command.page().getParent());
        Files.writeString(command.page(), "mine");

        assertThat(command.explain(command.photo("person01_id"))).isEqualTo(1);
        assertThat(command.err()).contains("facematch: " + command.page() + " already exists", "--force", "--out");
        assertThat(command.page()).hasContent("mine");

        assertThat(command.explain(command.photo("person01_id"), "--force")).isZero();
        assertThat(command.document().text()).contains("What was seen in this photo");
    }

    @Test
    void neverReplacesAPhoto() throws Exception {
        var photo = command.photo("person01_id");

        assertThat(command.run("explain", photo.toString(), "--out", photo.toString(), "--force"))
                .isEqualTo(1);

        assertThat(command.err()).contains("facematch: --out would replace the photo " + photo);
        assertThat(photo).hasBinaryContent(Samples.portrait("person01_id"));
    }

    @Test
    void seesBeforeTheWorkThatItCannotWrite() throws Exception {
        var photo = command.photo("person01_id").toString();
        var file = Files.writeString(folder.resolve("file"), "mine");
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        for (var page : List.of("", folder.toString(), file.resolve("below").toString(), link.toString())) {
            assertThat(command.run("explain", photo, "--out", page, "--force")).isEqualTo(1);
            assertThat(command.err())
                    .startsWith("facematch: ")
                    .contains("--out")
                    .hasLineCount(1);
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void saysWhyAPhotoCanNotBeRead() throws IOException {
        assertRefused(folder.resolve("no.jpg"), "there is no file %s: check its name and its folder");
        assertRefused(folder, "%s is a folder: name a photo in it");
        assertRefused(Path.of("/dev/null"), "%s is no ordinary file: save the photo as one, and name that");
        assertRefused(Path.of(""), "PHOTO is an empty name: name a file");
    }

    private void assertRefused(Path second, String why) throws IOException {
        assertThat(command.explain(command.photo("person01_id"), second)).isEqualTo(1);
        assertThat(command.err())
                .isEqualToNormalizingNewlines("facematch: " + why.replace("%s", second.toString()) + "\n");
        assertThat(command.page()).doesNotExist();
    }

    @Test
    void saysWhenThereIsNoSuchModel() throws Exception {
        var photo = command.photo("person01_id").toString();

        assertThat(command.run("explain", photo, "--out", command.page().toString(), "--model", "unknown"))
                .isEqualTo(1);
        assertThat(command.err()).startsWith("facematch: ").contains("unknown").hasLineCount(1);
        assertThat(command.page()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "explain a.jpg b.jpg c.jpg", "explain a.jpg --operating-point lax"})
    void refusesWhatMakesNoSense(String commandLine) {
        assertThat(command.run(commandLine.split(" ", -1))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(command.err()).startsWith("facematch: ").contains("Try 'facematch explain --help'");
    }
}
