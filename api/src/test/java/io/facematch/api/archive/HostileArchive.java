package io.facematch.api.archive;

import static io.facematch.api.archive.ZipBytes.deflated;
import static io.facematch.api.archive.ZipBytes.stored;
import static io.facematch.api.archive.ZipBytes.withPair;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.api.archive.ZipBytes.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Archives that somebody made to do harm or that came about by accident, each with the answer that it gets. */
public enum HostileArchive {
    NO_ZIP(Code.NOT_A_ZIP, () -> "only words".getBytes(StandardCharsets.UTF_8)),
    EMPTY(Code.EMPTY_ARCHIVE, () -> new ZipBytes().build()),
    CUT_IN_THE_MIDDLE(Code.TRUNCATED, () -> half(withPair().build())),
    SELF_EXTRACTOR(Code.GARBAGE_BEFORE, () -> behind(new byte[5000], withPair().build())),
    SELF_EXTRACTOR_WITH_CORRECTED_OFFSETS(
            Code.GARBAGE_BEFORE,
            () -> new ZipBytes()
                    .raw(new byte[5000])
                    .add("a_image1.jpg")
                    .add("a_image2.jpg")
                    .build()),
    BYTES_BEHIND(Code.GARBAGE_AFTER, () -> behind(withPair().build(), new byte[100])),
    TWO_IN_A_ROW(
            Code.GARBAGE_BEFORE, () -> behind(withPair().build(), withPair().build())),
    VOLUME(Code.MULTI_DISK, () -> withPair().claimDisk(1).build()),
    ZIP64(null, () -> withPair().buildZip64()),

    ENCRYPTED(
            Code.ENCRYPTED_MEMBER,
            () -> withPair().add(encrypted("x_image1.jpg")).build()),
    ENCRYPTED_BESIDE(null, () -> withPair().add(encrypted("notes.txt")).build()),
    BZIP2(
            Code.UNSUPPORTED_METHOD,
            () -> withPair().add(packed(12, "x_image1.jpg")).build()),
    DEFLATE64(
            Code.UNSUPPORTED_METHOD,
            () -> withPair().add(packed(9, "x_image1.jpg")).build()),
    ZSTD(
            Code.UNSUPPORTED_METHOD,
            () -> withPair().add(packed(93, "x_image1.jpg")).build()),
    ZSTD_BESIDE(null, () -> withPair().add(packed(93, "notes.txt")).build()),

    EXPANDS_A_THOUSANDFOLD(
            Code.EXPANDS_TOO_FAR,
            () -> withPair().add(deflated("x_image1.jpg", new byte[1 << 20])).build()),
    EXPANDS_A_THOUSANDFOLD_BESIDE(
            Code.EXPANDS_TOO_FAR,
            () -> withPair().add(deflated("notes.txt", new byte[1 << 20])).build()),
    CLAIMS_EIGHT_EXBIBYTES(
            Code.EXPANDS_TOO_FAR, () -> withPair().add(eightExbibytes()).build()),
    OVERLAP_BOMB(Code.OVERLAPPING_MEMBERS, HostileArchive::overlapBomb),
    OVERLAP_BOMB_OF_ONE_KERNEL(Code.OVERLAPPING_MEMBERS, HostileArchive::sharedKernel),
    TEN_MILLION_CLAIMED(
            Code.TOO_MANY_MEMBERS, () -> withPair().claimMembers(10_000_000).buildZip64()),
    ONE_MEMBER_TOO_MANY(Code.TOO_MANY_MEMBERS, () -> members(Archives.LIMITS.maxMembers() + 1)),
    MORE_MEMBERS_THAN_A_SHORT_COUNT_HOLDS(Code.TOO_MANY_MEMBERS, () -> members((1 << 16) + 2)),
    NEST(Code.NO_PAIRS, () -> nest(6)),
    NEST_BESIDE_A_PAIR(null, () -> withPair().add(stored("lib.zip", nest(3))).build()),
    NEST_NAMED_AS_AN_IMAGE(
            null,
            () -> new ZipBytes()
                    .add(stored("a_image1.zip", nest(3)))
                    .add("a_image2.jpg")
                    .build()),

