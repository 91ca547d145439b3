package io.facematch.standalone.espdl;

import static io.facematch.standalone.espdl.EspdlFile.attribute;
import static io.facematch.standalone.espdl.EspdlFile.bytes;
import static io.facematch.standalone.espdl.EspdlFile.conv;
import static io.facematch.standalone.espdl.EspdlFile.fields;
import static io.facematch.standalone.espdl.EspdlFile.node;
import static io.facematch.standalone.espdl.EspdlFile.nodes;
import static io.facematch.standalone.espdl.EspdlFile.tensor;
import static io.facematch.standalone.espdl.EspdlFile.tensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import io.facematch.standalone.espdl.EspdlFile.Numbers;
import io.facematch.standalone.espdl.EspdlFile.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EspdlConverterTest {
    private static final Path PUBLISHED = Path.of("../../shared/models/sources");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int HEADER = 16;
    private static final int INT8 = 3;
    private static final int INT32 = 6;

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

    static Stream<Arguments> wrongNetworks() {
        return Stream.of(
                arguments("no network in it", EspdlFile.of(fields(8))),
                arguments("nothing in it yields", EspdlFile.of(List.of(), tensors())),
                arguments("must be one input", EspdlFile.of(fields(8, 7, fields(6, 0, nodes(), 2, tensors())))),
                arguments("must be one output of an operation", withNode(fields(6, 3, "Add", 0, List.of("x")))),
                arguments("Softmax is unknown", withNode(node("Softmax", List.of("x"), "z"))),
                arguments("operation  is unknown", withNode(fields(6, 1, List.of("z")))),
                arguments("activation Relu", withNode(node("Add", List.of("x"), "z", attribute("activation", "Relu")))),
                arguments("numbers for axis", withNode(node("Flatten", List.of("x"), "z"))),
                arguments(
                        "numbers for axis",
                        withNode(node("Flatten", List.of("x"), "z", attribute("axis", new Numbers(1, 2))))),
                arguments(
                        "attribute twice",
                        withNode(node("Flatten", List.of("x"), "z", attribute("axis", 1L), attribute("axis", 1L)))),
                arguments("numbers for dilations", withNode(node("Conv", List.of("x", "kernels", "bias"), "z"))),
                arguments("PRelu does not have its weights", withNode(node("PRelu", List.of("x"), "z"))),
                arguments("weights nowhere are missing", withNode(node("PRelu", List.of("x", "nowhere"), "z"))),
                arguments("Transpose does not have its input", withNode(node("Transpose", List.of(), "z"))),
                arguments("z is used, but nothing yields it", withNode(node("Add", List.of("z"), "z"))),
                arguments("z is used, but nothing yields it", withNode(node("Transpose", List.of("z"), "z"))),
                arguments("two operations yield the value a", withNode(conv("x", "a"))),
                arguments("two weights are called bias", with(tensor("bias", INT32, bytes(64), 0, 16))),
                arguments("one exponent", with(fields(14, 1, INT8, 6, "slopes"))),
                arguments("exponent out of range", withSlopes(INT8, bytes(16), 65, 16)),
                arguments("exponent out of range", withSlopes(INT8, bytes(16), Long.MIN_VALUE, 16)),
                arguments("numbers of another type", withSlopes(INT32, bytes(64), 0, 16)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, 17)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, 0, 16)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, -16)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, -16, -1)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, 1L << 32, 1L << 32)),
                arguments("fewer numbers", withSlopes(INT8, bytes(16), 0, Long.MAX_VALUE, 2)),
                arguments("fewer numbers", withSlopes(INT8, bytes(0), 0, 1)),
                arguments("more numbers", withSlopes(INT8, bytes(32), 0, 16)),
                arguments("four dimensions", withMatrix(bytes(32), 2, 16)),
                arguments("is no matrix", withMatrix(bytes(32), 1, 2, 1, 16)),
                arguments("groups of 16", withMatrix(bytes(32), 1, 1, 16, 2)));
    }

    @ParameterizedTest
    @MethodSource("wrongNetworks")
    void refusesANetworkThatIsWrong(String words, byte[] file) {
        assertRefused(file, words);
    }

    /** They come from a stranger and go to a terminal. */
    @Test
    void printsNamesOfTheFileWithoutTheirControlCharacters() {
        var name = "\u001b[31m" + "long".repeat(1000);

        var refusal = refused(withNode(node(name, List.of("x"), "z")));

        assertThat(refusal.getMessage()).contains("?[31mlong").hasSizeLessThanOrEqualTo(200);
    }

    private static byte[] withNode(Table node) {
        var nodes = new ArrayList<>(nodes());
        nodes.add(1, node);
        return EspdlFile.of(nodes, tensors());
    }

    private static byte[] with(Table tensor) {
        var tensors = new ArrayList<>(tensors());
        tensors.add(tensor);
        return EspdlFile.of(nodes(), tensors);
    }

    private static byte[] withSlopes(int type, byte[] content, long exponent, long... dimensions) {
        return EspdlFile.of(nodes(), replaced(1, tensor("slopes", type, content, exponent, dimensions)));
    }

    private static byte[] withMatrix(byte[] content, long... dimensions) {
        return EspdlFile.of(nodes(), replaced(2, tensor("matrix", INT8, content, 0, dimensions)));
    }

    private static List<Table> replaced(int index, Table tensor) {
        var tensors = new ArrayList<>(tensors());
        tensors.set(index, tensor);
        return tensors;
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

    private static void assertRefused(byte[] file, String words) {
        assertThat(refused(file)).hasMessageContaining(words);
    }

    private static UnreadableEspdl refused(byte[] file) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        var refusal = assertThatExceptionOfType(UnreadableEspdl.class)
                .isThrownBy(() -> EspdlConverter.toOnnx(file))
                .actual();
        assertMemory(file, before);
        return refusal;
    }

    private static boolean isConverted(byte[] file) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            EspdlConverter.toOnnx(file);
            return true;
        } catch (UnreadableEspdl refused) {
            return false;
        } finally {
            assertMemory(file, before);
        }
    }

    private static void assertMemory(byte[] file, long before) {
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes of memory for a file of %d", file.length)
                .isLessThan(20L * file.length + (8 << 20));
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
