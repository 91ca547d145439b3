package io.facematch.api.archive;

import static io.facematch.api.archive.Archives.LIMITS;
import static io.facematch.api.archive.Archives.open;
import static io.facematch.api.archive.Archives.rejection;
import static io.facematch.api.archive.ZipBytes.deflated;
import static io.facematch.api.archive.ZipBytes.stored;
import static io.facematch.api.archive.ZipBytes.withPair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.verification.Reason;
import io.facematch.verification.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    private static final byte[] NOISE = new byte[300_000];

    static {
        new Random(1).nextBytes(NOISE);
    }

    @Test
    void readsStoredAndDeflatedImages() throws Exception {
        byte[] text = "red green blue ".repeat(100).getBytes(StandardCharsets.UTF_8);
        byte[] zip = new ZipBytes()
                .add(stored("a_image1.jpg", text))
                .add(deflated("a_image2.jpg", NOISE))
                .build();
        try (Archive archive = open(zip)) {
            ArchivePair pair = archive.pairs().getFirst();
            assertThat(archive.readImage(pair, Role.REFERENCE)).isEqualTo(NOISE);
            assertThat(archive.readImage(pair, Role.PROBE)).isEqualTo(text);
        }
    }

    @Test
    void readsWhatStreamingPackersWrite() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"f/a_image1.jpg", "f/a_image2.jpg"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(NOISE);
                zip.closeEntry();
            }
            zip.setComment("made for a test");
        }
        try (Archive archive = open(out.toByteArray())) {
            assertThat(archive.readImage(archive.pairs().getFirst(), Role.PROBE))
                    .isEqualTo(NOISE);
        }
    }

    @Test
    void readsNamesInCp437AndUndeclaredUtf8() throws IOException {
        ZipBytes zip = new ZipBytes();
        for (String suffix : List.of("_image1.jpg", "_image2.jpg")) {
            ZipBytes.Entry dos = stored("x");
            dos.name = ("J\u00FCrgen" + suffix).getBytes(Charset.forName("IBM437"));
            dos.localName = dos.name;
            dos.flags = 0;
            ZipBytes.Entry mac = stored("Andr\u00E9" + suffix);
            mac.flags = 0;
            zip.add(dos).add(mac);
        }

        try (Archive archive = open(zip.build())) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("J\u00FCrgen", "Andr\u00E9");
        }
    }

    /** A backslash may be half of a letter, and read in the wrong code page other letters differ in their case alone. */
    @Test
    void concludesNothingFromLettersThatItGuesses() throws IOException {
        ZipBytes zip = new ZipBytes();
        for (byte first : new byte[] {(byte) 0x92, (byte) 0x91}) {
            for (String suffix : List.of("\\x_image1.jpg", "\\x_image2.jpg")) {
                ZipBytes.Entry entry = stored("x");
                entry.name = (" " + suffix).getBytes(StandardCharsets.US_ASCII);
                entry.name[0] = first;
                entry.localName = entry.name;
                entry.flags = 0;
                zip.add(entry);
            }
        }

        try (Archive archive = open(zip.build())) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("\u0422\\x", "\u0421\\x");
        }
    }

    @Test
    void readsNamesAsTheClientSays() throws IOException {
        ZipBytes zip = new ZipBytes();
        for (String suffix : List.of("_image1.jpg", "_Image2.jpg")) {
            ZipBytes.Entry entry = stored("x");
            entry.name = ("\u041E\u043B\u044F" + suffix).getBytes(Charset.forName("IBM866"));
            entry.localName = entry.name;
            entry.flags = 0;
            zip.add(entry);
        }
        for (String page : List.of("cp866", "windows-1251", "cp437")) {
            NameEncoding said = NameEncoding.named(page).orElseThrow();
            try (Archive archive = open(zip.build(), new ArchiveReading(said, StemRule.NAME))) {
                assertThat(archive.nameEncoding()).isEqualTo(said);
                assertThat(archive.pairs())
                        .extracting(ArchivePair::stem)
                        .containsExactly(
                                new String(new byte[] {(byte) 0x8E, (byte) 0xAB, (byte) 0xEF}, said.charset()));
            }
        }
        NameEncoding utf8 = NameEncoding.named("utf-8").orElseThrow();
        assertThatThrownBy(() -> open(zip.build(), new ArchiveReading(utf8, StemRule.NAME)))
                .asInstanceOf(type(RejectedArchive.class))
                .returns(Code.UNSAFE_NAME, RejectedArchive::code);
    }

    /** Half of a letter of Shift-JIS is a backslash, half of another one an underscore. */
    @Test
    void readsLettersOfTwoBytesAsOne() throws IOException {
        ZipBytes zip = new ZipBytes();
        for (String name :
                List.of("\u30BD\u30CB\u30A2_image1.jpg", "\u30BD\u30CB\u30A2_image2.jpg", "\u30BCimage1.jpg")) {
            ZipBytes.Entry entry = stored("x");
            entry.name = name.getBytes(Charset.forName("windows-31j"));
            entry.localName = entry.name;
            entry.flags = 0;
            zip.add(entry);
        }
        ArchiveReading said = new ArchiveReading(NameEncoding.named("cp932").orElseThrow(), StemRule.PATH);
        try (Archive guessed = open(zip.build());
                Archive read = open(zip.build(), said)) {
            assertThat(List.of(guessed, read)).allSatisfy(archive -> {
                assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("\u30BD\u30CB\u30A2");
                assertThat(archive.unpaired()).containsExactly("\u30BCimage1.jpg");
            });
        }
    }

    @Test
    void takesTheNameInUtf8ThatStandsBesideAnotherOne() throws IOException {
        ZipBytes.Entry probe = withUnicodePath("??_image1.jpg", "\u5F20\u4E09_image1.jpg");
        ZipBytes.Entry reference = withUnicodePath("??_image2.jpg", "\u5F20\u4E09_image2.jpg");
        ZipBytes.Entry renamed = withUnicodePath("b_image1.jpg", "c_image1.jpg");
        renamed.extra[5] ^= 1; // the name in the header is no longer the one that it was made for

        try (Archive archive = open(new ZipBytes()
                .add(probe)
                .add(reference)
                .add(renamed)
                .add("b_image2.jpg")
                .build())) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("\u5F20\u4E09", "b");
        }
        byte[] unsafe = withPair()
                .add(withUnicodePath("x_image1.jpg", "../x_image1.jpg"))
                .build();
        assertThat(rejection(unsafe).code()).isEqualTo(Code.UNSAFE_NAME);
    }

    private static ZipBytes.Entry withUnicodePath(String name, String path) {
        ZipBytes.Entry entry = stored(name);
        entry.flags = 0;
        CRC32 crc = new CRC32();
        crc.update(entry.name);
        byte[] unicode = path.getBytes(StandardCharsets.UTF_8);
        entry.extra = new byte[9 + unicode.length];
        ByteBuffer extra = ByteBuffer.wrap(entry.extra).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 0x7075).putShort((short) (5 + unicode.length));
        extra.put((byte) 1).putInt((int) crc.getValue()).put(unicode);
        return entry;
    }

    /** The Finder of macOS counts members modulo 65,536 and writes no zip64 record. */
    @Test
    void acceptsACountThatIsCutToSixteenBits() throws IOException {
        ZipBytes zip = new ZipBytes();
        for (int i = 0; i < 35_000; i++) {
            zip.add(i + "_image1.jpg").add(i + "_image2.jpg");
        }
        try (Archive archive = open(zip.build(), new ArchiveLimits(100_000, 1 << 20, 2 << 20, 1 << 30))) {
            assertThat(archive.pairs()).hasSize(35_000);
        }
    }

    /** Of more than 4 GiB offsets, too, are cut by the Finder; others write zip64. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsAnArchiveOfMoreThanFourGibibytes(boolean isZip64) throws Exception {
        var zip = new LargeZip(1100, isZip64);
        assertThat(zip.size()).isGreaterThan(17L << 30);

        try (Archive archive = Archive.open(zip, new ArchiveLimits(100_000, 10 << 20, 20 << 20, 24L << 30))) {
            assertThat(archive.pairs()).hasSize(1100);
            assertThat(archive.readImage(archive.pairs().getLast(), Role.REFERENCE))
                    .hasSize(LargeZip.IMAGE_BYTES);
        }
        assertThatThrownBy(() -> Archive.open(
                        new LargeZip(1100, isZip64), new ArchiveLimits(100_000, 10 << 20, 20 << 20, 8L << 30)))
                .asInstanceOf(type(RejectedArchive.class))
                .returns(Code.EXPANDS_TOO_FAR, RejectedArchive::code);
    }

    @Test
    void acceptsZip64EndRecords() throws IOException {
        try (Archive archive = open(withPair().buildZip64())) {
            assertThat(archive.pairs()).hasSize(1);
        }
    }

    @Test
    void readsSizesFromZip64Fields() throws Exception {
        ZipBytes.Entry entry = stored("z_image1.jpg");
        entry.extra = new byte[24];
        ByteBuffer extra = ByteBuffer.wrap(entry.extra).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 0x7777).putShort((short) 0);
        extra.putShort((short) 1).putShort((short) 16).putLong(entry.size).putLong(entry.compressedSize);
        entry.size = 0xFFFFFFFFL;
        entry.compressedSize = 0xFFFFFFFFL;
        try (Archive archive =
                open(new ZipBytes().add(entry).add("z_image2.jpg").build())) {
            assertThat(archive.readImage(archive.pairs().getFirst(), Role.PROBE))
                    .hasSize(entry.data.length);
        }
    }

    @Test
    void acceptsMoreThan65535Members() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 70_000; i++) {
                zip.putNextEntry(new ZipEntry("p" + i / 2 + "_image" + (i % 2 + 1) + ".jpg"));
                zip.write(i);
                zip.closeEntry();
            }
        }
        try (Archive archive = open(out.toByteArray(), new ArchiveLimits(100_000, 1 << 20, 2 << 20, 1 << 30))) {
            assertThat(archive.pairs()).hasSize(35_000);
            ArchivePair last = archive.pairs().getLast();
            assertThat(archive.readImage(last, Role.REFERENCE)).containsExactly(69_999 & 0xFF);
        }
    }

    @Test
    void takesAWrongChecksumForDamageOfThatPairAlone() throws Exception {
        ZipBytes.Entry bad = deflated("bad_image1.jpg", NOISE);
        bad.crc ^= 1;
        assertDamaged(bad, Reason.DAMAGED_FILE);
    }

    @Test
    void readsNotAByteMoreThanDeclared() throws Exception {
        ZipBytes.Entry more = deflated("bad_image1.jpg", NOISE);
        more.size = 1000;
        assertDamaged(more, Reason.DAMAGED_FILE);
    }

    @Test
    void takesFewerBytesThanDeclaredForDamage() throws Exception {
        ZipBytes.Entry less = deflated("bad_image1.jpg", NOISE);
        less.size = NOISE.length + 1L;
        assertDamaged(less, Reason.DAMAGED_FILE);
    }

    @Test
    void takesACutOrBrokenStreamForDamage() throws Exception {
        ZipBytes.Entry cut = deflated("bad_image1.jpg", NOISE);
        cut.compressedSize = cut.data.length / 2;
        ZipBytes.Entry broken = deflated("bad_image1.jpg", NOISE);
        broken.data[0] = 0x07;
        ZipBytes.Entry none = deflated("bad_image1.jpg", NOISE);
        none.size = 10;
        none.compressedSize = 0;

        assertDamaged(cut, Reason.DAMAGED_FILE);
        assertDamaged(broken, Reason.DAMAGED_FILE);
        assertDamaged(none, Reason.DAMAGED_FILE);
    }

    @Test
    void tellsEmptyAndTooLargeImagesWithoutReadingThem() throws Exception {
        ZipBytes.Entry large = deflated("bad_image1.jpg", NOISE);
        large.size = LIMITS.maxImageBytes() + 1L;

        assertDamaged(stored("bad_image1.jpg", new byte[0]), Reason.EMPTY_FILE);
        assertDamaged(deflated("bad_image1.jpg", new byte[0]), Reason.EMPTY_FILE);
        assertDamaged(large, Reason.TOO_LARGE_FILE);
    }

    @Test
    void readsNoImageOfAPairThatIsTooLargeTogether() throws Exception {
        int half = LIMITS.maxPairBytes() / 2;
        ZipBytes.Entry probe = stored("bad_image1.jpg", new byte[half]);
        ZipBytes.Entry fits = stored("bad_image2.jpg", new byte[half]);
        ZipBytes.Entry tooLarge = stored("bad_image2.jpg", new byte[half + 1]);

        try (Archive archive = open(withPair().add(probe).add(fits).build())) {
            assertThat(archive.readImage(archive.pairs().getLast(), Role.PROBE)).hasSize(half);
        }
        try (Archive archive = open(withPair().add(probe).add(tooLarge).build())) {
            for (Role role : Role.values()) {
                UnreadableMember unreadable = catchThrowableOfType(
                        UnreadableMember.class,
                        () -> archive.readImage(archive.pairs().getLast(), role));
                assertThat(unreadable.reason()).isEqualTo(Reason.TOO_LARGE_PAIR);
            }
            assertThat(archive.readImage(archive.pairs().getFirst(), Role.PROBE))
                    .isNotEmpty();
        }
    }

    private static void assertDamaged(ZipBytes.Entry probe, Reason reason) throws Exception {
        byte[] zip = withPair().add(probe).add("bad_image2.jpg").build();
        try (Archive archive = open(zip)) {
            ArchivePair good = archive.pairs().getFirst();
            ArchivePair bad = archive.pairs().getLast();
            UnreadableMember unreadable =
                    catchThrowableOfType(UnreadableMember.class, () -> archive.readImage(bad, Role.PROBE));
            assertThat(unreadable.reason()).isEqualTo(reason);
            assertThat(archive.readImage(bad, Role.REFERENCE)).isNotEmpty();
            assertThat(archive.readImage(good, Role.PROBE)).isNotEmpty();
        }
    }
}
