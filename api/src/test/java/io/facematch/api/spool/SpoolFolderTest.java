package io.facematch.api.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.start.UnusableSetting;
import io.facematch.testing.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {
    private static final UUID INSTALLATION = new UUID(0, 1);
    private static final byte[] BODY = "MARKER-of-an-upload".repeat(100).getBytes(StandardCharsets.US_ASCII);
    private static final SpoolFolder.Known NOBODY = names -> Set.of();

    @TempDir
    private Path directory;

    private final SettableClock clock = new SettableClock();

    @Test
    void givesAKeptUploadToAnotherProcess() throws IOException {
        String name;
        try (var folder = durable();
                var spool = receive(folder)) {
            spool.keep();
            name = String.valueOf(spool.name());
            try (var other = durable();
                    var again = Spool.reopen(other, name, spool.key().copy());
                    var channel = again.open()) {
                assertThat(other.id()).isPresent().isEqualTo(folder.id());
                var content = ByteBuffer.allocate(BODY.length);
                while (channel.read(content) > 0) {
                    // Goes on.
                }
                assertThat(content.array()).isEqualTo(BODY);
            }
        }
        assertThat(directory.resolve(name)).exists();
        assertThat(Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1))
                .doesNotContain("MARKER");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                .isEqualTo("rw-------");
    }

    @Test
    void deletesAnUploadThatWasNotKept() throws IOException {
        try (var folder = durable();
                var spool = receive(folder)) {
            assertThat(uploads()).hasSize(1);
        }
        assertThat(uploads()).isEmpty();
    }

    @Test
    void takesAwayWhatNobodyUsesAndNobodyKnows() throws IOException {
        String known;
        String lost;
        try (var killed = durable()) {
            known = kept(killed);
            lost = kept(killed);
        }
        clock.stop();
        try (var folder = durable();
                var used = receive(folder)) {
            var ownWithoutAnswer = kept(folder);

            folder.removeAbandoned(names -> Set.of(known));
            assertThat(uploads()).as("a commit may still come").hasSize(4);
            clock.ahead(Duration.ofSeconds(31));
            folder.removeAbandoned(names -> Set.of(known));

            assertThat(uploads()).containsExactlyInAnyOrder(known, used.name());
            assertThat(lost).isNotIn(uploads());
            assertThat(ownWithoutAnswer).isNotIn(uploads());
        }
    }

    @Test
    void leavesUploadsOfLivingProcessesAlone() throws IOException {
        clock.stop();
        try (var living = durable();
                var upload = receive(living);
                var other = durable()) {
            other.removeAbandoned(NOBODY);
            clock.ahead(Duration.ofMinutes(5));
            other.removeAbandoned(NOBODY);

            assertThat(uploads()).containsExactly(upload.name());
        }
    }

    @Test
    void belongsToOneDatabase() throws IOException {
        durable().close();

        assertThatExceptionOfType(UnusableSetting.class)
                .isThrownBy(() -> SpoolFolder.durable(directory, new UUID(0, 2), clock))
                .withMessageContaining(directory.toString())
                .withMessageContaining("FACEMATCH_SUBMISSION_SPOOL_DIRECTORY")
                .withMessageContaining("another database");
        assertThatExceptionOfType(UnusableSetting.class)
                .isThrownBy(() -> SpoolFolder.temporary(directory, new UUID(0, 2), clock));
    }

    @Test
    void forgetsNothingWhenItIsNotDurableAnyMore() throws IOException {
        try (var before = durable();
                var folder = SpoolFolder.temporary(directory, INSTALLATION, clock)) {
            assertThat(folder.id()).isEqualTo(before.id());
            assertThat(folder.isDurable()).isFalse();
            try (var spool = receive(folder)) {
                assertThat(spool.name()).isNull();
                assertThat(uploads()).isEmpty();
            }
        }
    }

    @Test
    void opensNothingByAnotherName() throws IOException {
        try (var folder = durable();
                var spool = receive(folder)) {
            spool.keep();
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> Spool.reopen(
                            folder, "../" + spool.name(), spool.key().copy()));
            folder.remove(String.valueOf(spool.name()));
            assertThatExceptionOfType(NoSuchFileException.class)
                    .isThrownBy(() -> Spool.reopen(
                            folder, String.valueOf(spool.name()), spool.key().copy()));
        }
    }

    private SpoolFolder durable() throws IOException {
        return SpoolFolder.durable(directory, INSTALLATION, clock);
    }

    private static Spool receive(SpoolFolder folder) throws IOException {
        return Spool.receive(new ByteArrayInputStream(BODY), folder, BODY.length, new byte[] {1});
    }

    /** As when a process does not hear whether the job was stored. */
    private static String kept(SpoolFolder folder) throws IOException {
        try (var spool = receive(folder)) {
            spool.keep();
            return String.valueOf(spool.name());
        }
    }

    private List<String> uploads() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("upload-"))
                    .toList();
        }
    }
}
