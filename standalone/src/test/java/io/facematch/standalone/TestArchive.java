package io.facematch.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An archive of pairs in the making. */
final class TestArchive {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    TestArchive() {
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /** So many pairs, {@code pair-0} and so on, each of two photos of one person. */
    static byte[] ofPairs(int count) throws IOException {
        var probe = Samples.portrait("person07_selfie");
        var reference = Samples.portrait("person07_id");
        var archive = new TestArchive();
        for (int i = 0; i < count; i++) {
            archive.pair("pair-" + i, probe, reference);
        }
        return archive.toBytes();
    }

    TestArchive pair(String stem, byte[] probe, byte[] reference) throws IOException {
        return member(stem + "_image1.jpg", probe).member(stem + "_image2.jpg", reference);
    }

    TestArchive member(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    byte[] toBytes() throws IOException {
        zip.close();
        return bytes.toByteArray();
    }
}
