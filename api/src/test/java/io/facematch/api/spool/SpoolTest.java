package io.facematch.api.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.Archives;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.ZipBytes;
import io.facematch.verification.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final byte[] DIGEST_KEY = "key of the digest".getBytes(StandardCharsets.US_ASCII);
    private static final String MARKER = "MARKER-5f0c6f1e-no-plaintext-on-disk";

    @TempDir
    private Path directory;

    @Test
    void givesBackAnyPartOfTheUpload() throws IOException {
        byte[] body = new byte[3 * 1024 * 1024 + 17];
        new Random(7).nextBytes(body);
        try (Spool spool = receive(body);
                SeekableByteChannel channel = spool.open()) {
            assertThat(spool.size()).isEqualTo(body.length);
            assertThat(channel.size()).isEqualTo(body.length);
            for (int at : new int[] {body.length - 1, 0, 1024 * 1024 - 5, 2 * 1024 * 1024}) {
                ByteBuffer target = ByteBuffer.allocate(Math.min(100, body.length - at));
                channel.position(at);
                while (target.hasRemaining()) {
                    assertThat(channel.read(target)).isPositive();
                }
                assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(body, at, target.limit()));
            }
        }
    }

    @Test
    void holdsAnEmptyUpload() throws IOException {
        try (Spool spool = receive(new byte[0]);
                SeekableByteChannel channel = spool.open()) {
            assertThat(channel.size()).isZero();
        }
    }

    @Test
    void hasNoNameAndNoPlaintextOnDisk() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "only Linux shows open files under /proc");
        try (Spool spool = receive(MARKER.repeat(10_000).getBytes(StandardCharsets.US_ASCII))) {
            assertThat(directory).isEmptyDirectory();
            List<Path> open = openFilesIn(descriptors, directory);
            assertThat(open).hasSize(1);
            String content = Files.readString(open.getFirst(), StandardCharsets.ISO_8859_1);
            assertThat(content).hasSizeGreaterThanOrEqualTo((int) spool.size()).doesNotContain(MARKER.substring(0, 10));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.getFirst())))
                    .isEqualTo("rw-------");
        }
        assertThat(openFilesIn(descriptors, directory)).isEmpty();
    }

    @Test
    void stopsAtTheLimit() throws IOException {
        receive(new byte[1000], 1000).close();
        ByteArrayInputStream body = new ByteArrayInputStream(new byte[10_000_000]);

        assertThatThrownBy(() -> Spool.receive(body, folder(), 1000, DIGEST_KEY))
                .isInstanceOfSatisfying(
                        RejectedArchive.class, e -> assertThat(e.httpStatus()).isEqualTo(413));
        assertThat(body.available()).as("what was not read").isGreaterThan(9_800_000);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNothingWhenTheClientGoesAway() {
        InputStream body = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> Spool.receive(body, folder(), 1000, DIGEST_KEY))
                .isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void computesTheKeyedDigestOfTheBody() throws Exception {
        byte[] body = MARKER.repeat(5000).getBytes(StandardCharsets.US_ASCII);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(DIGEST_KEY, "HmacSHA256"));
        try (Spool spool = receive(body)) {
            assertThat(spool.digest()).isEqualTo(mac.doFinal(body));
        }
    }

    @Test
    void servesAnArchiveAndEndsWithIt() throws Exception {
        Spool spool = receive(ZipBytes.withPair().build());
        try (Archive archive = Archive.open(spool.open(), Archives.LIMITS)) {
            assertThat(archive.readImage(archive.pairs().getFirst(), Role.PROBE))
                    .isEqualTo("content of good_image1.jpg".getBytes(StandardCharsets.UTF_8));
        }
        spool.open().close();
        spool.close();
        assertThatThrownBy(spool::open).isInstanceOf(IOException.class);
    }

    private SpoolFolder folder() throws IOException {
        return SpoolFolder.temporary(directory, new UUID(0, 1), InstantSource.system());
    }

    private Spool receive(byte[] body) throws IOException {
        return receive(body, body.length);
    }

    private Spool receive(byte[] body, long maxBytes) throws IOException {
        return Spool.receive(new ByteArrayInputStream(body), folder(), maxBytes, DIGEST_KEY);
    }

    private static List<Path> openFilesIn(Path descriptors, Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(descriptors)) {
            for (Path descriptor : all.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && target(descriptor).startsWith(directory.toRealPath().toString())) {
                    found.add(descriptor);
                }
            }
        }
        return found;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
