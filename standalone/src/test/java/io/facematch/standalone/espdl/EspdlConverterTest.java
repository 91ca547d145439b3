package io.facematch.standalone.espdl;

import static io.facematch.standalone.espdl.EspdlFile.bytes;
import static io.facematch.standalone.espdl.EspdlFile.node;
import static io.facematch.standalone.espdl.EspdlFile.nodes;
import static io.facematch.standalone.espdl.EspdlFile.tensor;
import static io.facematch.standalone.espdl.EspdlFile.tensors;
import static io.facematch.standalone.espdl.WatchedConversion.assertRefused;
import static io.facematch.standalone.espdl.WatchedConversion.isConverted;
import static io.facematch.standalone.espdl.WatchedConversion.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a file, and what becomes of one that is damaged. */
class EspdlConverterTest {
    private static final Path PUBLISHED = Path.of("../../shared/models/sources");
    private static final int HEADER = 16;
    private static final int INT8 = 3;

    @ParameterizedTest
    @CsvSource({
        "human_face_feat_mbf_s8_v1.espdl, 57eac4ca8177bdb6f907b1e324608f8aa71cedb5e9050f62454232d668933070",
        "human_face_feat_mfn_s8_v1.espdl, 26f6839b282f33d2fbe5954e843a4efe285410f97224f4baeb89906600f4f0b2"
    })
    void makesTheVeryFileOfTheCard(String file, String sha256) throws IOException {
        assertThat(sha256(EspdlConverter.toOnnx(published(file)))).isEqualTo(sha256);
    }

    /** Also where the published files are not. */
    @Test
    void makesTheSameOfASmallFileEveryTime() {
        assertThat(sha256(EspdlConverter.toOnnx(EspdlFile.small())))
                .isEqualTo("4759a9241dc64803f7df224b2edff95e42d128aa3fcc08f6c02761c261dde60a");
    }

    @Test
    void refusesASmallFileCutAnywhere() {
        var file = EspdlFile.small();
        for (var length = 0; length < file.length; length++) {
            refused(Arrays.copyOf(file, length));
        }
    }

    /** With a header that says so, as if the rest had never been. */
    @Test
    void refusesAContentCutAnywhere() {
        var content = Arrays.copyOfRange(EspdlFile.small(), HEADER, EspdlFile.small().length);
        var needed = content.length - 1; // the last byte ends a text for those who read in C
        for (var length = 0; length < needed; length++) {
            refused(EspdlFile.inContainer(Arrays.copyOf(content, length)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"human_face_feat_mbf_s8_v1.espdl", "human_face_feat_mfn_s8_v1.espdl"})
    void refusesAPublishedFileCutAnywhere(String name) throws IOException {
        var file = published(name);
        var content = Arrays.copyOfRange(file, HEADER, file.length);
        for (var length : new Random(1).ints(20, 0, content.length).toArray()) {
            refused(Arrays.copyOf(file, length));
            refused(EspdlFile.inContainer(Arrays.copyOf(content, length)));
        }
    }

    @Test
    void survivesEveryByteChanged() {
        var values = Stream.concat(IntStream.range(0, 8).mapToObj(bit -> 1 << bit), Stream.of(0x7f, 0xff, 0xfe, 0x55))
                .toList();
        assertSurvives(values);
    }

    @Test
    @Tag("slow")
    void survivesEveryByteChangedToEveryValue() {
        assertSurvives(IntStream.range(1, 256).boxed().toList());
    }

    private static void assertSurvives(List<Integer> changes) {
        var file = EspdlFile.small();
        var converted = 0;
        for (var place = 0; place < file.length; place++) {
            for (var change : changes) {
                var changed = file.clone();
                changed[place] ^= change.byteValue();
                if (isConverted(changed)) {
                    converted++;
                }
            }
        }
        assertThat(converted).as("weights may have any value").isPositive();
    }

    @Test
    void refusesWhatIsNoSuchFile() {
        assertRefused(new byte[0], "does not begin");
        assertRefused("PK\3\4 and more than sixteen bytes".getBytes(StandardCharsets.US_ASCII), "does not begin");
        assertRefused(changed(4, 1), "encrypted");
        assertRefused(changed(8, -1), "cut off");
        assertRefused(changed(8, Integer.MAX_VALUE), "cut off");
        assertRefused(Arrays.copyOf(EspdlFile.small(), (16 << 20) + 1), "16,777,217 bytes");
    }

    /** The root's reference, its table's way to its list of fields, and what is found there. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, does not lead forward",
        "0, -4, does not lead forward",
        "0, 2147483647, leads outside",
        "24, 2147483647, leads outside",
        "24, -2147483648, leads outside",
        "24, -2000, leads outside",
        "4, 2147483647, leads outside",
        "4, -1, leads outside"
    })
    void refusesAReferenceThatLeadsAstray(int place, int value, String words) {
        assertRefused(changed(HEADER + place, value), words);
    }

    @Test
    void refusesACountOfMoreThanThereIs() {
        var file = EspdlFile.of(nodes(), tensors());
        // The nodes' count comes first after the tables of the model and of the graph.
        var count = HEADER + position(file, nodes().size());
        for (var value : List.of(1 << 20, 1 << 30, Integer.MAX_VALUE)) {
            assertRefused(changed(count, value), "leads outside");
        }
        assertRefused(changed(count, -1), "negative");
        assertRefused(changed(count, Integer.MIN_VALUE), "negative");
    }

    /** Each takes four bytes, and would give a node, or the weights of a whole network. */
    @Test
    void refusesManyReferencesToTheSamePlaceBeforeTheyFillTheMemory() {
        var copies = 50_000;
        var wide = node("Add", Collections.nCopies(1000, "x"), "y");
        var large = tensor("large", INT8, bytes(1 << 16), 0, 1 << 16);
        for (var file : List.of(
                EspdlFile.of(Collections.nCopies(copies, node("Add", List.of("x"), "y")), tensors()),
                EspdlFile.of(Collections.nCopies(copies, wide), tensors()),
                EspdlFile.of(nodes(), Collections.nCopies(copies, large)))) {
            assertRefused(file, "the same place");
        }
    }

    /** The small file with four bytes of its own. */
    private static byte[] changed(int place, int value) {
        var file = EspdlFile.small();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(place, value);
        return file;
    }

    /** Of the first four bytes in the content that have this value. */
    private static int position(byte[] file, int value) {
        var content = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.iterate(0, place -> place + 1)
                .filter(place -> content.getInt(HEADER + place) == value)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] published(String file) throws IOException {
        var path = PUBLISHED.resolve(file);
        assumeTrue(Files.isRegularFile(path), path + " is missing");
        return Files.readAllBytes(path);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
