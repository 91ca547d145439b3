package io.facematch.api.archive;

import io.facematch.api.archive.codepage.NameEncoding;
import io.facematch.verification.Role;

/**
 * One entry of the archive's directory.
 *
 * @param origin the system whose file attributes it has, as the format numbers them: 0 is DOS
 * @param flags encryption and others, as the format numbers them
 * @param mode file type and permissions of Unix; 0 where the archive has none
 * @param headerAt where the local header begins
 */
record Member(
        MemberName name,
        int origin,
        int flags,
        int method,
        int crc,
        long compressedSize,
        long size,
        int mode,
        long headerAt) {

    static final int STORED = 0;
    static final int DEFLATED = 8;
    private static final int DOS = 0;

    String path() {
        return name.path();
    }

    boolean isFromDos() {
        return origin == DOS;
    }

    /** The same with a name that is read so, where it is not in Unicode. */
    Member read(NameEncoding encoding) {
        return new Member(name.read(encoding), origin, flags, method, crc, compressedSize, size, mode, headerAt);
    }

    /** What is needed to read one image later, without the directory. */
    record Image(boolean deflated, int crc, int size, long compressedSize, long headerAt) {}

    /** Where the two images of a pair lie. */
    record Images(Image probe, Image reference) {
        Image of(Role role) {
            return switch (role) {
                case PROBE -> probe;
                case REFERENCE -> reference;
            };
        }
    }

    Image image() {
        return new Image(method == DEFLATED, crc, (int) Math.min(size, Integer.MAX_VALUE), compressedSize, headerAt);
    }
}
