package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The first directory of a TIFF; EXIF is such a directory, too. Others are not read, so directories cannot form a loop.
 * Nothing that the directory declares is allocated before it is known to be in the file.
 */
final class TiffDirectory {
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final ByteView bytes;
    private final int start;
    private final int entries;

    TiffDirectory(ByteView file) throws RefusedImage {
        this.bytes = file.order(file.unsignedByte(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        var offset = bytes.unsignedInt(4);
        if (offset < 8 || offset > bytes.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        this.start = (int) offset;
        this.entries = bytes.unsignedShort(start);
    }

    /**
     * The EXIF orientation of a photo; 0 when there is none or the block is damaged, so that the photo is still
     * compared.
     */
    static int orientation(ByteView exif) {
        try {
            return new TiffDirectory(exif).orientation();
        } catch (RefusedImage damaged) {
            return 0;
        }
    }

    /** 1 to 8; 0 when there is none, or nonsense. */
    int orientation() throws RefusedImage {
        var orientation = value(TiffTag.ORIENTATION, 0);
        return orientation >= 1 && orientation <= 8 ? (int) orientation : 0;
    }

    boolean has(int tag) throws RefusedImage {
        return find(tag) != 0;
    }

    /** Where the values of a tag stand; empty when it is absent. */
    Extent extent(int tag) throws RefusedImage {
        var entry = find(tag);
        return entry == 0 ? new Extent(0, 0) : new Extent(position(entry), count(entry) * size(entry));
    }

    /** The first value of a tag. */
    long value(int tag, long otherwise) throws RefusedImage {
        var entry = find(tag);
        return entry == 0 || count(entry) == 0 ? otherwise : element(entry, 0);
    }

    /** The first values of a tag, none when it is absent. */
    long[] values(int tag, int atMost) throws RefusedImage {
        var entry = find(tag);
        if (entry == 0) {
            return new long[0];
        }
        var values = new long[Math.min(atMost, count(entry))];
        for (var i = 0; i < values.length; i++) {
            values[i] = element(entry, i);
        }
        return values;
    }

    /** Where the first entry of each wanted tag is, in the order of the file; what it declares is in the file. */
    List<Integer> entries(IntPredicate wanted) throws RefusedImage {
        var found = new LinkedHashMap<Integer, Integer>();
        for (var i = 0; i < entries; i++) {
            var entry = start + 2 + 12 * i;
            var tag = bytes.unsignedShort(entry);
            if (wanted.test(tag) && found.putIfAbsent(tag, entry) == null) {
                bytes.require(position(entry), count(entry) * size(entry));
            }
        }
        return List.copyOf(found.values());
    }

    /** Where the entry of a tag is; 0 when there is none. */
    private int find(int tag) throws RefusedImage {
        for (var i = 0; i < entries; i++) {
            var entry = start + 2 + 12 * i;
            if (bytes.unsignedShort(entry) == tag) {
                return entry;
            }
        }
        return 0;
    }

    /** As declared, if the file holds as many. */
    private int count(int entry) throws RefusedImage {
        var count = bytes.unsignedInt(entry + 4);
        var size = size(entry) * count;
        if (size > 4 && bytes.unsignedInt(entry + 8) + size > bytes.length()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return (int) count;
    }

    private long element(int entry, int index) throws RefusedImage {
        var position = position(entry) + index * size(entry);
        return switch (bytes.unsignedShort(entry + 2)) {
            case BYTE -> bytes.unsignedByte(position);
            case SHORT -> bytes.unsignedShort(position);
            case LONG -> bytes.unsignedInt(position);
            default -> throw new RefusedImage(Reason.DAMAGED_FILE);
        };
    }

    /** Up to four bytes of values stand in the entry itself. */
    private int position(int entry) throws RefusedImage {
        return count(entry) * size(entry) <= 4 ? entry + 8 : bytes.signedInt(entry + 8);
    }

    private int size(int entry) throws RefusedImage {
        var type = bytes.unsignedShort(entry + 2);
        if (type == 0 || type >= TYPE_SIZES.length) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return TYPE_SIZES[type];
    }
}
