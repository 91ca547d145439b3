package io.facematch.api.archive;

/**
 * Two images of an accepted archive that belong together. Stem and paths are the client's own words.
 *
 * @param index 0 to n-1 in the order of the directory
 */
public record ArchivePair(int index, String stem, String image1Path, String image2Path) {

    @Override
    public String toString() {
        return "ArchivePair[" + index + "]";
    }
}
