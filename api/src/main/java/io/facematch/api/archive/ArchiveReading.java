package io.facematch.api.archive;

import io.facematch.api.archive.codepage.NameEncoding;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about the names in its archive.
 *
 * @param encoding how names are read that don't declare Unicode; null to guess
 */
public record ArchiveReading(@Nullable NameEncoding encoding, StemRule stems) {
    /** Code pages are guessed, and folders don't count. */
    public static final ArchiveReading USUAL = new ArchiveReading(null, StemRule.NAME);

    /** The same words for readings that give the same pairs. */
    public String code() {
        return stems.code() + " " + (encoding == null ? "" : encoding.name());
    }
}
