package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the rows of a PNG, one after the other, and never a byte behind the last. */
final class PngRows implements AutoCloseable {
    private static final int MOST_BEHIND = 1 << 16;

    private final ByteView file;
    private final Iterator<Extent> data;
    private final Work work;
    private final Inflater inflater = new Inflater();

    PngRows(ByteView file, List<Extent> data, Work work) {
        this.file = file;
        this.data = data.iterator();
        this.work = work;
    }

    /** Fills the array with the type of a row's filter and the row. */
    void read(byte[] row) throws RefusedImage {
        work.take(row.length);
        try {
            var filled = 0;
            while (filled < row.length) {
                var more = inflater.inflate(row, filled, row.length - filled);
                if (more == 0) {
                    refill();
                }
                filled += more;
            }
        } catch (DataFormatException damaged) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private void refill() throws RefusedImage {
        if (!inflater.needsInput() || inflater.finished() || !data.hasNext()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        file.feed(data.next(), inflater);
    }

    /** Some programs leave a little behind the last row; a file that leaves much is made to keep decoders busy. */
    void requireEnd() throws RefusedImage {
        var left = (long) inflater.getRemaining();
        while (data.hasNext()) {
            left += data.next().length();
        }
        if (left > MOST_BEHIND) {
            throw new RefusedImage(Reason.TOO_COSTLY);
        }
    }

    @Override
    public void close() {
        inflater.close();
    }
}
