package io.facematch.standalone.run.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchiveLimits;
import io.facematch.api.archive.ArchivePair;
import io.facematch.api.archive.StemRule;
import io.facematch.verification.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredZipTest {
    private static final long FOUR_GIBIBYTES = 1L << 32;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static InputPhoto photo(String name, String content) {
        var bytes = content.getBytes(UTF_8);
        return new InputPhoto(name, bytes.length, 0, () -> new ByteArrayInputStream(bytes));
    }

    private Path written(StoredZip zip) throws IOException {
        var file = folder.resolve("sent.zip");
        try (var content = zip.open()) {
            Files.copy(content, file);
        }
        assertThat(zip.length()).isEqualTo(Files.size(file));
        return file;
    }

    @Test
    void isAsLongAsItSaysAndReadByJava() throws IOException {
        var file = written(new StoredZip(List.of(
                photo("Ünal/a_image1.jpg", "probe"), photo("a_image2.jpg", ""), photo("c_image1.jpg", "more"))));

        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .containsExactly("Ünal/a_image1.jpg", "a_image2.jpg", "c_image1.jpg");
            assertThat(zip.getInputStream(zip.getEntry("c_image1.jpg")).readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("more");
        }
    }

    @Test
    void isWhatAServerTakes() throws Exception {
        var file = written(new StoredZip(List.of(photo("a_image1.jpg", "probe"), photo("a_image2.jpg", "reference"))));
        try (var archive = Archive.open(FileChannel.open(file), ArchiveLimits.DEFAULTS)) {
            assertThat(archive.pairs()).map(ArchivePair::stem).containsExactly("a");
            assertThat(archive.readImage(archive.pairs().getFirst(), Role.REFERENCE))
                    .asString(UTF_8)
                    .isEqualTo("reference");
        }
    }

    @Test
    void holdsMoreMembersThanTheFormatFirstHad() throws IOException {
        var members = IntStream.range(0, 70_000)
                .mapToObj(number -> photo(number + "_image1.jpg", "x"))
                .toList();
        try (var zip = new ZipFile(written(new StoredZip(members)).toFile())) {
            assertThat(zip.size()).isEqualTo(70_000);
        }
    }

    /** Nothing of it is written: only its directory is looked at. */
    @Test
    void isLongerThanFourGibibytes() throws IOException {
        var large = new InputPhoto("large", FOUR_GIBIBYTES - 2, 0, () -> new Zeros(FOUR_GIBIBYTES - 2));
        var zip = new StoredZip(List.of(large, photo("a_image1.jpg", "probe"), photo("a_image2.jpg", "reference")));
        var file = folder.resolve("sparse.zip");
        try (var content = zip.open();
                var sparse = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            var buffer = new byte[1 << 20];
            long at = 0;
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                if (at < 100 || at + count > FOUR_GIBIBYTES - (1 << 22)) {
                    sparse.write(ByteBuffer.wrap(buffer, 0, count), at);
                }
                at += count;
            }
            assertThat(zip.length()).isEqualTo(at);
        }
        try (var read = new ZipFile(file.toFile())) {
            assertThat(read.getInputStream(read.getEntry("a_image2.jpg")).readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("reference");
        }
    }

    /** So many zeros, quickly. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            var count = (int) Math.min(length, left);
            left -= count;
            return count == 0 ? -1 : count;
        }
    }

    @Test
    void breaksOffWhenAPhotoWasChanged() throws IOException {
        var file = Files.writeString(folder.resolve("a.jpg"), "probe");
        var zip = new StoredZip(List.of(InputPhoto.of("a_image1.jpg", file, 5, 0)));
        Files.writeString(file, "other");
        try (var content = zip.open()) {
            assertThat(content.readAllBytes()).hasSize((int) zip.length());
        }
        Files.writeString(file, "longer");
        assertThatExceptionOfType(ChangedPhoto.class).isThrownBy(() -> {
            try (var content = zip.open()) {
                content.readAllBytes();
            }
        });
    }

    @Test
    void sendsOfAPhotoThatIsTooLargeAsMuchAsSaysSo() throws IOException {
        var input = input(List.of(new InputPair("a", photo("a_image1.jpg", "0123456789"), photo("a_image2.jpg", "x"))));
        var part = Part.of(input, new Part.Limits(4, 1000, 1000, 10)).getFirst();
        assertThat(part.pairs().getFirst().probe().bytes()).isEqualTo(5);
    }

    private static Input input(List<InputPair> pairs) {
        return new Input(pairs, List.of(), StemRule.NAME, null, Map.of(), List.of(), Input.NOTHING_OPEN);
    }

    @Test
    void isSplitWhereAServerTakesNoMore() throws IOException {
        var pairs = new ArrayList<InputPair>();
        for (var number = 0; number < 10; number++) {
            pairs.add(new InputPair(
                    "p" + number,
                    photo("p" + number + "_image1.jpg", "12345"),
                    photo("p" + number + "_image2.jpg", "12345")));
        }
        var byPairs = Part.of(input(pairs), new Part.Limits(100, 100_000, 100_000, 4));
        assertThat(byPairs).map(part -> part.pairs().size()).containsExactly(4, 4, 2);
        assertThat(byPairs).map(Part::number).containsExactly(1, 2, 3);

        var bySize = Part.of(input(pairs), new Part.Limits(100, 1000, 100_000, 100));
        assertThat(bySize).hasSizeGreaterThan(1);
        for (var part : bySize) {
            assertThat(part.length()).isLessThanOrEqualTo(1000);
        }
        assertThat(Part.of(input(pairs), new Part.Limits(100, 100_000, 25, 100)))
                .map(part -> part.pairs().size())
                .containsExactly(2, 2, 2, 2, 2);
        assertThat(bySize.stream().flatMap(part -> part.pairs().stream())).isEqualTo(pairs);
    }

    @Test
    void hasADigestOfNamesSizesAndTimes() throws IOException {
        var part = new Part(1, List.of(pair("a", "x", 1)), null);
        assertThat(part.digest("")).hasSize(64).isEqualTo(new Part(1, List.of(pair("a", "y", 1)), null).digest(""));
        assertThat(List.of(
                        part.digest(""),
                        part.digest("names"),
                        new Part(2, List.of(pair("a", "x", 1)), null).digest(""),
                        new Part(1, List.of(pair("b", "x", 1)), null).digest(""),
                        new Part(1, List.of(pair("a", "xx", 1)), null).digest(""),
                        new Part(1, List.of(pair("a", "x", 2)), null).digest("")))
                .doesNotHaveDuplicates();
    }

    private static InputPair pair(String id, String content, long modified) {
        var probe = photo(id + "_image1.jpg", content);
        return new InputPair(
                id,
                new InputPhoto(probe.name(), probe.bytes(), modified, probe.content()),
                photo(id + "_image2.jpg", "z"));
    }
}
