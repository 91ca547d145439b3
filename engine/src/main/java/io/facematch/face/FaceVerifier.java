package io.facematch.face;

import io.facematch.card.Calibration;
import io.facematch.face.Extraction.Face;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.Extraction.Refused;
import io.facematch.verification.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says how alike the faces of two images are: decode, detect, select, align and embed each side, then compare. Belongs
 * to one thread. Symmetric: with the images swapped the similarity is the same bit for bit.
 */
public final class FaceVerifier implements AutoCloseable {
    private final PairExtractor extractor;
    private final Calibration calibration;

    FaceVerifier(PairExtractor extractor, Calibration calibration) {
        this.extractor = extractor;
        this.calibration = calibration;
    }

    /**
     * Compares two encoded images.
     *
     * @return never an exception for what is in the images; an exception is a defect
     */
    public Verification verify(byte[] probe, byte[] reference) {
        return verify(probe, reference, () -> false);
    }

    /**
     * Compares two encoded images as long as somebody waits for the answer.
     *
     * @param cancelled asked now and then while an image is decoded, by one thread or two, so it should be cheap
     * @throws java.util.concurrent.CancellationException when it says so, and when the thread is interrupted, which it
     *     stays; the verifier can be used again
     */
    public Verification verify(byte[] probe, byte[] reference, BooleanSupplier cancelled) {
        var stopwatch = new Stopwatch();
        var sides = extractor.extract(probe, reference, stopwatch, cancelled);
        try {
            return conclude(sides.probe(), sides.reference(), stopwatch);
        } finally {
            sides.wipe();
        }
    }

    private Verification conclude(Extraction probe, Extraction reference, Stopwatch stopwatch) {
        if (probe instanceof Faces probes && reference instanceof Faces references) {
            return compare(probes.faces(), references.faces(), stopwatch);
        }
        return new Verification.NotCompared(
                reason(probe),
                reason(reference),
                face(probe),
                face(reference),
                probe.size(),
                reference.size(),
                stopwatch.timings());
    }

    /** Of several faces the pair that is most alike decides. */
    private Verification compare(List<Face> probes, List<Face> references, Stopwatch stopwatch) {
        var best = probes.stream()
                .flatMap(probe -> references.stream().map(reference -> new Candidate(probe, reference)))
                .max(Comparator.comparingDouble(Candidate::cosine))
                .orElseThrow();
        var cosine = best.cosine();
        return new Verification.Compared(
                calibration.similarity(cosine),
                cosine,
                best.probe().report(),
                best.reference().report(),
                stopwatch.timings());
    }

    private static @Nullable Reason reason(Extraction side) {
        return side instanceof Refused refused ? refused.reason() : null;
    }

    /** The largest face, which comes last: without a face on the other side, no comparison chooses one. */
    private static @Nullable FaceReport face(Extraction side) {
        return side instanceof Faces found ? found.faces().getLast().report() : null;
    }

    @Override
    public void close() {
        extractor.close();
    }

    private record Candidate(Face probe, Face reference) {
        double cosine() {
            return probe.embedding().cosine(reference.embedding());
        }
    }
}
