package io.facematch.standalone.calibration.data;

import io.facematch.api.archive.ArchiveLimits;

/** What the product takes unless told otherwise: a model is measured on what it would be given. */
public final class PhotoLimits {
    public static final int MAX_IMAGE_BYTES = 7 << 20;
    static final ArchiveLimits ARCHIVE = new ArchiveLimits(100_000, MAX_IMAGE_BYTES, 8L << 30);

    private PhotoLimits() {}
}
