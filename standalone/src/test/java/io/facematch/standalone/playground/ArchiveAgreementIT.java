package io.facematch.standalone.playground;

import static io.facematch.standalone.playground.OddZip.withPair;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchiveLimits;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.standalone.playground.OddZip.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page says about an archive before the upload is what the server says after it. */
@ExtendWith(Browser.Quit.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the one setup fills the field
class ArchiveAgreementIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ArchiveLimits LIMITS = new ArchiveLimits(100, 1 << 20, 64L << 20);
    /** Told by headers between the members, which the page does not read. */
    private static final Set<String> SEEN_BY_THE_SERVER_ONLY =
            Set.of("NAME_MISMATCH", "DAMAGED_DIRECTORY", "OVERLAPPING_MEMBERS");

    /** What the page may say of such an archive. */
    private static final Set<String> LATER_RULES =
            Set.of("OVERLAPPING_MEMBERS", "EMPTY_STEM", "DUPLICATE_STEM", "NO_PAIRS");

    private static final String INSPECT = """
            const [archives, done] = arguments;
            const limits = {maxPairs: 100, maxImageBytes: 1 << 20, maxArchiveBytes: 2 ** 31, maxUnpackedBytes: 64 * 2 ** 20};
            (async () => {
              const { inspectArchive } = await import('/assets/bulk/archive.js');
              const verdicts = [];
              for (const archive of archives) {
                const bytes = Uint8Array.from(atob(archive), (c) => c.charCodeAt(0));
                const found = await inspectArchive(new Blob([bytes]), { limits });
                const unpaired = found.warnings.find(({ code }) => code === 'UNPAIRED')?.names ?? [];
                verdicts.push(found.problems.length > 0
                    ? found.problems[0].code
                    : `${found.pairs} pairs, ${found.ignored} ignored, unpaired [${unpaired.join(', ')}]`);
              }
              return verdicts;
            })().then(done, (error) => done([String(error)]));
            """;

    private WebFiles files;
    private Browser browser;

    @BeforeAll
    void open() throws IOException {
        files = WebFiles.serve();
        browser = Browser.open();
        browser.driver().manage().timeouts().scriptTimeout(PATIENCE);
        browser.driver().get(files.address() + "/assets/bulk/archive.js");
    }

    @AfterAll
    void close() throws IOException {
        files.close();
        browser.close();
    }

    @Test
    void agreesOnNames() {
        var names = List.of(
                "../../x_image1.jpg",
                "a\\..\\x_image1.jpg",
                "..",
                "/abs_image1.jpg",
                "\\\\host\\share\\x_image1.jpg",
                "c:x_image1.jpg",
                "nul\0_image1.jpg",
                "bell\u0007_image1.jpg",
                "del\u007F_image1.jpg",
                "c1\u0085_image1.jpg",
                "bidi\u202Egpj_image1.jpg",
                "separator\u2028_image1.jpg",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/x_image1.jpg",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/x_image1.jpg",
                "x".repeat(255),
                "x".repeat(256),
                "\u00E9".repeat(128),
                "dir/".repeat(10) + "x".repeat(990),
                "",
                "_image1.jpg",
                "dir/_image2.jpg",
                " _image1.jpg",
                "\u00A0_image1.jpg",
                "\u2003_image1.jpg",
                "\uFEFF_image1.jpg",
                "GOOD_image1.jpg",
                "folder/good_image2.png",
                "other_image1.jpg",
                "other_image3.jpg",
                "other_image12.jpg",
                "other_image1",
                "other_image1.",
                "OTHER_IMAGE1.jpg",
                "x_image1_image2.jpg",
                "x_image1.y_image2.jpg",
                "x_image1.jpeg.jpg",
                ".hidden_image1.jpg",
                "._other_image1.jpg",
                "__MACOSX/other_image1.jpg",
                "dir/__MACOSX/other_image1.jpg",
                "dir/",
                ".DS_Store",
                "\uD83D\uDE00_image1.jpg");
        var archives = new LinkedHashMap<String, byte[]>();
        names.forEach(
                name -> archives.put("name " + name, withPair(new Line(name)).build()));
        assertAgreement(archives, 15);
    }

    @Test
    void agreesOnStems() {
        var archives = new LinkedHashMap<String, byte[]>();
        for (var twin : List.of(
                "a_image1.png",
                "q/a_image1.jpg",
                "A_image1.jpg",
                "a_image1.jpg",
                "\u00C5_image1.jpg",
                "A\u030A_image1.jpg")) {
            archives.put(
                    "twin " + twin,
                    OddZip.of("p/a_image1.jpg", "a_image2.jpg", "\u00E5_image1.jpg", twin)
                            .build());
        }
        archives.put(
                "unicode forms",
                OddZip.of("Jos\u00E9_image1.jpg", "jose\u0301_image2.jpg").build());
        archives.put(
                "capital sigma",
                OddZip.of("\u039F\u03A3_image1.jpg", "\u03BF\u03C2_image2.jpg").build());
        archives.put(
                "dotted capital i",
                OddZip.of("\u0130_image1.jpg", "i\u0307_image2.jpg").build());
        archives.put("no pairs", OddZip.of("selfie.jpg", "portrait.jpg").build());
        archives.put("lonely", OddZip.of("a_image1.jpg", "b_image2.jpg").build());
        archives.put(
                "unpaired",
                OddZip.of("x_image1.jpg", "a_image1.jpg", "a_image2.jpg", "f/y_image2.jpg")
                        .build());
        var many = new OddZip();
        IntStream.range(0, 101).forEach(i -> many.add(new Line(i + "_image1.x")).add(new Line(i + "_image2.x")));
        archives.put("too many pairs", many.build());
        var dos = new Line("J\u00FCrgen_image1.jpg".getBytes(Charset.forName("IBM437")), new byte[] {1});
        dos.flags = 0;
        var mac = new Line("J\u00FCrgen_image2.jpg");
        mac.flags = 0;
        archives.put("two encodings", new OddZip().add(dos).add(mac).build());
        var upper = new ByteArrayOutputStream();
        IntStream.range(128, 256).forEach(upper::write);
        upper.writeBytes("_image1.jpg".getBytes(StandardCharsets.US_ASCII));
        var cp437 = new Line(upper.toByteArray(), new byte[] {1});
        cp437.flags = 0;
        archives.put("all of CP437", withPair(cp437).build());
        assertAgreement(archives, 8);
    }

    @Test
    void agreesOnMembers() {
        var archives = new LinkedHashMap<String, byte[]>();
        for (int flag : new int[] {1, 1 << 5, 1 << 6, 1 << 13}) {
            var line = new Line("b_image1.jpg");
            line.flags |= flag;
            archives.put("flag " + flag, withPair(line).build());
        }
        for (int method : new int[] {1, 6, 9, 12, 14, 93, 95, 99}) {
            var line = new Line("b_image1.jpg");
            line.method = method;
            archives.put("method " + method, withPair(line).build());
        }
        for (int mode : new int[] {0, 0040755, 0120777, 0020666, 0140755}) {
            var line = new Line("b_image1.jpg");
            line.mode = mode;
            archives.put("mode " + mode, withPair(line).build());
        }
        var bomb = new Line("notes.txt");
        bomb.method = 8;
        bomb.size = 1 << 20;
        archives.put("bomb", withPair(bomb).build());
        var large = new Line("notes.txt");
        large.method = 8;
        large.size = 65 << 20;
        archives.put("beyond the total", withPair(large).build());
        var unequal = new Line("b_image1.jpg");
        unequal.size++;
        archives.put("stored, but longer", withPair(unequal).build());
        var greedy = new Line("b_image1.jpg");
        greedy.size++;
        greedy.compressedSize++;
        archives.put("into the directory", withPair(greedy).build());
        var twice = new Line("b_image1.jpg");
        archives.put("shared kernel", withPair(twice).list(twice).build());
        var unknown = new Line("b_image1.jpg");
        unknown.size = -1;
        archives.put("size without a field for it", withPair(unknown).build());
        var elsewhere = new Line("b_image1.jpg");
        elsewhere.disk = 1;
        archives.put("other volume", withPair(elsewhere).build());
        assertAgreement(archives, 15);
    }

    @Test
    void agreesOnTheArchive() {
        var archives = new LinkedHashMap<String, byte[]>();
        for (var text :
                List.of("", "x", "PK", "PK\3\4", "PK\5\6", "no archive at all, only words that go on", "<html>")) {
            archives.put("text " + text, text.getBytes(StandardCharsets.UTF_8));
        }
        var inner = new OddZip().build();
        archives.put("empty", inner);
        archives.put("bytes before", concat(new byte[10], withPair().build()));
        archives.put(
                "bytes before, accounted for",
                new OddZip().raw(new byte[3]).add(new Line("a_image1.jpg")).build());
        archives.put("two in a row", concat(withPair().build(), withPair().build()));
        archives.put("bytes after", concat(withPair().build(), new byte[3]));
        archives.put("comment", withPair().comment(new byte[300]).build());
        archives.put("end in the comment", withPair().comment(inner).build());
        archives.put(
                "loose end in the comment",
                withPair().comment(concat(inner, new byte[50])).build());
        archives.put("volume", withPair().tellDisk(1).build());
        archives.put("too few told", withPair().tellMembers(1).build());
        archives.put("too many told", withPair().tellMembers(3).build());
        archives.put("zip64", withPair().buildZip64());
        var crowd = withPair();
        IntStream.range(0, 263).forEach(i -> crowd.add(new Line("readme" + i)));
        archives.put("too many members", crowd.build());
        var bloated = withPair();
        for (int i = 0; i < 20; i++) {
            var line = new Line("readme" + i);
            line.extra = new byte[60_000];
            bloated.add(line);
        }
        archives.put("too long a directory", bloated.build());
        assertAgreement(archives, 17);
    }

    @Test
    void agreesOnDamage() {
        var random = new Random(20261122);
        var plain = withPair(new Line("dir/"), new Line("lonely_image2.png")).build();
        var zip64 = withPair(new Line("dir/")).buildZip64();
        var archives = new LinkedHashMap<String, byte[]>();
        for (int length = 0; length < plain.length; length += 5) {
            archives.put("cut at " + length, Arrays.copyOf(plain, length));
        }
        for (int i = 0; i < 2_000; i++) {
            var zip = (i % 2 == 0 ? plain : zip64).clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                zip[random.nextInt(zip.length)] = (byte) random.nextInt();
            }
            archives.put("damage " + i, zip);
        }
        assertAgreement(archives, 500, true);
    }

    private void assertAgreement(Map<String, byte[]> archives, int atLeast) {
        assertAgreement(archives, atLeast, false);
    }

    /**
     * @param atLeast so many of them are refused, or the test shows nothing
     * @param mayBeLeft whether damage may be anywhere, also where only the server looks
     */
    private void assertAgreement(Map<String, byte[]> archives, int atLeast, boolean mayBeLeft) {
        var encoded = archives.values().stream()
                .map(Base64.getEncoder()::encodeToString)
                .toList();
        var said = (List<?>) browser.driver().executeAsyncScript(INSPECT, encoded);
        assertThat(said).hasSameSizeAs(encoded);
        var disagreements = new ArrayList<String>();
        var refused = 0;
        var i = 0;
        for (var archive : archives.entrySet()) {
            var page = String.valueOf(said.get(i++));
            var server = verdict(archive.getValue());
            if (!page.equals(server) && !(mayBeLeft && isLeftToTheServer(page, server))) {
                disagreements.add(archive.getKey() + ": page " + page + ", server " + server);
            }
            refused += server.contains("pairs") ? 0 : 1;
        }
        assertThat(disagreements).isEmpty();
        assertThat(refused).isGreaterThanOrEqualTo(atLeast);
    }

    private static boolean isLeftToTheServer(String page, String server) {
        return SEEN_BY_THE_SERVER_ONLY.contains(server) && (page.contains("pairs") || LATER_RULES.contains(page));
    }

    private static String verdict(byte[] zip) {
        try (var archive = Archive.open(new SeekableInMemoryByteChannel(zip), LIMITS)) {
            return archive.pairs().size() + " pairs, " + archive.ignored() + " ignored, unpaired " + archive.unpaired();
        } catch (RejectedArchive e) {
            return e.code().name();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
