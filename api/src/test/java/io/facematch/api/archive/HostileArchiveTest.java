package io.facematch.api.archive;

import static io.facematch.api.archive.Archives.rejection;
import static io.facematch.api.archive.ZipBytes.deflated;
import static io.facematch.api.archive.ZipBytes.stored;
import static io.facematch.api.archive.ZipBytes.withPair;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.verification.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule refuses the archive that breaks it, with its own code, before a byte is inflated. */
class HostileArchiveTest {
    @ParameterizedTest
    @EnumSource
    void eachGetsItsAnswer(HostileArchive hostile) throws IOException {
        if (hostile.code() != null) {
            assertThat(rejection(hostile.bytes()).code()).isEqualTo(hostile.code());
            return;
        }
        try (var archive = Archives.open(hostile.bytes())) {
            assertThat(archive.pairs()).isNotEmpty();
        }
    }

    @Test
    void rejectsAPhotographedArchiveThatIsCutAtAnyKilobyte() {
        var zip = HostileArchive.moderate();
        assertThat(zip).hasSizeGreaterThan(300_000);
        for (int length = 0; length < zip.length; length += 1024) {
            var rejection = rejection(Arrays.copyOf(zip, length));
            assertThat(rejection.code()).as("cut at %d", length).isIn(Code.NOT_A_ZIP, Code.TRUNCATED);
        }
    }

    /** However they are named and packed: nothing of them is ever read. */
    @ParameterizedTest
    @EnumSource(names = {"ENCRYPTED_BESIDE", "ZSTD_BESIDE", "LINK_BESIDE", "TRAVERSAL_BESIDE", "CONTROL_BESIDE"})
    void ignoresWhatLiesBesideThePairs(HostileArchive hostile) throws IOException {
        try (var archive = Archives.open(hostile.bytes())) {
            assertThat(archive.pairs()).hasSize(1);
            assertThat(archive.ignored()).isEqualTo(1);
        }
    }

    /** Whoever packed photos with a password may have stored them, with bytes of the encryption before each. */
    @Test
    void tellsThatStoredMembersAreEncrypted() {
        assertThat(rejection(HostileArchive.ENCRYPTED.bytes()).problems()).containsExactly("x_image1.jpg");
    }

    @Test
    void neverOpensAnInnerArchive() throws Exception {
        try (var archive = Archives.open(HostileArchive.NEST_NAMED_AS_AN_IMAGE.bytes())) {
            assertThat(archive.pairs()).hasSize(1);
            assertThat(archive.readImage(archive.pairs().getFirst(), Role.PROBE))
                    .as("the ZIP itself, which is no photo")
                    .startsWith('P', 'K');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "PK", "this is no archive at all, only words", "<html>"})
    void rejectsWhatIsNoZip(String body) {
        assertThat(rejection(body.getBytes(StandardCharsets.UTF_8)).code()).isEqualTo(Code.NOT_A_ZIP);
    }

    @Test
    void rejectsAnEmptyArchive() {
        assertThat(rejection(new ZipBytes().build()).code()).isEqualTo(Code.EMPTY_ARCHIVE);
    }

