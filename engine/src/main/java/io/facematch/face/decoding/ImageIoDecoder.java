package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Hands BMP and TIFF to decoders in Java, band by band: a decoder's image lies in the heap, and the largest that is
 * allowed would not fit there.
 *
 * @param bits of a pixel
 */
record ImageIoDecoder(ImageHeader header, int bits, Alpha alpha) {
    /**
     * How much of the heap a band may take. The decoder starts from the top for every band, so there should be few: with
     * half of this, 40 megapixels in the smallest tiles need 87 MB of heap instead of 117, but 5.1 seconds instead of 3.4.
     */
    private static final long BAND_BYTES = 64 << 20;

    /** How much more a byte of the heap counts than other memory: the heap is small, and all threads share it. */
    private static final int HEAP_WEIGHT = 8;

    static {
        ImageIO.setUseCache(false);
    }

    /** So much that large images wait for their turn, like others that take much memory. */
    static long workingBytes(ImageHeader header, int bits) {
        var band = Math.min(BAND_BYTES, header.pixels() * bits / Byte.SIZE);
        return EncodedImage.BGR * header.pixels() + HEAP_WEIGHT * band;
    }

    /** The first image of a file whose header is checked. */
    Mat decode(ImageReaderSpi readers, byte[] file, int reduction) throws RefusedImage {
        try (var canvas = new PhotoCanvas(header.width(), header.height())) {
            var rows = bandHeight();
            for (var y = 0; y < header.height(); y += rows) {
                var band = new Rectangle(0, y, header.width(), Math.min(rows, header.height() - y));
                new RowColours(read(readers, file, band), alpha).paint(canvas, y);
            }
            return canvas.reduced(reduction);
        } catch (IOException | RuntimeException broken) {
            // On a damaged file, the decoders throw exceptions of all kinds.
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private int bandHeight() {
        var rowBytes = Math.ceilDiv((long) header.width() * bits, Byte.SIZE);
        return Math.clamp(BAND_BYTES / rowBytes, 1, header.height());
    }

    private BufferedImage read(ImageReaderSpi readers, byte[] file, Rectangle band) throws IOException, RefusedImage {
        ImageReader reader = readers.createReaderInstance(null);
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            var part = reader.getDefaultReadParam();
            part.setSourceRegion(band);
            var image = reader.read(0, part);
            if (image.getWidth() != band.width || image.getHeight() != band.height) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            return image;
        } finally {
            reader.dispose();
        }
    }
}
