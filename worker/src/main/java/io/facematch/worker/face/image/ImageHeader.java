package io.facematch.worker.face.image;

import io.facematch.verification.Reason;

/**
 * What the header of a file says about its image.
 *
 * @param width in pixels as stored, before the orientation is applied
 * @param height in pixels as stored
 * @param orientation EXIF orientation 1 to 8, 1 when absent or nonsense
 * @param transparent whether pixels may carry alpha
 */
record ImageHeader(ImageFormat format, int width, int height, int orientation, boolean transparent) {

    /** Reads the header by magic bytes; the name and the declared type of an upload are never believed. */
    static ImageHeader read(byte[] file, ImageLimits limits) throws RefusedImage {
        if (file.length == 0) {
            throw new RefusedImage(Reason.EMPTY_FILE);
        }
        if (file.length > limits.maxBytes()) {
            throw new RefusedImage(Reason.TOO_LARGE_FILE);
        }
        var bytes = new ByteView(file);
        var header = switch (sniff(bytes)) {
            case JPEG -> new JpegReader(bytes, limits.maxScans()).read();
            case PNG -> new PngReader(bytes).read();
            case BMP -> BmpReader.read(bytes);
            case TIFF -> TiffReader.read(bytes);
        };
        header.check(limits);
        return header;
    }

    private static ImageFormat sniff(ByteView bytes) throws RefusedImage {
        if (bytes.startsWith(0xFF, 0xD8, 0xFF)) {
            return ImageFormat.JPEG;
        }
        if (bytes.startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return ImageFormat.PNG;
        }
        if (bytes.startsWith('B', 'M')) {
            return ImageFormat.BMP;
        }
        if (bytes.startsWith('I', 'I', 42, 0) || bytes.startsWith('M', 'M', 0, 42)) {
            return ImageFormat.TIFF;
        }
        throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
    }

    private void check(ImageLimits limits) throws RefusedImage {
        if (width <= 0 || height <= 0) {
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
        if (Math.max(width, height) > limits.maxSide() || (long) width * height > limits.maxPixels()) {
            throw new RefusedImage(Reason.TOO_MANY_PIXELS);
        }
        if (Math.min(width, height) < limits.minSide()) {
            throw new RefusedImage(Reason.TOO_FEW_PIXELS);
        }
    }
}
