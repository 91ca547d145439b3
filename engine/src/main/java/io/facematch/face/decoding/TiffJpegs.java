package io.facematch.face.decoding;

import io.facematch.verification.Reason;

/** The JPEGs in the blocks of a TIFF. The decoder of Java would make missing rows grey and report success. */
record TiffJpegs(ByteView file, TiffDirectory page, TiffLayout layout, DecodingLimits limits) {

    /** Checks each block against its size and the limits, since a small one can cost minutes, and for missing rows. */
    void requireAllRows(Work work) throws RefusedImage {
        var tables = page.extent(TiffTag.JPEG_TABLES);
        var tableBytes = file.part(tables.offset(), tables.length());
        var tableSegments = JpegReader.tables(tableBytes, limits);
        var limitsOfBlocks = limits.forPartsOf((long) layout.width() * layout.height());
        for (var i = 0; i < layout.blocks().size(); i++) {
            var block = layout.blocks().get(i);
            var reader = new JpegReader(jpeg(file.part(block.offset(), block.length())), limitsOfBlocks);
            requireSize(reader.read().header(), i);
            var walk = reader.walk();
            walk.take(tableBytes, tableSegments);
            walk.requireAllRows(work);
        }
    }

    private void requireSize(ImageHeader jpeg, int block) throws RefusedImage {
        var top = block / layout.blocksAcross() * layout.blockHeight();
        if (jpeg.width() != layout.blockWidth()
                || jpeg.height() < Math.min(layout.blockHeight(), layout.height() - top)
                || jpeg.height() > layout.blockHeight()) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    static ByteView jpeg(ByteView bytes) throws RefusedImage {
        if (!bytes.startsWith(0xFF, 0xD8)) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        return bytes;
    }
}
