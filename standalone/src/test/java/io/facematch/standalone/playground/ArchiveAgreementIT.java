package io.facematch.standalone.playground;

import static io.facematch.standalone.playground.TestPairs.named;
import static io.facematch.standalone.playground.TestPairs.namedInBytes;
import static io.facematch.standalone.playground.TestPairs.pairAnd;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.archive.Archive;
import io.facematch.api.archive.ArchiveLimits;
import io.facematch.api.archive.ArchiveReading;
import io.facematch.api.archive.RejectedArchive;
import io.facematch.api.archive.StemRule;
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
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream.UnicodeExtraFieldPolicy;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The page counts the pairs of an archive before the upload, as the server does after it. The rules for ZIP files are
 * the server's alone: the page refuses only what the server refuses, too.
 */
@Tag("browser")
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the one setup fills the fields
class ArchiveAgreementIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ArchiveLimits LIMITS = new ArchiveLimits(100, 1 << 20, 2 << 20, 64L << 20);
    /** How the server refuses an archive for its names, which the page knows, too. */
    private static final Set<String> PAIRING = Set.of("EMPTY_STEM", "DUPLICATE_STEM", "TOO_MANY_PAIRS", "NO_PAIRS");

    private static final String INSPECT = """
            const [archives, stems, done] = arguments;
            const limits = {max_pairs: 100, max_image_bytes: 1 << 20, max_pair_bytes: 2 << 20, max_archive_bytes: 2 ** 31, max_unpacked_bytes: 64 * 2 ** 20};
            (async () => {
              const { readArchive, judge } = await import('/assets/bulk/archive.js');
              const verdicts = [];
              for (const archive of archives) {
                const bytes = Uint8Array.from(atob(archive), (c) => c.charCodeAt(0));
                const contents = await readArchive(new Blob([bytes]), { stems });
                const { pairs, ignored, unpaired, misnamed, guessed } = contents.pairing;
                const names = [...unpaired, ...misnamed];
                verdicts.push({
                    problems: judge(contents, limits).problems.map(({ code }) => code),
                    counts: `${pairs.length} pairs, ${ignored} ignored, unpaired ${guessed > 0 ? names.length : `[${names.join(', ')}]`}`,
                });
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
    void agreesOnNames() throws IOException {
        var names = List.of(
                "_image1.jpg",
                "dir/_image2.jpg",
                " _image1.jpg",
                "\u00A0_image1.jpg",
                "\uFEFF_image1.jpg",
                "GOOD_image1.jpg",
                "folder/good_image2.png",
                "other_image1.jpg",
                "other_image3.jpg",
                "other_image12.jpg",
                "other_image1",
                "other_image1.",
                "OTHER_IMAGE1.jpg",
                "other_image1 (1).jpg",
                "other-image1.jpg",
                "x_image1_image2.jpg",
                "x_image1.y_image2.jpg",
                "x_image1.jpeg.jpg",
                ".hidden_image1.jpg",
                "._other_image1.jpg",
                "__MACOSX/other_image1.jpg",
                "dir/__MACOSX/other_image1.jpg",
                "dir/",
                "dir\\other_image1.jpg",
                ".DS_Store",
                "\uD83D\uDE00_image1.jpg");
        var archives = new LinkedHashMap<String, byte[]>();
        for (var name : names) {
            archives.put("name " + name, pairAnd(name));
        }
        assertAgreement(archives, 20, true);
    }

    @Test
    void agreesOnStems() throws IOException {
        var archives = new LinkedHashMap<String, byte[]>();
        for (var twin : List.of(
                "a_image1.png",
                "q/a_image1.jpg",
                "A_image1.jpg",
                "a_image1.jpg",
                "\u00C5_image1.jpg",
                "A\u030A_image1.jpg")) {
            archives.put("twin " + twin, named("p/a_image1.jpg", "a_image2.jpg", "\u00E5_image1.jpg", twin));
        }
        archives.put("unicode forms", named("Jos\u00E9_image1.jpg", "jose\u0301_image2.jpg"));
        archives.put("capital sigma", named("\u039F\u03A3_image1.jpg", "\u03BF\u03C2_image2.jpg"));
        archives.put("dotted capital i", named("\u0130_image1.jpg", "i\u0307_image2.jpg"));
        archives.put("no pairs", named("selfie.jpg", "portrait.jpg"));
        archives.put("lonely", named("a_image1.jpg", "b_image2.jpg"));
        archives.put("unpaired", named("x_image1.jpg", "a_image1.jpg", "a_image2.jpg", "f/y_image2.jpg"));
        archives.put(
                "too many pairs",
                named(IntStream.range(0, 101)
                        .boxed()
                        .flatMap(i -> Stream.of(i + "_image1.x", i + "_image2.x"))
                        .toList()));
        archives.put(
                "what looks like letter case in a code page",
                namedInBytes(List.of(
                        bytes(0x92, "_image1.jpg"),
                        bytes(0x92, "_image2.jpg"),
                        bytes(0x91, "_image1.jpg"),
                        bytes(0x91, "_image2.jpg"),
                        bytes(0x95, "\\_Image1.jpg"),
                        bytes(0x95, "\\_IMAGE2.jpg"))));
        archives.put(
                "two encodings",
                namedInBytes(List.of(
                        "J\u00FCrgen_image1.jpg".getBytes(Charset.forName("IBM437")),
                        "J\u00FCrgen_image2.jpg".getBytes(StandardCharsets.UTF_8))));
        var upper = new ByteArrayOutputStream();
        IntStream.range(128, 256).forEach(upper::write);
        upper.writeBytes("_image1.jpg".getBytes(StandardCharsets.US_ASCII));
        archives.put(
                "all of CP437",
                namedInBytes(List.of(
                        upper.toByteArray(),
                        "a_image1.x".getBytes(StandardCharsets.US_ASCII),
                        "a_image2.x".getBytes(StandardCharsets.US_ASCII))));
        assertAgreement(archives, 5, true);
    }

    @Test
    void agreesOnFoldersThatArePartOfTheStem() throws IOException {
        var archives = new LinkedHashMap<String, byte[]>();
        archives.put("a folder each", named("p/a_image1.jpg", "p/a_image2.jpg", "q/a_image1.jpg", "q/a_image2.jpg"));
        archives.put("two ways to one folder", named("p//./a_image1.jpg", "./p\\a_image2.jpg", "/a_image1.jpg"));
        archives.put("letter case", named("P/a_image1.jpg", "p/a_image1.jpg", "p/a_image2.jpg"));
        archives.put("no stem", named("p/_image1.jpg", "p/a_image1.jpg", "p/a_image2.jpg"));
        archives.put("apart", named("p/a_image1.jpg", "q/a_image2.jpg"));
        assertAgreement(archives, StemRule.PATH, 1, true);
    }

    @Test
    void agreesOnNamesThatStandInUtf8BesideOthers() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(out)) {
            zip.setEncoding("IBM437");
            zip.setUseLanguageEncodingFlag(false);
            zip.setFallbackToUTF8(false);
            zip.setCreateUnicodeExtraFields(UnicodeExtraFieldPolicy.ALWAYS);
            for (var name : List.of("\u5F20_image1.jpg", "\u674E_image1.jpg", "\u5F20_image2.jpg")) {
                zip.putArchiveEntry(new ZipArchiveEntry(name));
                zip.write(1);
                zip.closeArchiveEntry();
            }
        }
        assertAgreement(Map.of("unicode paths", out.toByteArray()), 1, true);
    }

    @Test
    void countsWhatOtherProgramsWrite() throws IOException {
        var zip64 = new ByteArrayOutputStream();
        try (var zip = new ZipArchiveOutputStream(zip64)) {
            zip.setUseZip64(Zip64Mode.Always);
            zip.setComment("comment");
            for (var name : List.of("a_image1.jpg", "a_image2.jpg", "b_image1.jpg", "notes.txt")) {
                zip.putArchiveEntry(new ZipArchiveEntry(name));
                zip.write(1);
                zip.closeArchiveEntry();
            }
        }
        assertAgreement(Map.of("zip64", zip64.toByteArray()), 1, true);
    }

    @Test
    void refusesOnlyWhatTheServerRefusesHoweverTheArchiveIsDamaged() throws IOException {
        assertRefusesOnlyWhatTheServerRefuses(400);
    }

    @Tag("slow")
    @Test
    void refusesOnlyWhatTheServerRefusesOfFourThousand() throws IOException {
        assertRefusesOnlyWhatTheServerRefuses(4_000);
    }

    private void assertRefusesOnlyWhatTheServerRefuses(int damages) throws IOException {
        var random = new Random(20261122);
        var plain = pairAnd("dir/", "lonely_image2.png");
        var archives = new LinkedHashMap<String, byte[]>();
        for (var text : List.of("", "x", "PK", "PK\3\4", "PK\5\6", "only words that go on and on", "<html>")) {
            archives.put("text " + text, text.getBytes(StandardCharsets.UTF_8));
        }
        archives.put("encrypted", TestPairs.encrypted(plain));
        archives.put("bytes before", concat(new byte[10], plain));
        archives.put("two in a row", concat(plain, plain));
        archives.put("bytes after", concat(plain, new byte[3]));
        for (int length = 0; length < plain.length; length += 5) {
            archives.put("cut at " + length, Arrays.copyOf(plain, length));
        }
        for (int i = 0; i < damages; i++) {
            var zip = plain.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                zip[random.nextInt(zip.length)] = (byte) random.nextInt();
            }
            archives.put("damage " + i, zip);
        }
        assertAgreement(archives, 50, false);
    }

    /**
     * @param atLeast so many of them are accepted, or the test shows nothing
     * @param isSound whether only names can be at fault: then the page names the server's code
     */
    private void assertAgreement(Map<String, byte[]> archives, int atLeast, boolean isSound) {
        assertAgreement(archives, StemRule.NAME, atLeast, isSound);
    }

    private void assertAgreement(Map<String, byte[]> archives, StemRule stems, int atLeast, boolean isSound) {
        var encoded = archives.values().stream()
                .map(Base64.getEncoder()::encodeToString)
                .toList();
        var said = (List<?>) browser.driver().executeAsyncScript(INSPECT, encoded, stems.code());
        assertThat(said).hasSameSizeAs(encoded).allMatch(Map.class::isInstance);
        var disagreements = new ArrayList<String>();
        var accepted = 0;
        var i = 0;
        for (var archive : archives.entrySet()) {
            var page = (Map<?, ?>) said.get(i++);
            var problems = (List<?>) Objects.requireNonNull(page.get("problems"));
            var server = verdict(archive.getValue(), stems);
            var isAccepted = server.contains("pairs");
            var agrees = isAccepted
                    ? problems.isEmpty() && server.equals(page.get("counts"))
                    : !isSound || !PAIRING.contains(server) || problems.contains(server);
            if (!agrees) {
                disagreements.add(archive.getKey() + ": page " + page + ", server " + server);
            }
            accepted += isAccepted ? 1 : 0;
        }
        assertThat(disagreements).isEmpty();
        assertThat(accepted).isGreaterThanOrEqualTo(atLeast);
    }

    /** Names that are not in Unicode are counted: the page shows them as the format says, the server as it guesses. */
    private static String verdict(byte[] zip, StemRule stems) {
        var reading = new ArchiveReading(null, stems);
        try (var archive = Archive.open(new SeekableInMemoryByteChannel(zip), LIMITS, reading, bytes -> {})) {
            var unpaired = archive.nameEncoding() == null
                    ? archive.unpaired()
                    : archive.unpaired().size();
            return archive.pairs().size() + " pairs, " + archive.ignored() + " ignored, unpaired " + unpaired;
        } catch (RejectedArchive e) {
            return e.code().name();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(int first, String rest) {
        return concat(new byte[] {(byte) first}, rest.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