    LINK(Code.SYMLINK, () -> withPair().add(link("x_image1.jpg")).build()),
    LINK_BESIDE(null, () -> withPair().add(link("passwd")).build()),
    TRAVERSAL(Code.UNSAFE_NAME, () -> withPair().add("../../x_image1.jpg").build()),
    TRAVERSAL_WITH_BACKSLASHES(
            Code.UNSAFE_NAME, () -> withPair().add("a\\..\\..\\x_image1.jpg").build()),
    TRAVERSAL_BESIDE(null, () -> withPair().add("../../notes.txt").build()),
    ABSOLUTE(Code.UNSAFE_NAME, () -> withPair().add("/etc/x_image1.jpg").build()),
    DRIVE(Code.UNSAFE_NAME, () -> withPair().add("C:\\x_image1.jpg").build()),
    NUL(Code.UNSAFE_NAME, () -> withPair().add("x\0_image1.jpg").build()),
    CONTROL(Code.UNSAFE_NAME, () -> withPair().add("x\r\n_image1.jpg").build()),
    CONTROL_BESIDE(null, () -> withPair().add("Icon\r").build()),
    BACKWARDS(Code.UNSAFE_NAME, () -> withPair().add("x\u202Egpj_image1.jpg").build()),
    THREE_HUNDRED_LETTERS(
            Code.UNSAFE_NAME,
            () -> withPair().add("x".repeat(300) + "_image1.jpg").build()),
    CASE_TWINS(Code.DUPLICATE_STEM, () -> withPair().add("GOOD_image1.jpg").build()),
    UNICODE_TWINS(Code.DUPLICATE_STEM, () -> names("\u00E9_image1.jpg", "\u00E9_image2.jpg", "e\u0301_image1.jpg")),
    SAME_NAME_TWICE(Code.DUPLICATE_STEM, () -> withPair().add("good_image1.jpg").build()),
    NO_STEM(Code.EMPTY_STEM, () -> withPair().add("_image1.jpg").build()),
    NO_PAIR(Code.NO_PAIRS, () -> names("a_image1.jpg", "b_image2.jpg")),
    FORMULA(null, () -> names("=cmd|' /C calc'!A0_image1.jpg", "=cmd|' /C calc'!A0_image2.jpg")),
    RESERVED(null, () -> names("CON_image1.jpg", "CON_image2.jpg", "nul.txt_image1.jpg", "nul.txt_image2.jpg")),
    EMOJI(null, () -> names("\uD83D\uDE00_image1.jpg", "\uD83D\uDE00_image2.jpg")),
    SUFFIX_IN_THE_STEM(null, () -> names("x_image1_image1.jpg", "x_image1_image2.jpg")),
    LEADING_DOT(null, () -> names(".x_image1.jpg", ".x_image2.jpg")),
    LEFTOVERS(
            null,
            () -> withPair()
                    .add("__MACOSX/._x_image1.jpg")
                    .add(".DS_Store")
                    .add("Thumbs.db")
                    .build()),
    OTHER_NAME_IN_THE_HEADER(Code.NAME_MISMATCH, () -> withPair().add(renamed()).build()),
    WRONG_CHECKSUM(null, () -> names(damaged("x_image1.jpg"), stored("x_image2.jpg")));

    private final @Nullable Code code;

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final Supplier<byte[]> bytes;

    HostileArchive(@Nullable Code code, Supplier<byte[]> bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** How it is refused; null for one that is accepted. */
    public @Nullable Code code() {
        return code;
    }

    /** Small, whatever it claims. */
    public byte[] bytes() {
        return bytes.get();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Photos that don't deflate, so that a cut may fall anywhere. */
    public static byte[] moderate() {
        var noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        var zip = new ZipBytes();
        for (int i = 0; i < 15; i++) {
            zip.add(deflated("p" + i + "_image1.jpg", noise)).add(stored("p" + i + "_image2.jpg", noise));
        }
        return zip.build();
    }

    private static byte[] names(String... names) {
        return names(Arrays.stream(names).map(ZipBytes::stored).toArray(Entry[]::new));
    }

    private static byte[] names(Entry... entries) {
        var zip = new ZipBytes();
        for (var entry : entries) {
            zip.add(entry);
        }
        return zip.build();
    }

    private static byte[] members(long count) {
        var zip = new ZipBytes();
        var nothing = new byte[0];
        for (long i = 0; i < count; i++) {
            zip.add(stored(Long.toString(i), nothing));
        }
        return zip.build();
    }

    private static byte[] nest(int depth) {
        var inner = withPair().build();
        for (int i = 0; i < depth; i++) {
            inner = names(stored("lib" + i + ".zip", inner), stored("lib" + i + " again.zip", inner));
        }
        return inner;
    }

    /** Each member's data begin with the header of the next, which a stored block of DEFLATE quotes. */
    private static byte[] overlapBomb() {
        var zip = new ZipBytes();
        var kernel = deflated("p9_image1.jpg", new byte[60_000]);
        var quoted = new Entry[9];
        for (int i = 0; i < quoted.length; i++) {
            quoted[i] = deflated("p" + i + "_image1.jpg", new byte[60_000]);
            quoted[i].headerAt = i * 48L;
            quoted[i].compressedSize = kernel.compressedSize + 48L * (quoted.length - i);
        }
        for (var member : quoted) {
            zip.header(member).raw(new byte[] {0, 43, 0, (byte) ~43, -1});
        }
        zip.add(kernel);
        for (var member : quoted) {
            zip.list(member);
        }
        return zip.build();
    }

    private static byte[] sharedKernel() {
        var zip = new ZipBytes();
        var kernel = stored("a_image1.jpg", new byte[1000]);
        zip.add(kernel);
        for (int i = 0; i < 200; i++) {
            var copy = stored("a_image1.jpg", new byte[1000]);
            copy.headerAt = kernel.headerAt;
            zip.list(copy);
        }
        return zip.build();
    }

    private static Entry encrypted(String name) {
        var entry = stored(name, new byte[52]);
        entry.flags |= 1;
        entry.size = 40;
        return entry;
    }

    private static Entry packed(int method, String name) {
        var entry = stored(name);
        entry.method = method;
        entry.localMethod = method;
        return entry;
    }

    private static Entry link(String name) {
        var entry = stored(name, "/etc/passwd".getBytes(StandardCharsets.UTF_8));
        entry.attributes = 0120777 << 16;
        return entry;
    }

    private static Entry renamed() {
        var entry = stored("x_image1.jpg");
        entry.localName = "y_image1.jpg".getBytes(StandardCharsets.UTF_8);
        return entry;
    }

    private static Entry damaged(String name) {
        var entry = stored(name);
        entry.crc ^= 1;
        return entry;
    }

    private static Entry eightExbibytes() {
        var entry = deflated("x_image1.jpg", new byte[10]);
        entry.size = 0xFFFFFFFFL;
        entry.extra = new byte[] {1, 0, 8, 0, -1, -1, -1, -1, -1, -1, -1, 0x7F};
        return entry;
    }

    private static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] behind(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
