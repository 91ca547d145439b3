package io.facematch.api.archive;

/** The upload has more bytes than the spool may hold; the rest of it was not read. */
public final class ArchiveTooLarge extends RejectedArchive {

    ArchiveTooLarge(long maxBytes) {
        super(Code.TOO_LARGE, "limit " + maxBytes + " bytes");
    }
}
