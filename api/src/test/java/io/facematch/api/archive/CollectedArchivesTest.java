package io.facematch.api.archive;

import static io.facematch.api.archive.Archives.rejection;
import static org.assertj.core.api.Assertions.assertThat;

import io.facematch.api.archive.RejectedArchive.Code;
import io.facematch.api.archive.codepage.NameEncoding;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives that people packed with the programs they have. The same cases, generated, are in the other tests. */
@EnabledIf(value = "haveThem", disabledReason = "../shared/review/cases is missing")
class CollectedArchivesTest {
    private static final Path COLLECTION = Path.of("../../shared/review/cases");

    static boolean haveThem() {
        return Files.isDirectory(COLLECTION);
    }

    @ParameterizedTest
    @CsvSource({
        "bystander.zip, 3, 0, 0",
        "copy-suffix.zip, 1, 6, 0",
        "gbk-unicode-path.zip, 1, 0, 0",
        "infozip-symlink.zip, 2, 0, 3",
        "mac-icon-cr.zip, 1, 0, 4",
        "one-encrypted-other.zip, 1, 0, 1",
        "tab-name.zip, 1, 0, 1",
        "uppercase-suffix-mixed.zip, 2, 0, 0",
        "windows-cp850.zip, 2, 0, 0",
        "windows-cp866.zip, 2, 0, 0",
        "winrar-unicode-path.zip, 2, 0, 0",
    })
    void areRead(String file, int pairs, int unpaired, int ignored) throws IOException {
        try (var archive = Archives.open(read(file))) {
            assertThat(archive.pairs()).hasSize(pairs);
            assertThat(archive.unpaired()).hasSize(unpaired);
            assertThat(archive.ignored()).isEqualTo(ignored);
        }
    }

    @Test
    void haveTheNamesThatTheirPackersWroteInUnicode() throws IOException {
        try (var archive = Archives.open(read("winrar-unicode-path.zip"))) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("\u5F20\u4E09", "\u674E\u56DB");
        }
        try (var archive = Archives.open(read("gbk-unicode-path.zip"))) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("\u5F20\u4E09");
        }
    }

    @ParameterizedTest
    @CsvSource({"windows-cp850.zip, cp850, João, Ângela", "windows-cp866.zip, cp866, Тоня, Соня"})
    void haveTheNamesOfTheMachineThatPackedThem(String file, String page, String first, String second)
            throws IOException {
        try (var archive = Archives.open(read(file))) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly(first, second);
            assertThat(archive.nameEncoding()).isEqualTo(new NameEncoding(page, Charset.forName(page), true));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "two-folders.zip, mon/001, tue/001",
        "per-customer.zip, anna/photo, berta/photo",
    })
    void withAStemInTwoFoldersArePairedByPathWhereTheClientSaysSo(String file, String first, String second)
            throws IOException {
        var byPath = new ArchiveReading(null, StemRule.PATH);
        try (var archive = Archives.open(read(file), byPath)) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly(first, second);
            assertThat(archive.nameEncoding()).isNull();
        }
    }

    @Test
    void withAPasswordAreCalledEncrypted() throws IOException {
        assertThat(rejection(read("pw-stored.zip")).code()).isEqualTo(Code.ENCRYPTED_MEMBER);
    }

    @ParameterizedTest
    @CsvSource({
        "two-folders.zip, mon/001_image1.jpg, tue/001_image1.jpg",
        "per-customer.zip, anna/photo_image1.jpg, berta/photo_image1.jpg"
    })
    void withAStemInTwoFoldersNameBoth(String file, String first, String second) throws IOException {
        var rejection = rejection(read(file));

        assertThat(rejection.code()).isEqualTo(Code.DUPLICATE_STEM);
        assertThat(rejection.problems()).contains(first, second);
    }

    private static byte[] read(String file) throws IOException {
        return Files.readAllBytes(COLLECTION.resolve(file));
    }
}
