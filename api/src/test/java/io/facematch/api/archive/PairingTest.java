package io.facematch.api.archive;

import static io.facematch.api.archive.Archives.open;
import static io.facematch.api.archive.Archives.rejection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.facematch.api.archive.RejectedArchive.Code;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairingTest {

    @Test
    void pairsByStemInTheOrderOfTheDirectory() throws IOException {
        byte[] zip = zip("b_image2.png", "in/a_image1.jpg", "b_image1.tiff", "other/a_image2.BMP");

        try (Archive archive = open(zip)) {
            assertThat(archive.pairs())
                    .containsExactly(
                            new ArchivePair(0, "b", "b_image1.tiff", "b_image2.png"),
                            new ArchivePair(1, "a", "in/a_image1.jpg", "other/a_image2.BMP"));
            assertThat(archive.pairs().getFirst()).hasToString("ArchivePair[0]");
        }
    }

    @Test
    void reportsImagesWithoutAPartnerAndRunsTheOthers() throws IOException {
        try (Archive archive = open(zip("x_image1.jpg", "a_image1.jpg", "a_image2.jpg", "f/y_image2.jpg"))) {
            assertThat(archive.pairs()).extracting(ArchivePair::index).containsExactly(0);
            assertThat(archive.unpaired()).containsExactly("x_image1.jpg", "f/y_image2.jpg");
        }
    }

    @Test
    void countsWhatItIgnores() throws IOException {
        byte[] zip = zip(
                "dir/",
                "__MACOSX/",
                "__MACOSX/._a_image1.jpg",
                "dir/__MACOSX/a_image1.jpg",
                "._a_image1.jpg",
                ".DS_Store",
                "Thumbs.db",
                "readme.txt",
                "inner.zip",
                "a_image3.jpg",
                "a_image12.jpg",
                "a_image1.jpg",
                "a_image2.jpg");
        try (Archive archive = open(zip)) {
            assertThat(archive.ignored()).isEqualTo(11);
            assertThat(archive.unpaired()).isEmpty();
            assertThat(archive.pairs()).hasSize(1);
        }
    }

    @Test
    void namesWhatIsAlmostAnImageOfAPair() throws IOException {
        String[] almost = {
            "b_image1 (1).jpg",
            "b_image2 - Copy.jpg",
            "c-image1.jpg",
            "c_image_2.jpg",
            "d_img2.jpg",
            "e_image1",
            "e_image1."
        };
        ZipBytes zip = new ZipBytes().add("a_image1.jpg").add("a_image2.jpg").add("lonely_image1.jpg");
        for (String name : almost) {
            zip.add(name);
        }
        try (Archive archive = open(zip.build())) {
            assertThat(archive.pairs()).hasSize(1);
            assertThat(archive.unpaired()).startsWith("lonely_image1.jpg").contains(almost);
            assertThat(archive.ignored()).isZero();
        }
        try (Archive archive = open(zip("a_image1.jpg", "a_image2.jpg", "x\u202E\r_image1 (1).jpg"))) {
            assertThat(archive.unpaired()).as("safe to print").containsExactly("x\uFFFD\uFFFD_image1 (1).jpg");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "test1_image1.jpeg, test1",
        "Kunde01_Image1.JPG, Kunde01",
        "KUNDE_IMAGE2.JPG, KUNDE",
        "a/b/c_image2.png, c",
        "a\\b\\c_image2.png, c",
        "x_image1_image2.jpg, x_image1",
        "x_image1.y_image2.jpg, x_image1.y",
        "x_image1.jpeg.jpg, x",
        "=cmd|calc_image1.jpg, =cmd|calc",
        ".hidden_image1.jpg, .hidden",
        "😀_image1.jpg, 😀",
        "CON_image1.jpg, CON",
    })
    void takesTheStemBeforeTheLastSuffix(String path, String stem) {
        assertThat(ImageName.of(path, false, StemRule.NAME))
                .isNotNull()
                .extracting(ImageName::stem)
                .isEqualTo(stem);
    }

    @ParameterizedTest
    @CsvSource({
        "c_image1.jpg, c",
        "a/b/c_image1.png, a/b/c",
        "a\\b\\c_image1.png, a/b/c",
        "./a//b/./c_image1.png, a/b/c",
        "/c_image1.png, c",
    })
    void takesTheFoldersIntoTheStemWhereTheClientSaysSo(String path, String stem) {
        assertThat(ImageName.of(path, false, StemRule.PATH))
                .isNotNull()
                .extracting(ImageName::stem)
                .isEqualTo(stem);
    }

    @Test
    void aFolderIsNoStem() {
        var name = ImageName.of("anna/_image1.jpg", false, StemRule.PATH);

        assertThat(name).isNotNull().returns(true, ImageName::hasEmptyStem);
    }

    /** On some file systems both folders are one. */
    @Test
    void refusesPathsThatDifferOnlyInLetterCase() {
        var byPath = new ArchiveReading(null, StemRule.PATH);

        assertThatThrownBy(() -> open(zip("Anna/a_image1.jpg", "anna/a_image1.jpg", "anna/a_image2.jpg"), byPath))
                .asInstanceOf(type(RejectedArchive.class))
                .returns(Code.DUPLICATE_STEM, RejectedArchive::code);
    }

    @ParameterizedTest
    @CsvSource({
        "a_image1.jpg, a_image1.png", // same side twice
        "p/a_image1.jpg, q/a_image1.jpg", // two folders
        "A_image1.jpg, a_image1.jpg", // letter case
        "\u00E9_image1.jpg, e\u0301_image1.jpg", // composed and decomposed
        "\u00C9_image1.jpg, e\u0301_image1.jpg", // both
    })
    void refusesTwins(String first, String second) {
        RejectedArchive rejection = rejection(zip(first, "a_image2.jpg", second, "z_image1.jpg", "z_image1.png"));

        assertThat(rejection.code()).isEqualTo(Code.DUPLICATE_STEM);
        assertThat(rejection.httpStatus()).isEqualTo(422);
        assertThat(rejection.problems())
                .as("all at once, with their folders")
                .containsExactlyInAnyOrder(first, second, "z_image1.jpg", "z_image1.png");
        assertThat(rejection.getMessage()).doesNotContain("z_");
    }

    @Test
    void pairsStemsThatDifferOnlyInCaseOrUnicodeForm() throws IOException {
        try (Archive archive = open(zip("Jos\u00E9_image1.jpg", "jose\u0301_image2.jpg"))) {
            assertThat(archive.pairs()).extracting(ArchivePair::stem).containsExactly("Jos\u00E9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_image1.jpg", "dir/_image2.jpg", " _image1.jpg"})
    void refusesEmptyStems(String name) {
        assertThat(rejection(zip("a_image1.jpg", "a_image2.jpg", name)).code()).isEqualTo(Code.EMPTY_STEM);
    }

    @Test
    void tellsTheNamingRuleWhenNothingPairs() {
        RejectedArchive nothing = rejection(zip("portrait.jpg", "selfie.jpg"));
        RejectedArchive lonely = rejection(zip("a_image1.jpg", "b_image2.jpg"));

        assertThat(nothing.code()).isEqualTo(Code.NO_PAIRS);
        assertThat(nothing.httpStatus()).isEqualTo(422);
        assertThat(nothing.getMessage()).contains("<stem>_image1.<ext>");
        assertThat(lonely.code()).isEqualTo(Code.NO_PAIRS);
        assertThat(lonely.problems()).containsExactly("a_image1.jpg", "b_image2.jpg");
    }

    @Test
    void refusesMorePairsThanAllowed() {
        ZipBytes zip = new ZipBytes();
        IntStream.range(0, 3).forEach(i -> zip.add(i + "_image1.jpg").add(i + "_image2.jpg"));
        assertThat(rejection(zip.build(), new ArchiveLimits(2, 1000, 2000, 100_000))
                        .code())
                .isEqualTo(Code.TOO_MANY_PAIRS);
    }

    private static byte[] zip(String... names) {
        ZipBytes zip = new ZipBytes();
        for (String name : names) {
            zip.add(name);
        }
        return zip.build();
    }
}