    @Test
    void rejectsBytesBeforeTheFirstMember() {
        byte[] shifted = concat(
                "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), withPair().build());
        byte[] accounted = new ZipBytes()
                .raw(new byte[] {1, 2, 3})
                .add("a_image1.jpg")
                .add("a_image2.jpg")
                .build();

        assertThat(rejection(shifted).code()).isEqualTo(Code.GARBAGE_BEFORE);
        assertThat(rejection(accounted).code()).isEqualTo(Code.GARBAGE_BEFORE);
    }

    @Test
    void rejectsTwoArchivesInARow() {
        assertThat(rejection(concat(withPair().build(), withPair().build())).code())
                .isEqualTo(Code.GARBAGE_BEFORE);
    }

    @Test
    void rejectsBytesAfterTheEnd() {
        byte[] trailing = concat(withPair().build(), new byte[] {1, 2, 3});
        assertThat(rejection(trailing).code()).isEqualTo(Code.GARBAGE_AFTER);
    }

    @Test
    void rejectsASecondEndRecordInTheComment() {
        byte[] inner = new ZipBytes().build();
        byte[] fitting = withPair().comment(inner).build();
        byte[] loose = withPair().comment(concat(inner, new byte[50])).build();

        assertThat(rejection(fitting).code()).isEqualTo(Code.SEVERAL_END_RECORDS);
        assertThat(rejection(loose).code()).isEqualTo(Code.SEVERAL_END_RECORDS);
    }

    @Test
    void rejectsVolumes() {
        ZipBytes.Entry elsewhere = stored("b_image1.jpg");
        elsewhere.disk = 1;

        assertThat(rejection(withPair().claimDisk(1).build()).code()).isEqualTo(Code.MULTI_DISK);
        assertThat(rejection(withPair().add(elsewhere).build()).code()).isEqualTo(Code.MULTI_DISK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1 << 6, 1 << 13})
    void rejectsEncryptedMembers(int flag) {
        ZipBytes.Entry entry = stored("b_image1.jpg");
        entry.flags |= flag;
        assertThat(rejection(withPair().add(entry).build()).code()).isEqualTo(Code.ENCRYPTED_MEMBER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9, 12, 14, 93, 95})
    void rejectsOtherCompressions(int method) {
        ZipBytes.Entry entry = stored("b_image1.jpg");
        entry.method = method;
        assertThat(rejection(withPair().add(entry).build()).code()).isEqualTo(Code.UNSUPPORTED_METHOD);
    }

    @Test
    void rejectsTooManyMembers() {
        ZipBytes zip = new ZipBytes();
        IntStream.range(0, 265).forEach(i -> zip.add("readme" + i));
        assertThat(rejection(zip.build()).code()).isEqualTo(Code.TOO_MANY_MEMBERS);
    }

    @Test
    void rejectsADirectoryThatWouldFillTheMemory() {
        ZipBytes zip = withPair();
        for (int i = 0; i < 20; i++) {
            ZipBytes.Entry bloated = stored("readme" + i);
            bloated.extra = new byte[60_000];
            zip.add(bloated);
        }
        assertThat(rejection(zip.build()).code()).isEqualTo(Code.TOO_MANY_MEMBERS);
    }

    @Test
    void rejectsADirectoryThatHoldsMoreOrLessThanItClaims() {
        assertThat(rejection(withPair().claimMembers(1).build()).code()).isEqualTo(Code.DAMAGED_DIRECTORY);
        assertThat(rejection(withPair().claimMembers(3).build()).code()).isEqualTo(Code.DAMAGED_DIRECTORY);
    }

    @Test
    void rejectsAMemberThatExpandsMoreThanAHundredfold() {
        byte[] bomb = withPair().add(deflated("notes.txt", new byte[1 << 20])).build();

        RejectedArchive rejection = rejection(bomb);

        assertThat(rejection.code()).isEqualTo(Code.EXPANDS_TOO_FAR);
        assertThat(rejection.problems()).containsExactly("notes.txt");
    }

    @Test
    void rejectsDeclaredSizesBeyondTheTotal() {
        ZipBytes zip = withPair();
        byte[] block = new byte[1 << 10];
        IntStream.range(0, 5).forEach(i -> zip.add(stored("block" + i, block)));
        ArchiveLimits tight = new ArchiveLimits(100, 1 << 20, 2 << 20, 4 << 10);

        assertThat(rejection(zip.build(), tight).code()).isEqualTo(Code.EXPANDS_TOO_FAR);
    }

    @Test
    void rejectsFifieldsBombOfOneSharedKernel() {
        // 200 lines of the directory share one member's bytes, each with a fair ratio.
        ZipBytes zip = new ZipBytes();
        ZipBytes.Entry kernel = stored("a_image1.jpg", new byte[1000]);
        zip.add(kernel);
        for (int i = 0; i < 200; i++) {
            ZipBytes.Entry copy = stored("a_image1.jpg", new byte[1000]);
            copy.headerAt = kernel.headerAt;
            zip.list(copy);
        }
        assertThat(rejection(zip.build()).code()).isEqualTo(Code.OVERLAPPING_MEMBERS);
    }

    @Test
    void rejectsMembersQuotedInsideTheDataOfOthers() {
        ZipBytes inner = new ZipBytes().add(stored("a_image2.jpg"));
        int innerLength = inner.size();
        byte[] whole = inner.build();
        ZipBytes.Entry outer = stored("a_image1.jpg", Arrays.copyOf(whole, innerLength));
        ZipBytes.Entry quoted = stored("a_image2.jpg");
        quoted.headerAt = 30L + outer.name.length;

        byte[] zip = new ZipBytes().add(outer).list(quoted).build();

        assertThat(rejection(zip).code()).isEqualTo(Code.OVERLAPPING_MEMBERS);
    }

    @Test
    void rejectsAMemberThatReachesIntoTheDirectory() {
        ZipBytes.Entry greedy = stored("b_image1.jpg");
        greedy.compressedSize += 1;
        greedy.size += 1;
        assertThat(rejection(withPair().add(greedy).build()).code()).isEqualTo(Code.OVERLAPPING_MEMBERS);
    }

    @Test
    void rejectsAHeaderThatContradictsTheDirectory() {
        ZipBytes.Entry renamed = stored("b_image1.jpg");
        renamed.localName = "c_image1.jpg".getBytes(StandardCharsets.UTF_8);
        ZipBytes.Entry repacked = stored("b_image1.jpg");
        repacked.localMethod = 8;

        assertThat(rejection(withPair().add(renamed).build()).code()).isEqualTo(Code.NAME_MISMATCH);
        assertThat(rejection(withPair().add(repacked).build()).code()).isEqualTo(Code.NAME_MISMATCH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0120777, 0020666, 0060660, 0010644, 0140755})
    void rejectsLinksAndDevices(int mode) {
        ZipBytes.Entry entry = stored("b_image1.jpg");
        entry.attributes = mode << 16;
        assertThat(rejection(withPair().add(entry).build()).code()).isEqualTo(Code.SYMLINK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../x_image1.jpg",
                "a/../x_image1.jpg",
                "a\\..\\x_image1.jpg",
                "/abs_image1.jpg",
                "\\abs_image1.jpg",
                "\\\\host\\share\\x_image1.jpg",
                "C:\\x_image1.jpg",
                "c:x_image1.jpg",
                "nul\0_image1.jpg",
                "bell\u0007_image1.jpg",
                "line\n_image1.jpg",
                "del\u007F_image1.jpg",
                "c1\u0085_image1.jpg",
                "bidi\u202Egpj_image1.jpg",
                "isolate\u2067_image1.jpg",
                "separator\u2028_image1.jpg",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/x_image1.jpg"
            })
    void rejectsUnsafeNames(String name) {
        RejectedArchive rejection = rejection(withPair().add(name).build());

        assertThat(rejection.code()).isEqualTo(Code.UNSAFE_NAME);
        assertThat(rejection.problemCount()).isEqualTo(1);
        assertThat(rejection.problems().getFirst()).doesNotContainPattern("[\\p{Cntrl}\u202A-\u202E\u2066-\u2069]");
    }

    @Test
    void rejectsLongEmptyAndUndecodableNames() {
        ZipBytes.Entry invalid = stored("b_image1.jpg");
        invalid.name = "\u00C3_image1.jpg".getBytes(StandardCharsets.ISO_8859_1);
        invalid.localName = invalid.name;

        for (var name :
                List.of("x".repeat(245), "\u00E9".repeat(123), "dir/".repeat(10) + "x".repeat(979), "d/".repeat(510))) {
            assertThat(rejection(withPair().add(name + "_image1.jpg").build()).code())
                    .isEqualTo(Code.UNSAFE_NAME);
        }
        assertThat(rejection(withPair().add(invalid).build()).code()).isEqualTo(Code.UNSAFE_NAME);
    }

    @Test
    void tellsAllUnsafeNamesAtOnceButListsOnlyAHundred() {
        ZipBytes zip = new ZipBytes();
        IntStream.range(0, 150).forEach(i -> zip.add("/secret" + i + "_image1.jpg"));

        RejectedArchive rejection = rejection(zip.build());

        assertThat(rejection.problemCount()).isEqualTo(150);
        assertThat(rejection.problems()).hasSize(100);
        assertThat(rejection.toString()).doesNotContain("secret").contains("150");
    }

    @Test
    void rejectsDamagedZip64Records() {
        byte[] zip = withPair().buildZip64();
        byte[] badLocator = zip.clone();
        badLocator[zip.length - 22 - 20 + 8] ^= 1;
        byte[] otherCount = zip.clone();
        otherCount[zip.length - 22 + 8] = 7;
        otherCount[zip.length - 22 + 9] = 0;
        otherCount[zip.length - 22 + 10] = 7;
        otherCount[zip.length - 22 + 11] = 0;

        assertThat(rejection(badLocator).code()).isEqualTo(Code.DAMAGED_DIRECTORY);
        assertThat(rejection(otherCount).code()).isEqualTo(Code.DAMAGED_DIRECTORY);
    }

    @Test
    void rejectsSizesThatOnlyAMissingZip64FieldCouldTell() {
        ZipBytes.Entry entry = stored("b_image1.jpg");
        entry.size = 0xFFFFFFFFL;
        assertThat(rejection(withPair().add(entry).build()).code()).isEqualTo(Code.DAMAGED_DIRECTORY);
    }

    @Test
    void rejectsNegativeSizes() {
        ZipBytes.Entry entry = deflated("b_image1.jpg", new byte[10]);
        entry.size = 0xFFFFFFFFL;
        entry.extra = new byte[12];
        entry.extra[0] = 1;
        entry.extra[2] = 8;
        Arrays.fill(entry.extra, 4, 12, (byte) 0xFF);
        assertThat(rejection(withPair().add(entry).build()).code()).isEqualTo(Code.DAMAGED_DIRECTORY);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
