package io.facematch.api.archive;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Two images of an accepted archive that belong together. Stem and paths are the client's own words.
 *
 * @param index 0 to n-1 in the order of the directory
 */
public record ArchivePair(int index, String stem, String image1Path, String image2Path) {
    /** Equal for stems that one file system or another takes for the same: their result files would collide. */
    public static String key(String stem) {
        // Twice: lower case can leave composed form.
        var lower = Normalizer.normalize(stem, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return "ArchivePair[" + index + "]";
    }
}
