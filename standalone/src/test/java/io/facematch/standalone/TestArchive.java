package io.facematch.standalone;

import io.facematch.testing.Zip;
import java.io.IOException;

/** An archive of real photos. */
final class TestArchive {
    private TestArchive() {}

    /** So many pairs, {@code pair-0} and so on, each of two photos of one person. */
    static byte[] ofPairs(int count) throws IOException {
        return ofPairs(count, Samples.portrait("person07_selfie"), Samples.portrait("person07_id"));
    }

    static byte[] ofPairs(int count, byte[] probe, byte[] reference) {
        var archive = new Zip();
        for (int i = 0; i < count; i++) {
            archive.pair("pair-" + i, probe, reference);
        }
        return archive.build();
    }
}
