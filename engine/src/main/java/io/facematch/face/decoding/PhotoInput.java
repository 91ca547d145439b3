package io.facematch.face.decoding;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file for decoders in Java: with another beginning, and with more behind its end. Looks at the budget as it is read.
 */
final class PhotoInput extends ImageInputStreamImpl {
    /** Reads are as short as the packed blocks of a file, so not every read is worth a look. */
    private static final int READS_BETWEEN_LOOKS = 64;

    private final byte[] start;
    private final ByteView file;
    private final byte[] behind;
    private final Work work;
    private int reads;

    /**
     * @param start instead of as many bytes of the file
     * @param behind the end of the file
     */
    PhotoInput(byte[] start, ByteView file, byte[] behind, Work work) {
        this.start = start;
        this.file = file;
        this.behind = behind;
        this.work = work;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (++reads % READS_BETWEEN_LOOKS == 0) {
            work.look();
        }
        if (streamPos >= length()) {
            return -1;
        }
        var position = (int) streamPos;
        int count;
        if (position < start.length) {
            count = Math.min(length, start.length - position);
            System.arraycopy(start, position, to, offset, count);
        } else if (position < file.length()) {
            count = Math.min(length, file.length() - position);
            file.copy(position, to, offset, count);
        } else {
            count = Math.min(length, file.length() + behind.length - position);
            System.arraycopy(behind, position - file.length(), to, offset, count);
        }
        streamPos += count;
        return count;
    }

    @Override
    public long length() {
        return (long) file.length() + behind.length;
    }
}
