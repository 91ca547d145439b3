package io.facematch.api.archive;

import io.facematch.verification.PhotoLimits;

/**
 * What an archive may declare before a byte of it is inflated.
 *
 * @param maxPairs complete pairs in one archive; members are capped at twice that plus 64 for the files around them
 * @param maxImageBytes an image that declares more is not read and costs only its own pair
 * @param maxPairBytes both images of a pair together; a larger pair is not read, and costs no other one
 * @param maxUnpackedBytes sum of all declared sizes, read or not
 */
public record ArchiveLimits(int maxPairs, int maxImageBytes, int maxPairBytes, long maxUnpackedBytes) {

    /** How many pairs, unless a setting says otherwise. */
    public static final int PAIRS = 100_000;

    private static final int UNPACKED_GIBIBYTES = 24;

    /** The sum of all declared sizes, unless a setting says otherwise. Spelled as in a setting, where GB means GiB. */
    public static final String UNPACKED_SIZE = UNPACKED_GIBIBYTES + "GB";

    /** What holds when nothing is set. */
    public static final ArchiveLimits DEFAULTS =
            new ArchiveLimits(PAIRS, PhotoLimits.BYTES, 15 << 20, (long) UNPACKED_GIBIBYTES << 30);

    /** Well above what photos reach (about 1.1) and flat drawings (about 50), well below DEFLATE's 1032. */
    static final int MAX_RATIO = 100;

    /** Below this size a bomb is harmless, and headers of tiny files compress by any factor. */
    static final int RATIO_FREE_BYTES = 64 * 1024;

    private static final int MEMBERS_BESIDE_PAIRS = 64;
    private static final int DIRECTORY_BYTES_PER_MEMBER = 512;
    private static final int DIRECTORY_BYTES_ALWAYS_ALLOWED = 1024 * 1024;

    public ArchiveLimits {
        if (maxPairs < 1 || maxImageBytes < 1 || maxPairBytes < 1 || maxUnpackedBytes < 1) {
            throw new IllegalArgumentException("archive limits are positive");
        }
    }

    long maxMembers() {
        return 2L * maxPairs + MEMBERS_BESIDE_PAIRS;
    }

    /** The directory is held in memory while it is checked. */
    long maxDirectoryBytes() {
        return Math.max(DIRECTORY_BYTES_ALWAYS_ALLOWED, maxMembers() * DIRECTORY_BYTES_PER_MEMBER);
    }
}
