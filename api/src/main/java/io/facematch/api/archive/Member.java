package io.facematch.api.archive;

/**
 * One line of the archive's directory.
 *
 * @param mode file type and permissions of Unix, 0 where the packer gave none
 * @param headerAt where the local header begins
 */
record Member(MemberName name, int method, int crc, long compressedSize, long size, int mode, long headerAt) {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    String path() {
        return name.path();
    }

    StoredImage image() {
        return new StoredImage(
                method == DEFLATED, crc, (int) Math.min(size, Integer.MAX_VALUE), compressedSize, headerAt);
    }
}
