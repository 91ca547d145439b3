package io.facematch.face.decoding;

import io.facematch.face.image.FaceImage;
import io.facematch.face.image.NativeImaging;
import io.facematch.face.tuning.Tuning;
import io.facematch.verification.Reason;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Turns an uploaded file into one upright BGR image, or says why not. JPEG and WebP go through OpenCV, PNG through code of
 * our own, BMP and TIFF, whose native decoders have a long record of memory errors, through TwelveMonkeys, in Java. What
 * Java decodes ends when its budget is spent, the thread is interrupted or nobody waits any more. OpenCV can't be
 * stopped; what it gets is known to take two seconds at most.
 */
public final class ImageDecoder {
    /**
     * An image that takes more bytes waits for its turn: all threads together then need the memory of one such image.
     */
    private static final long LARGE = 128 << 20;

    private static final Semaphore TURN = new Semaphore(1, true);
    private static final long BETWEEN_LOOKS_MILLIS = 1000;

    static {
        NativeImaging.prepare();
    }

    private final DecodingLimits limits;
    private final DecodingBudget budget;
    private final LongSupplier nanos;
    private final int enoughPixels;

    public ImageDecoder(DecodingLimits limits, DecodingBudget budget) {
        this(limits, budget, ProcessorTime::nanos, Tuning.ENOUGH_PIXELS);
    }

    ImageDecoder(DecodingLimits limits, DecodingBudget budget, LongSupplier nanos, int enoughPixels) {
        this.limits = limits;
        this.budget = budget;
        this.nanos = nanos;
        this.enoughPixels = enoughPixels;
    }

    /** Never throws for what is in the file. */
    public Decoding decode(byte[] file) {
        return decode(file, () -> false);
    }

    /**
     * Decodes a photo as long as somebody waits for it.
     *
     * @param cancelled asked now and then, so it should be cheap
     * @throws CancellationException when it says so, and when the thread is interrupted, which it stays
     */
    public Decoding decode(byte[] file, BooleanSupplier cancelled) {
        try {
            var encoded = EncodedImage.read(file, limits);
            return new Decoding.Decoded(image(encoded, new Work(budget, nanos, cancelled)));
        } catch (RefusedImage refused) {
            return new Decoding.Refused(refused.reason());
        } catch (CancellationException cancellation) {
            throw cancellation;
        } catch (IOException | RuntimeException broken) {
            // On a damaged file, decoders throw exceptions of all kinds.
            return new Decoding.Refused(Reason.DAMAGED_FILE);
        }
    }

    private FaceImage image(EncodedImage encoded, Work work) throws IOException {
        work.look();
        var header = encoded.header();
        var reduction = reduction(Math.max(header.width(), header.height()));
        if (encoded.workingBytes(reduction) <= LARGE) {
            return decoded(encoded, reduction, work);
        }
        awaitTurn(work);
        try {
            return decoded(encoded, reduction, work);
        } finally {
            TURN.release();
        }
    }

    private static void awaitTurn(Work work) throws RefusedImage {
        try {
            while (!TURN.tryAcquire(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
                work.look();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        }
    }

    private static FaceImage decoded(EncodedImage encoded, int reduction, Work work) throws IOException {
        var header = encoded.header();
        return FaceImage.of(
                encoded.decode(reduction, work), header.width(), header.height(), header.orientation(), reduction);
    }

    private int reduction(int longerSide) {
        var reduction = 1;
        while (reduction < Tuning.MAX_REDUCTION && longerSide >= 2 * reduction * enoughPixels) {
            reduction *= 2;
        }
        return reduction;
    }
}
