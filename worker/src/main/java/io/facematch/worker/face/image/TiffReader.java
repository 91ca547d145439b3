package io.facematch.worker.face.image;

import io.facematch.verification.Reason;
import java.nio.ByteOrder;

/**
 * Reads the first directory of a TIFF; EXIF is such a directory too. No offset is followed twice and nothing that a
 * directory declares is allocated.
 */
final class TiffReader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;

    private static final int MAX_SAMPLES = 5;
    private static final int MAX_BITS = 32;
    private static final int MAX_TILE = 8192;
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private final ByteView bytes;
    private final int directory;
    private final int entries;

    private TiffReader(ByteView bytes) throws RefusedImage {
        this.bytes = bytes.order(bytes.unsignedByte(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        var offset = bytes.unsignedInt(4);
        if (offset < 8 || offset > bytes.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        this.directory = (int) offset;
        this.entries = bytes.unsignedShort(directory);
    }

    static ImageHeader read(ByteView file) throws RefusedImage {
        var tiff = new TiffReader(file);
        tiff.checkExtents();
        tiff.checkAtMost(SAMPLES_PER_PIXEL, MAX_SAMPLES);
        tiff.checkAtMost(BITS_PER_SAMPLE, MAX_BITS);
        // A reader allocates a whole tile, however small the image.
        tiff.checkAtMost(TILE_WIDTH, MAX_TILE);
        tiff.checkAtMost(TILE_HEIGHT, MAX_TILE);
        return new ImageHeader(
                ImageFormat.TIFF,
                (int) Math.min(tiff.value(WIDTH, 0), Integer.MAX_VALUE),
                (int) Math.min(tiff.value(HEIGHT, 0), Integer.MAX_VALUE),
                valid(tiff.value(ORIENTATION, 1)),
                false);
    }

    /** The EXIF orientation; 1 when it is absent or the block is damaged: such a photo is still worth a look. */
    static int orientation(ByteView exif) {
        try {
            return valid(new TiffReader(exif).value(ORIENTATION, 1));
        } catch (RefusedImage damaged) {
            return 1;
        }
    }

    private static int valid(long orientation) {
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
    }

    private long value(int tag, long otherwise) throws RefusedImage {
        for (var i = 0; i < entries; i++) {
            var entry = directory + 2 + 12 * i;
            if (bytes.unsignedShort(entry) == tag) {
                return scalar(entry);
            }
        }
        return otherwise;
    }

    /** The first value of an entry, in place or where its offset points. */
    private long scalar(int entry) throws RefusedImage {
        var type = bytes.unsignedShort(entry + 2);
        var position = entry + 8;
        if (extent(entry) > 4) {
            position = (int) Math.min(bytes.unsignedInt(entry + 8), Integer.MAX_VALUE);
        }
        return switch (type) {
            case 1 -> bytes.unsignedByte(position);
            case 3 -> bytes.unsignedShort(position);
            case 4 -> bytes.unsignedInt(position);
            default -> throw new RefusedImage(Reason.DAMAGED_FILE);
        };
    }

    private long extent(int entry) throws RefusedImage {
        var type = bytes.unsignedShort(entry + 2);
        var size = type < TYPE_SIZES.length ? TYPE_SIZES[type] : 0;
        return size * bytes.unsignedInt(entry + 4);
    }

    /** The JDK's reader allocates the declared count of an entry before it finds the file too short. */
    private void checkExtents() throws RefusedImage {
        for (var i = 0; i < entries; i++) {
            var entry = directory + 2 + 12 * i;
            var extent = extent(entry);
            if (extent > 4 && bytes.unsignedInt(entry + 8) + extent > bytes.length()) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
        }
    }

    private void checkAtMost(int tag, int limit) throws RefusedImage {
        if (value(tag, 1) > limit) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
