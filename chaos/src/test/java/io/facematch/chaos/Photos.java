package io.facematch.chaos;

import io.facematch.testing.ClearTextScan;
import io.facematch.testing.Zip;
import java.io.IOException;
import java.util.List;

/** Archives of small photos, each with a secret in its bytes and in its names that must turn up nowhere. */
final class Photos {
    private final ClearTextScan scan = new ClearTextScan();
    private final List<byte[]> photos;

    Photos() throws IOException {
        photos = List.of(
                Project.portrait("person07_selfie"),
                Project.portrait("person07_id"),
                Project.portrait("person06_selfie"),
                Project.portrait("person06_id"));
    }

    /** Pairs in turn of one person and of another; see {@link #KINDS}. */
    byte[] archive(int pairs) throws IOException {
        var archive = new Zip();
        for (int pair = 0; pair < pairs; pair++) {
            add(archive, pair);
        }
        return archive.build();
    }

    /** How many different pairs there are: the n-th is as the one with {@code n mod KINDS}. */
    static final int KINDS = 3;

    private void add(Zip archive, int pair) {
        var probe = scan.marked(photos.get(pair % KINDS == 1 ? 2 : 0));
        var reference = scan.marked(photos.get(pair % KINDS == 0 ? 1 : 3));
        archive.pair(scan.text() + "-" + pair, probe, reference);
    }

    /** With pairs at these places whose probe holds a marker, by which a fail point knows it. */
    byte[] archive(int pairs, List<Integer> killers, byte[] marker) throws IOException {
        var archive = new Zip();
        for (int pair = 0; pair < pairs; pair++) {
            if (killers.contains(pair)) {
                archive.pair("killer-" + pair, marked(marker), photos.get(1));
            } else {
                add(archive, pair);
            }
        }
        return archive.build();
    }

    private byte[] marked(byte[] marker) {
        var photo = photos.get(0);
        var out = new java.io.ByteArrayOutputStream();
        out.write(photo, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) (2 + marker.length)});
        out.writeBytes(marker);
        out.write(photo, 2, photo.length - 2);
        return out.toByteArray();
    }

    byte[] probe() {
        return scan.marked(photos.get(0));
    }

    byte[] reference() {
        return scan.marked(photos.get(1));
    }

    ClearTextScan scan() {
        return scan;
    }
}
