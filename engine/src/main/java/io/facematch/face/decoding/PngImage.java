package io.facematch.face.decoding;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A PNG. In Java: libpng would go on unpacking behind the last row, and it would do so for gigabytes.
 *
 * @param data the packed rows
 */
record PngImage(ByteView file, ImageHeader header, PngLayout layout, PngColours colours, List<Extent> data)
        implements EncodedImage {

    static PngImage read(ByteView file, DecodingLimits limits) throws RefusedImage {
        return new PngReader(file, limits).read();
    }

    @Override
    public long workingBytes(int reduction) {
        return BGR * header.pixels();
    }

    @Override
    public Mat decode(int reduction, Work work) throws RefusedImage {
        try (var canvas = new PhotoCanvas(header.width(), header.height());
                var rows = new PngRows(file, data, work)) {
            for (var pass : layout.passes()) {
                // Narrow pictures have no pixels in some passes, not even the types of filters.
                if (pass.x() < header.width()) {
                    paint(pass, rows, canvas);
                }
            }
            rows.requireEnd();
            return canvas.reduced(reduction);
        }
    }

    private void paint(PngLayout.Pass pass, PngRows rows, PhotoCanvas canvas) throws RefusedImage {
        var columns = pass.columns(header.width());
        var raw = new byte[1 + layout.rowLength(columns)];
        var row = new byte[raw.length - 1];
        var above = new byte[raw.length - 1];
        var bgr = new byte[BGR * columns];
        for (var y = pass.y(); y < header.height(); y += pass.down()) {
            rows.read(raw);
            if (colours.isPlainRgb()) {
                PngFilter.undoRgb(raw, above, row);
                canvas.put(pass.x(), y, pass.across(), row, columns);
            } else {
                undo(raw, above, row);
                colours.toBgr(row, bgr, columns);
                canvas.put(pass.x(), y, pass.across(), bgr, columns);
            }
            var done = above;
            above = row;
            row = done;
        }
    }

    private void undo(byte[] raw, byte[] above, byte[] row) throws RefusedImage {
        if (layout.bytesPerPixel() == 1) {
            PngFilter.undoGrey(raw, above, row);
        } else {
            PngFilter.undo(raw, above, row, layout.bytesPerPixel());
        }
    }
}
