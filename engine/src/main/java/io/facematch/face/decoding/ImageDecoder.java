package io.facematch.face.decoding;

import io.facematch.face.image.FaceImage;
import io.facematch.face.image.NativeImaging;
import io.facematch.face.tuning.Tuning;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Turns an uploaded file into one upright BGR image, or says why not. JPEG and PNG go through OpenCV, which is several
 * times faster; BMP and TIFF, whose native decoders have a long record of memory errors, through TwelveMonkeys, in
 * Java.
 */
public final class ImageDecoder {
    /**
     * An image that takes more bytes waits for its turn: all threads together then need the memory of one such image.
     */
    private static final long LARGE = 128 << 20;

    private static final Semaphore TURN = new Semaphore(1, true);

    static {
        NativeImaging.prepare();
    }

    private final DecodingLimits limits;
    private final int enoughPixels;

    public ImageDecoder(DecodingLimits limits) {
        this(limits, Tuning.ENOUGH_PIXELS);
    }

    ImageDecoder(DecodingLimits limits, int enoughPixels) {
        this.limits = limits;
        this.enoughPixels = enoughPixels;
    }

    /** Never throws for what is in the file. */
    public Decoding decode(byte[] file) {
        try {
            return new Decoding.Decoded(image(EncodedImage.read(file, limits)));
        } catch (RefusedImage refused) {
            return new Decoding.Refused(refused.reason());
        } catch (IOException | RuntimeException broken) {
            // On a damaged file, decoders throw exceptions of all kinds.
            return new Decoding.Refused(Reason.DAMAGED_FILE);
        }
    }

    private FaceImage image(EncodedImage encoded) throws RefusedImage, IOException {
        var header = encoded.header();
        var reduction = reduction(Math.max(header.width(), header.height()));
        if (encoded.workingBytes(reduction) <= LARGE) {
            return decoded(encoded, reduction);
        }
        TURN.acquireUninterruptibly();
        try {
            return decoded(encoded, reduction);
        } finally {
            TURN.release();
        }
    }

    private static FaceImage decoded(EncodedImage encoded, int reduction) throws RefusedImage, IOException {
        var header = encoded.header();
        return FaceImage.of(
                encoded.decode(reduction), header.width(), header.height(), header.orientation(), reduction);
    }

    private int reduction(int longerSide) {
        var reduction = 1;
        while (reduction < Tuning.MAX_REDUCTION && longerSide >= 2 * reduction * enoughPixels) {
            reduction *= 2;
        }
        return reduction;
    }
}
