package io.facematch.api.archive;

import io.facematch.verification.Role;

/**
 * One entry of the archive's directory.
 *
 * @param mode file type and permissions of Unix; 0 where the archive has none
 * @param headerAt where the local header begins
 */
record Member(MemberName name, int method, int crc, long compressedSize, long size, int mode, long headerAt) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    String path() {
        return name.path();
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
