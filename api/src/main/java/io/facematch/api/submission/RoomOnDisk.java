package io.facematch.api.submission;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An upload that ends with a refusal when the disk is nearly full: several that fit each alone may not fit together, and an
 * upload without length says nothing before.
 */
final class RoomOnDisk extends FilterInputStream {
    /** Between two looks, so many uploads can write much less than what is kept free. */
    private static final long LOOK_EVERY = 16L << 20;

    private final Look room;
    private long unseen;

    /** Throws what the client is told when there is no more room. */
    interface Look {
        void require() throws IOException;
    }

    RoomOnDisk(InputStream upload, Look room) {
        super(upload);
        this.room = room;
    }

    @Override
    public int read() throws IOException {
        var one = super.read();
        look(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var count = super.read(into, offset, length);
        look(Math.max(0, count));
        return count;
    }

    private void look(int count) throws IOException {
        unseen += count;
        if (unseen >= LOOK_EVERY) {
            unseen = 0;
            room.require();
        }
    }
}
