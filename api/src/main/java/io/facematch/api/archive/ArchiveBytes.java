package io.facematch.api.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** Random access to an archive through one window, so that headers in ascending order cost few channel reads. */
final class ArchiveBytes {

    /** Holds the longest single read: an end record with the longest comment. */
    private static final int WINDOW = 128 * 1024;

    private final SeekableByteChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;

    ArchiveBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        window.limit(0);
    }

    long size() {
        return size;
    }

    /**
     * Reads exactly {@code length} bytes (at most 128 KiB), little-endian, from index 0 of the buffer. It is a view
     * that the next read overwrites.
     *
     * @throws EOFException when the archive ends before
     */
    ByteBuffer read(long position, int length) throws IOException {
        if (position < 0 || position > size - length) {
            throw new EOFException("archive ends early");
        }
        if (position < windowStart || position + length > windowStart + window.limit()) {
            fill(position, length);
        }
        return window.slice((int) (position - windowStart), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void fill(long position, int length) throws IOException {
        windowStart = position;
        window.clear();
        channel.position(position);
        while (window.hasRemaining() && channel.read(window) >= 0) {
            // Goes on: a channel may return less than it was asked for.
        }
        window.flip();
        if (window.limit() < length) {
            throw new EOFException("archive ends early");
        }
    }
}
