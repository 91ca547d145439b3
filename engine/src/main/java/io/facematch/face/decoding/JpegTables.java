package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import org.jspecify.annotations.Nullable;

/** The tables of codes that hold for the next scan of a JPEG, and how many units lie between two restarts of it. */
final class JpegTables {
    private static final int PLACES = 4;

    private final @Nullable JpegHuffmanTable[] means = new JpegHuffmanTable[PLACES];
    private final @Nullable JpegHuffmanTable[] details = new JpegHuffmanTable[PLACES];
    private int restartInterval;

    /** Takes over what a segment says; most kinds of segments say nothing here. */
    void take(ByteView bytes, JpegSegment segment) throws RefusedImage {
        switch (segment.marker()) {
            case JpegSegment.RESTART_INTERVAL ->
                restartInterval = bytes.unsignedShort(segment.body().offset());
            case JpegSegment.HUFFMAN_TABLES -> takeTables(bytes, segment.body());
            default -> {
                // Of no concern for codes.
            }
        }
    }

    private void takeTables(ByteView bytes, Extent body) throws RefusedImage {
        var position = body.offset();
        while (position < body.end()) {
            var kindAndPlace = bytes.unsignedByte(position);
            var place = kindAndPlace & 0xF;
            var kind = kindAndPlace >> 4;
            requirePlace(place);
            if (kind > 1) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            var table = JpegHuffmanTable.read(bytes, position + 1);
            (kind == 0 ? means : details)[place] = table;
            position += 1 + table.length();
        }
    }

    /** 0 without restarts. */
    int restartInterval() {
        return restartInterval;
    }

    /** Null when the file has not defined it. */
    @Nullable
    JpegHuffmanTable means(int place) throws RefusedImage {
        requirePlace(place);
        return means[place];
    }

    /** Null when the file has not defined it. */
    @Nullable
    JpegHuffmanTable details(int place) throws RefusedImage {
        requirePlace(place);
        return details[place];
    }

    private static void requirePlace(int place) throws RefusedImage {
        if (place >= PLACES) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
