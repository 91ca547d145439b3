package io.facematch.standalone.playground;

import io.facematch.standalone.PlaygroundServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives for the page: of as many pairs as a test needs, or of members that only have names. */
final class TestPairs {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int ENCRYPTED = 1;

    private TestPairs() {}

    /** Pairs of the same two photos. */
    static Path zip(Path folder, int count) throws IOException {
        var archive = folder.resolve("pairs.zip");
        var probe = Files.readAllBytes(PlaygroundServer.sample("portraits/person07_selfie.jpg"));
        var reference = Files.readAllBytes(PlaygroundServer.sample("portraits/person07_id.jpg"));
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < count; i++) {
                zip.putNextEntry(new ZipEntry("pair-" + i + "_image1.jpg"));
                zip.write(probe);
                zip.putNextEntry(new ZipEntry("pair-" + i + "_image2.jpg"));
                zip.write(reference);
            }
        }
        return archive;
    }

    /** Members that hold a few bytes that are no photo. */
    static byte[] named(String... names) throws IOException {
        return named(List.of(names));
    }

    static byte[] named(List<String> names) throws IOException {
        return namedInBytes(names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** One pair, and other members. */
    static byte[] pairAnd(String... names) throws IOException {
        return named(Stream.concat(Stream.of("good_image1.jpg", "good_image2.jpg"), Stream.of(names))
                .toList());
    }

    /** Names in any encoding. The archive does not say which it is. */
    static byte[] namedInBytes(List<byte[]> names) throws IOException {
        var bytes = new ByteArrayOutputStream();
        // In ISO 8859-1 each byte is a character, and the writer declares no UTF-8.
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.ISO_8859_1)) {
            for (var name : names) {
                zip.putNextEntry(new ZipEntry(new String(name, StandardCharsets.ISO_8859_1)));
                zip.write(1);
            }
        }
        return bytes.toByteArray();
    }

    /** The same archive, in which every member says that it is encrypted. */
    static byte[] encrypted(byte[] archive) {
        var zip = ByteBuffer.wrap(archive.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < zip.limit() - 10; at++) {
            int flags = switch (zip.getInt(at)) {
                case LOCAL_HEADER -> at + 6;
                case DIRECTORY_ENTRY -> at + 8;
                default -> -1;
            };
            if (flags >= 0) {
                zip.putShort(flags, (short) (zip.getShort(flags) | ENCRYPTED));
            }
        }
        return zip.array();
    }
}
