package io.facematch.api.archive;

import static io.facematch.api.archive.Archives.open;
import static io.facematch.api.archive.Archives.rejection;
import static io.facematch.api.archive.ZipBytes.deflated;
import static io.facematch.api.archive.ZipBytes.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.verification.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, the answer is an archive, a rejection or an unreadable member. */
class ArchiveFuzzTest {

    private static final Path COLLECTION = Path.of("../../shared/data/zips");

    @Test
    void rejectsEveryTruncation() {
        byte[] zip = sample().build();
        for (int length = 0; length < zip.length; length++) {
            assertThat(rejection(Arrays.copyOf(zip, length)).httpStatus()).isEqualTo(400);
        }
    }

    @Test
    void survivesFlippedBytes() throws IOException {
        byte[] plain = sample().build();
        byte[] zip64 = sample().buildZip64();
        Random random = new Random(20261122);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] zip = (i % 2 == 0 ? plain : zip64).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                zip[random.nextInt(zip.length)] = (byte) random.nextInt();
            }
            accepted += survive(zip) ? 1 : 0;
        }
        assertThat(accepted).as("most mutations hit a rule, some only an image").isBetween(500, 19_000);
    }

    @Test
    void survivesACollectionOfOddArchives() throws IOException {
        assumeTrue(Files.isDirectory(COLLECTION), "no collection of odd ZIPs beside this checkout");
        try (Stream<Path> files = Files.list(COLLECTION)) {
            for (Path file : files.sorted().toList()) {
                survive(Files.readAllBytes(file));
            }
        }
    }

    /** What we accept, the library must read the same way: there is no second opinion about a member. */
    private static boolean survive(byte[] zip) throws IOException {
        try (Archive archive = open(zip)) {
            for (ArchivePair pair : archive.pairs()) {
                for (Role role : Role.values()) {
                    String path = role == Role.PROBE ? pair.image1Path() : pair.image2Path();
                    try {
                        byte[] image = archive.readImage(pair, role);
                        assertThat(image).isEqualTo(readWithLibrary(zip, path));
                    } catch (UnreadableMember e) {
                        assertThat(e.reason()).isNotNull();
                    }
                }
            }
            return true;
        } catch (RejectedArchive e) {
            assertThat(e.httpStatus()).isIn(400, 422);
            return false;
        }
    }

    private static byte[] readWithLibrary(byte[] zip, String path) throws IOException {
        try (ZipFile file = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(zip))
                .get()) {
            ZipArchiveEntry entry = file.getEntry(path);
            return file.getInputStream(entry).readAllBytes();
        }
    }

    private static ZipBytes sample() {
        return new ZipBytes()
                .add(stored("f/a_image1.jpg"))
                .add(deflated(
                        "f/a_image2.jpg",
                        "some text that deflates, deflates, deflates".getBytes(StandardCharsets.UTF_8)))
                .add(stored("b_image1.jpg"))
                .add(deflated("b_image2.jpg", new byte[500]))
                .add(stored("readme.txt"));
    }
}
