package io.facematch.standalone.benchmark.measured;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive of pairs as a client of a bulk job would. */
public final class PairArchive {
    private PairArchive() {}

    /** Uses the photos in turn, as often as needed; every other pair shows one person. */
    public static void write(Path file, List<byte[]> photos, int pairs) throws IOException {
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            // JPEGs do not shrink.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (var pair = 0; pair < pairs; pair++) {
                // The shift by one makes other pairs in each round.
                var probe = pair + pair / photos.size();
                var reference = pair % 2 == 0 ? probe + 1 : probe + 7;
                member(zip, "pair-%06d_image1.jpg".formatted(pair), photos.get(probe % photos.size()));
                member(zip, "pair-%06d_image2.jpg".formatted(pair), photos.get(reference % photos.size()));
            }
        }
    }

    private static void member(ZipOutputStream zip, String name, byte[] photo) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(photo);
        zip.closeEntry();
    }
}
