package io.facematch.face.decoding;

import io.facematch.face.decoding.TiffLayout.Compression;
import java.io.IOException;
import org.bytedeco.opencv.opencv_core.Mat;

/** The first page of a TIFF. In plain Java, but for JPEGs inside of it, and no more at a time than a row of a block. */
record TiffImage(ByteView file, TiffLayout layout, ImageHeader header, ImageLimits limits) implements EncodedImage {

    static TiffImage read(ByteView file, ImageLimits limits) throws RefusedImage {
        var layout = TiffLayout.read(file, limits);
        return new TiffImage(
                file, layout, new ImageHeader(layout.width(), layout.height(), layout.orientation()), limits);
    }

    @Override
    public long workingBytes(int reduction) {
        return BGR * header.pixels();
    }

    @Override
    public Mat decode(int reduction) throws RefusedImage, IOException {
        if (layout.compression() == Compression.JPEG && layout.isOneBlock()) {
            return jpeg(0, 0, layout.height()).decode(reduction);
        }
        try (var canvas = new PhotoCanvas(layout.width(), layout.height());
                var rows = new TiffRows(layout, file)) {
            for (var y = 0; y < layout.height(); y += layout.blockHeight()) {
                for (var x = 0; x < layout.width(); x += layout.blockWidth()) {
                    paintBlock(x, y, rows, canvas);
                }
            }
            return canvas.reduced(reduction);
        }
    }

    private void paintBlock(int x, int y, TiffRows rows, PhotoCanvas canvas) throws RefusedImage, IOException {
        var width = Math.min(layout.blockWidth(), layout.width() - x);
        var height = Math.min(layout.blockHeight(), layout.height() - y);
        if (layout.compression() == Compression.JPEG) {
            try (var block = jpeg(x, y, height).decode(1)) {
                canvas.put(x, y, block, width, height);
            }
            return;
        }
        var bgr = new byte[BGR * width];
        rows.start(x, y);
        for (var row = 0; row < height; row++) {
            layout.colour().paint(rows.read(), layout.samples(), width, bgr);
            canvas.put(x, y + row, bgr, width);
        }
    }

    private JpegImage jpeg(int x, int y, int height) throws RefusedImage {
        return TiffJpeg.read(file, layout, layout.block(x, y, 0), height, limits);
    }
}
