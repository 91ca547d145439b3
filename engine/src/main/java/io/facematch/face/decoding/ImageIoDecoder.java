package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Hands BMP and TIFF to decoders in Java, band by band: a decoder's image lies in the heap, and the largest that is
 * allowed would not fit there.
 *
 * @param bits of a pixel
 */
record ImageIoDecoder(ImageReaderSpi readers, ImageHeader header, int bits, Alpha alpha, Work work) {
    /** How much of the heap a band takes. A file that can't be entered in its middle is read from its start for each. */
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

    /** How many rows a band has. */
    int bandHeight() {
        return Math.clamp(BAND_BYTES / rowBytes(), 1, header.height());
    }

    /**
     * Paints rows of the first image of a file whose header is checked.
     *
     * @param area in the image of this file
     * @param top row of the canvas for the first row of the area
     */
    void paint(PhotoInput input, Rectangle area, PhotoCanvas canvas, int top) throws RefusedImage {
        work.take(rowBytes() * (area.y + area.height));
        try {
            new RowColours(read(input, area), alpha).paint(canvas, top);
        } catch (RefusedImage | CancellationException ended) {
            throw ended;
        } catch (IOException | RuntimeException broken) {
            // On a damaged file, the decoders throw exceptions of all kinds.
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }

    private long rowBytes() {
        return Math.ceilDiv((long) header.width() * bits, Byte.SIZE);
    }

    private BufferedImage read(PhotoInput input, Rectangle area) throws IOException {
        ImageReader reader = readers.createReaderInstance(null);
        try (input) {
            reader.setInput(input, true, true);
            var part = reader.getDefaultReadParam();
            part.setSourceRegion(area);
            var image = reader.read(0, part);
            if (image.getWidth() != area.width || image.getHeight() != area.height) {
                throw new RefusedImage(Reason.DAMAGED_FILE);
            }
            return image;
        } finally {
            reader.dispose();
        }
    }
}
