package io.facematch.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive, member by member, stored so that a test finds its bytes again. */
public final class Zip {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_HEADER = 0x02014b50;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip;

    public Zip() {
        this(StandardCharsets.UTF_8);
    }

    /** With names in a code page, which the archive does not tell. */
    public Zip(Charset names) {
        zip = new ZipOutputStream(bytes, names);
    }

    public static byte[] ofPairs(String... stems) {
        var zip = new Zip();
        for (var stem : stems) {
            zip.pair(stem);
        }
        return zip.build();
    }

    public Zip pair(String stem) {
        return add(stem + "_image1.jpg", "probe of " + stem).add(stem + "_image2.jpg", "reference of " + stem);
    }

    public Zip pair(String stem, byte[] probe, byte[] reference) {
        return add(stem + "_image1.jpg", probe).add(stem + "_image2.jpg", reference);
    }

    public Zip add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Zip add(String name, byte[] content) {
        try {
            var entry = new ZipEntry(name);
            var checksum = new CRC32();
            checksum.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCompressedSize(content.length);
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] build() {
        try {
            zip.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Alters the content that reads {@code content}, so that its checksum is wrong. */
    public byte[] buildDamaged(String content) {
        var built = build();
        var at = new String(built, StandardCharsets.ISO_8859_1).indexOf(content);
        built[at] ^= 1;
        return built;
    }

    /** Says of every member that it is encrypted. */
    public byte[] buildEncrypted() {
        var built = ByteBuffer.wrap(build()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 4 <= built.limit(); at++) {
            switch (built.getInt(at)) {
                case LOCAL_HEADER -> built.put(at + 6, (byte) (built.get(at + 6) | 1));
                case DIRECTORY_HEADER -> built.put(at + 8, (byte) (built.get(at + 8) | 1));
                default -> {}
            }
        }
        return built.array();
    }
}
