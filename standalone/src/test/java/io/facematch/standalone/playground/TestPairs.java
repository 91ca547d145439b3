package io.facematch.standalone.playground;

import io.facematch.standalone.PlaygroundServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives of as many pairs as a test needs, all of the same two photos. */
final class TestPairs {
    private TestPairs() {}

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
}
