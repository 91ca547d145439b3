package io.facematch.face.decoding;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.facematch.face.decoding.TiffLayout.Compression;
import java.awt.Rectangle;
import org.bytedeco.opencv.opencv_core.Mat;

/** The first page of a TIFF. In Java: the native decoders of this format have a long record of memory errors. */
record TiffImage(ByteView file, TiffDirectory page, TiffLayout layout, ImageHeader header, DecodingLimits limits)
        implements EncodedImage {
    private static final TIFFImageReaderSpi READERS = new TIFFImageReaderSpi();

    /** Of the heap for blocks that are read together. */
    private static final int BAND_BYTES = 16 << 20;

    static EncodedImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        var page = new TiffDirectory(file);
        var layout = TiffLayout.read(page, file, limits);
        var orientation = new PhotoOrientation();
        orientation.readPage(page, file);
        var header = new ImageHeader(layout.width(), layout.height(), orientation.value());
        return layout.compression() == Compression.OLD_JPEG
                ? new TiffOldJpeg(file, page, layout).read(header, limits)
                : new TiffImage(file, page, layout, header, limits);
    }

    @Override
    public long workingBytes(int reduction) {
        return ImageIoDecoder.workingBytes(header, layout.bitsPerPixel());
    }

    @Override
    public Mat decode(int reduction, Work work) throws RefusedImage {
        if (layout.compression() == Compression.JPEG) {
            new TiffJpegs(file, page, layout, limits).requireAllRows(work);
        }
        var decoder = new ImageIoDecoder(READERS, header, layout.bitsPerPixel(), layout.alpha(), work);
        try (var canvas = new PhotoCanvas(header.width(), header.height())) {
            var rowsOfBlocks = (int) Math.max(1, BAND_BYTES / bytesOfBlockRow());
            for (var top = 0; top < layout.blocksDown(); top += rowsOfBlocks) {
                paint(top, Math.min(rowsOfBlocks, layout.blocksDown() - top), decoder, canvas, work);
            }
            return canvas.reduced(reduction);
        }
    }

    private long bytesOfBlockRow() {
        return (long) Math.ceilDiv(header.width() * layout.bitsPerPixel(), Byte.SIZE) * layout.blockHeight();
    }

    /** Paints some rows of blocks; in several bands if the blocks are too large for one. */
    private void paint(int top, int count, ImageIoDecoder decoder, PhotoCanvas canvas, Work work) throws RefusedImage {
        var first = top * layout.blockHeight();
        var height = Math.min(count * layout.blockHeight(), header.height() - first);
        var part = new TiffPart(file, page, layout).withBlocks(top, count, height);
        for (var y = 0; y < height; y += decoder.bandHeight()) {
            var area = new Rectangle(0, y, header.width(), Math.min(decoder.bandHeight(), height - y));
            decoder.paint(part.input(work), area, canvas, first + y);
        }
    }
}
