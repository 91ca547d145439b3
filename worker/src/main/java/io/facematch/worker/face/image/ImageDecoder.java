package io.facematch.worker.face.image;

import io.facematch.verification.Reason;

/**
 * Turns an uploaded file into one upright BGR image, or says why not. JPEG and PNG go through OpenCV, which is several
 * times faster; BMP and TIFF, whose native decoders have a long record of memory errors, through the JDK.
 */
public final class ImageDecoder {
    static {
        NativeImaging.prepare();
    }

    private final ImageLimits limits;

    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /** Never throws for what is in the file. */
    public Decoding decode(byte[] file) {
        try {
            var header = ImageHeader.read(file, limits);
            return new Decoding.Decoded(pixels(file, header));
        } catch (RefusedImage refused) {
            return new Decoding.Refused(refused.reason());
        }
    }

    private static FaceImage pixels(byte[] file, ImageHeader header) throws RefusedImage {
        try {
            return switch (header.format()) {
                case JPEG, PNG -> OpenCvDecoder.decode(file, header);
                case BMP, TIFF -> JdkDecoder.decode(file, header);
            };
        } catch (RuntimeException | StackOverflowError broken) {
            // Decoders meet a damaged file with whatever exception happens to come first.
            throw new RefusedImage(Reason.DAMAGED_FILE);
        }
    }
}
