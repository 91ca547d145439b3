package io.facematch.face.decoding;

import io.facematch.verification.Reason;
import java.io.IOException;
import org.bytedeco.opencv.opencv_core.Mat;

/** A file whose header promises an image within the limits. */
sealed interface EncodedImage permits JpegImage, PngImage, BmpImage, TiffImage {

    /** Bytes of a pixel. */
    int BGR = 3;

    ImageHeader header();

    /** About how much memory decoding takes; memory in the heap counts for more. */
    long workingBytes(int reduction);

    /**
     * The image as stored, not yet upright: a new 8-bit BGR image.
     *
     * @param reduction what both sides are divided by: 1, 2 or 4
     * @throws IOException or an unchecked exception, as well as a refusal, when the file is damaged
     */
    Mat decode(int reduction) throws RefusedImage, IOException;

    /** Recognizes the format by its magic bytes, never by the name or the declared type of an upload. */
    static EncodedImage read(byte[] file, DecodingLimits limits) throws RefusedImage {
        if (file.length == 0) {
            throw new RefusedImage(Reason.EMPTY_FILE);
        }
        if (file.length > limits.maxBytes()) {
            throw new RefusedImage(Reason.TOO_LARGE_FILE);
        }
        var bytes = new ByteView(file);
        if (bytes.startsWith(0xFF, 0xD8, 0xFF)) {
            return JpegImage.read(bytes, limits);
        }
        if (bytes.startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return PngImage.read(bytes, limits);
        }
        if (bytes.startsWith('B', 'M')) {
            return BmpImage.read(bytes, limits);
        }
        if (bytes.startsWith('I', 'I', 42, 0) || bytes.startsWith('M', 'M', 0, 42)) {
            return TiffImage.read(bytes, limits);
        }
        throw new RefusedImage(Reason.UNSUPPORTED_FORMAT);
    }
}
