package io.facematch.face.decoding;

import io.facematch.verification.FileFormat;
import io.facematch.verification.Reason;
import java.io.IOException;
import org.bytedeco.opencv.opencv_core.Mat;

/** A file whose header promises an image within the limits. */
sealed interface EncodedImage permits JpegImage, PngImage, BmpImage, TiffImage, WebPImage {

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
    Mat decode(int reduction, Work work) throws RefusedImage, IOException;

    /** Recognizes the format by its magic bytes, never by the name or the declared type of an upload. */
    static EncodedImage read(byte[] file, DecodingLimits limits) throws RefusedImage {
        if (file.length == 0) {
            throw new RefusedImage(Reason.EMPTY_FILE);
        }
        if (file.length > limits.maxBytes()) {
            throw new RefusedImage(Reason.TOO_LARGE_FILE);
        }
        var format = FileFormat.of(file).orElseThrow(() -> new RefusedImage(Reason.UNSUPPORTED_FORMAT));
        var bytes = new ByteView(file);
        return switch (format) {
            case JPEG -> JpegImage.read(bytes, limits);
            case PNG -> PngImage.read(bytes, limits);
            case BMP -> BmpImage.read(bytes, limits);
            case TIFF -> TiffImage.read(bytes, limits);
            case WEBP -> WebPImage.read(bytes, limits);
            case AVIF,
                    ARCHIVE,
                    BASE64,
                    BIG_TIFF,
                    CAMERA_RAW,
                    DICOM,
                    GIF,
                    HEIC,
                    ICON,
                    JPEG_2000,
                    JPEG_XL,
                    JPEG_XR,
                    PDF,
                    PHOTOSHOP,
                    SVG,
                    VIDEO,
                    WEB_PAGE -> throw new RefusedImage(format.refusal().orElse(Reason.UNSUPPORTED_FORMAT));
        };
    }
}
