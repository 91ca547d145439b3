package io.facematch.face.decoding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A TIFF as the decoder gets it: the bytes of the file, and behind them a directory of our own, for some blocks of one page
 * and with checked entries alone.
 */
final class TiffPart {
    private static final int LONG = 4;
    private static final int ENTRY = 12;
    private static final int HEADER = 8;
    private static final int DIRECTORY_OFFSET = 4;
    /** Height, rows of a strip or the sides of a tile, offsets, counts. */
    private static final int OWN_ENTRIES = 5;

    private final ByteView file;
    private final TiffDirectory page;
    private final TiffLayout layout;

    TiffPart(ByteView file, TiffDirectory page, TiffLayout layout) {
        this.file = file;
        this.page = page;
        this.layout = layout;
    }

    /** @param behind what follows the bytes of the file */
    record Written(ByteView file, byte[] start, byte[] behind) {
        PhotoInput input(Work work) {
            return new PhotoInput(start, file, behind, work);
        }
    }

    /** @param height of these rows of blocks together */
    Written withBlocks(int top, int count, int height) throws RefusedImage {
        var blocks = layout.blocks(top, count);
        var colours = page.entries(tag -> TiffTag.OF_COLOURS.contains(tag)
                && (tag != TiffTag.PREDICTOR || layout.compression().knowsDifferences()));
        var order = file.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var padding = file.length() % 2;
        var arrays = padding + Short.BYTES + ENTRY * (colours.size() + OWN_ENTRIES) + Integer.BYTES;
        var behind =
                ByteBuffer.allocate(arrays + 2 * Integer.BYTES * blocks.size()).order(order);
        behind.position(padding);
        var own = layout.tiled() ? OWN_ENTRIES : OWN_ENTRIES - 1;
        behind.putShort((short) (colours.size() + own));
        for (var entry : colours) {
            file.copy(new Extent(entry, ENTRY), behind);
        }
        put(behind, TiffTag.HEIGHT, 1, height);
        if (layout.tiled()) {
            put(behind, TiffTag.TILE_WIDTH, 1, layout.blockWidth());
            put(behind, TiffTag.TILE_HEIGHT, 1, layout.blockHeight());
        } else {
            put(behind, TiffTag.ROWS_PER_STRIP, 1, layout.blockHeight());
        }
        putBlocks(behind, blocks, arrays);
        return new Written(file, start(order, file.length() + padding), behind.array());
    }

    private byte[] start(ByteOrder order, int directory) throws RefusedImage {
        var start = file.copy(new Extent(0, HEADER));
        ByteBuffer.wrap(start).order(order).putInt(DIRECTORY_OFFSET, directory);
        return start;
    }

    private void putBlocks(ByteBuffer behind, List<Extent> blocks, int arrays) {
        var offsets = layout.tiled() ? TiffTag.TILE_OFFSETS : TiffTag.STRIP_OFFSETS;
        var counts = layout.tiled() ? TiffTag.TILE_BYTE_COUNTS : TiffTag.STRIP_BYTE_COUNTS;
        if (blocks.size() == 1) {
            // One value stands in the entry itself.
            put(behind, offsets, 1, blocks.getFirst().offset());
            put(behind, counts, 1, blocks.getFirst().length());
            return;
        }
        put(behind, offsets, blocks.size(), file.length() + arrays);
        put(behind, counts, blocks.size(), file.length() + arrays + Integer.BYTES * blocks.size());
        for (var i = 0; i < blocks.size(); i++) {
            behind.putInt(arrays + Integer.BYTES * i, blocks.get(i).offset());
            behind.putInt(
                    arrays + Integer.BYTES * (blocks.size() + i), blocks.get(i).length());
        }
    }

    private static void put(ByteBuffer directory, int tag, int count, int value) {
        directory.putShort((short) tag).putShort((short) LONG).putInt(count).putInt(value);
    }
}
