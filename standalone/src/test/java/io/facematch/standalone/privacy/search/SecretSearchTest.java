package io.facematch.standalone.privacy.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {
    private static final String NAME = "qxkvzjwpnhtybmrg";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random random = new Random(7);
    private final byte[] photo = random(40);
    private final Marker ofName = Marker.ofText("a name", NAME);
    private final Marker ofPhoto = Marker.ofBytes("a photo", photo);

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        Files.write(folder.resolve("noise"), random(1 << 20));
        Files.createFile(folder.resolve("empty"));

        var search = search();

        assertThat(search.findings()).isEmpty();
        assertThat(search.files()).isEqualTo(2);
        assertThat(search.bytes()).isEqualTo(1 << 20);
        assertThat(search.unread()).isEmpty();
    }

    @Test
    void tellsWhereWhatAndInWhichForm() throws IOException {
        var file = folder.resolve("a/b/leak");
        Files.createDirectories(file.getParent());
        Files.write(file, join(random(1000), NAME.getBytes(StandardCharsets.US_ASCII)));

        assertThat(search().findings())
                .extracting(Finding::place, Finding::offset, Finding::marker, Finding::form)
                .containsExactly(tuple(file.toString(), 1000L, ofName, "as it is"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "as it is",
                "capitals",
                "hexadecimal",
                "hexadecimal in capitals",
                "percent encoding",
                "UTF-16LE",
                "UTF-16BE",
                "Base64"
            })
    void findsANameInEachForm(String form) throws IOException {
        var bytes = NAME.getBytes(StandardCharsets.US_ASCII);
        Files.write(
                folder.resolve("leak"),
                switch (form) {
                    case "as it is" -> bytes;
                    case "capitals" -> NAME.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
                    case "hexadecimal" -> text(HexFormat.of().formatHex(bytes));
                    case "hexadecimal in capitals" ->
                        text(HexFormat.of().withUpperCase().formatHex(bytes));
                    case "percent encoding" ->
                        text(HexFormat.of().withPrefix("%").formatHex(bytes));
                    case "UTF-16LE" -> NAME.getBytes(StandardCharsets.UTF_16LE);
                    case "UTF-16BE" -> NAME.getBytes(StandardCharsets.UTF_16BE);
                    default -> Base64.getEncoder().encode(bytes);
                });

        assertThat(search().findings()).extracting(Finding::form).containsExactly(form);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void findsAPhotoInTheMiddleOfBase64(int before) throws IOException {
        Files.write(folder.resolve("leak"), Base64.getEncoder().encode(join(random(before), join(photo, random(100)))));
        Files.write(
                folder.resolve("of-urls"),
                Base64.getUrlEncoder().encode(join(random(before), join(photo, random(100)))));

        assertThat(search().findings())
                .extracting(Finding::marker)
                .hasSizeGreaterThan(1)
                .containsOnly(ofPhoto);
    }

    @ParameterizedTest
    @ValueSource(ints = {-30, -24, -23, -1, 0, 1})
    void findsWhatLiesAcrossTwoReads(int from) throws IOException {
        Files.write(folder.resolve("leak"), join(random((1 << 16) + from), photo));

        assertThat(search().findings()).extracting(Finding::offset).containsExactly((long) ((1 << 16) + from));
    }

    @Test
    void findsWhatBeginsInWhatLooksLikeIt() throws IOException {
        Files.write(folder.resolve("leak"), text("qxkvqxkvzjqxkvzjwpnhtybmr" + NAME + "g"));

        assertThat(search().findings()).extracting(Finding::offset).containsExactly(25L);
    }

    @Test
    void looksIntoPackedFiles() throws IOException {
        var secret = join(random(100), photo);
        Files.write(folder.resolve("one"), packed(secret, GZIPOutputStream::new));
        Files.write(folder.resolve("two"), packed(secret, DeflaterOutputStream::new));
        try (var zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("three")))) {
            zip.putNextEntry(new ZipEntry("harmless"));
            zip.putNextEntry(new ZipEntry(NAME));
            zip.write(secret);
        }

        assertThat(search().findings())
                .extracting(
                        finding -> folder.relativize(Path.of(finding.place())).toString(), Finding::marker)
                .contains(
                        tuple("one (unpacked)", ofPhoto),
                        tuple("two (unpacked)", ofPhoto),
                        tuple("three, member 2", ofPhoto),
                        tuple("three, name of member 2", ofName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"504b0304ffff", "1f8b0800", "1f8bffff", "789cffff", "504b"})
    void goesOnAfterWhatOnlyLooksPacked(String head) throws IOException {
        Files.write(folder.resolve("leak"), join(HexFormat.of().parseHex(head), photo));

        var search = search();

        assertThat(search.findings()).hasSize(1);
        assertThat(search.unread()).isEmpty();
    }

    @Test
    void findsNamesOfFiles() throws IOException {
        Files.createFile(folder.resolve("x-" + NAME + ".jpg"));

        assertThat(search().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.place()).endsWith("its name"));
    }

    @Test
    void findsTextsAndDigestsOfWholeSecrets() {
        var search = new SecretSearch(List.of(Marker.ofDigest("a name", text("hello"))));

        search.text("table x", "\\x2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

        assertThat(search.findings())
                .extracting(Finding::place, finding -> finding.marker().name())
                .containsExactly(tuple("table x", "SHA-256 of a name"));
    }

    @Test
    void aSecretMayBeInItsOwnFileAlone() throws IOException {
        var own = Files.write(folder.resolve("own"), photo);
        Files.write(folder.resolve("other"), photo);
        var search = new SecretSearch(List.of(ofPhoto.keptIn(own)));

        search.folder(folder);

        assertThat(search.findings())
                .extracting(Finding::place)
                .containsExactly(folder.resolve("other").toString());
    }

    @Test
    void tellsWhichFormsOfAControlItMissed() throws IOException {
        var file = folder.resolve("control");
        try (var out = Files.newOutputStream(file)) {
            for (var form : ofName.everyForm().subList(1, ofName.everyForm().size())) {
                out.write(form);
                out.write('\n');
            }
        }

        assertThat(search().formsMissing(ofName, file.toString()::equals)).containsExactly("as it is");
        assertThat(search().formsMissing(ofName, "elsewhere"::equals)).contains("Base64", "UTF-16LE");
    }

    @Test
    void aReportThatNamesAMarkerDoesNotTellIt() {
        assertThat(ofName.toString() + ofName.digest() + ofName.name()).doesNotContain(NAME);
    }

    private SecretSearch search() throws IOException {
        var search = new SecretSearch(List.of(ofName, ofPhoto));
        search.folder(folder);
        return search;
    }

    private byte[] random(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[] one, byte[] other) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(one);
        out.writeBytes(other);
        return out.toByteArray();
    }

    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] packed(byte[] content, Packing packing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = packing.around(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
