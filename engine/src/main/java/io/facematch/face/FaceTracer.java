package io.facematch.face;

import io.facematch.card.Calibration;
import io.facematch.face.Extraction.Faces;
import io.facematch.face.Extraction.Refused;
import io.facematch.face.PairTrace.Comparison;
import io.facematch.face.trace.FaceTrace;
import io.facematch.face.trace.PhotoTrace;
import io.facematch.face.trace.PhotoTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Shows how an answer came about: takes photos the way that {@link FaceVerifier} takes them, through the same stages, and
 * keeps pictures and numbers of each. Belongs to one thread.
 */
public final class FaceTracer implements AutoCloseable {
    private final FaceExtractor extractor;
    private final PhotoTracer tracer;
    private final Calibration calibration;
    private final TracedPair pair = new TracedPair();
    private final FaceVerifier verifier;

    FaceTracer(FaceExtractor extractor, PhotoTracer tracer, Calibration calibration) {
        this.extractor = extractor;
        this.tracer = tracer;
        this.calibration = calibration;
        this.verifier = new FaceVerifier(pair, calibration);
    }

    /** @return never an exception for what is in the image; an exception is a defect */
    public PhotoTrace trace(byte[] photo) {
        var traced = traced(photo, new Stopwatch(), () -> false);
        traced.extraction().wipe();
        return traced.trace();
    }

    /** @return never an exception for what is in the images; an exception is a defect */
    public PairTrace trace(byte[] probe, byte[] reference) {
        var verification = verifier.verify(probe, reference);
        return new PairTrace(pair.photos.getFirst(), pair.photos.getLast(), pair.comparisons, verification);
    }

    private Traced traced(byte[] photo, Stopwatch stopwatch, BooleanSupplier cancelled) {
        var before = stopwatch.timings();
        var extraction = extractor.extract(photo, stopwatch, cancelled);
        var after = stopwatch.timings();
        var trace = tracer.finish(
                photo,
                extraction instanceof Refused refused ? refused.reason() : null,
                after.decode().minus(before.decode()),
                after.detect().minus(before.detect()),
                after.embed().minus(before.embed()));
        return new Traced(trace, extraction);
    }

    @Override
    public void close() {
        verifier.close();
    }

    private record Traced(PhotoTrace trace, Extraction extraction) {
        /** A comparable face and its place among all faces that were found. */
        record Placed(int place, Extraction.Face face) {}

        /** An extraction has its faces smallest first, a trace has them largest first. */
        Stream<Placed> compared() {
            if (!(extraction instanceof Faces found)) {
                return Stream.empty();
            }
            var faces = found.faces().reversed().iterator();
            return trace.where(FaceTrace::compared).mapToObj(place -> new Placed(place, faces.next()));
        }
    }

    /** Stands between the extractor and the verifier, which wipes the embeddings as soon as it has decided. */
    private final class TracedPair implements PairExtractor {
        private List<PhotoTrace> photos = List.of();
        private List<Comparison> comparisons = List.of();

        @Override
        public Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch, BooleanSupplier cancelled) {
            var probeSide = traced(probe, stopwatch, cancelled);
            try {
                var referenceSide = traced(reference, stopwatch, cancelled);
                photos = List.of(probeSide.trace(), referenceSide.trace());
                comparisons = comparisons(probeSide, referenceSide);
                return new Sides(probeSide.extraction(), referenceSide.extraction());
            } catch (RuntimeException | Error failed) {
                probeSide.extraction().wipe();
                throw failed;
            }
        }

        private List<Comparison> comparisons(Traced probe, Traced reference) {
            var references = reference.compared().toList();
            var all = new ArrayList<Comparison>();
            probe.compared()
                    .forEach(one -> references.forEach(other -> {
                        var cosine = one.face().embedding().cosine(other.face().embedding());
                        all.add(new Comparison(one.place(), other.place(), cosine, calibration.similarity(cosine)));
                    }));
            return all;
        }

        @Override
        public void close() {
            extractor.close();
        }
    }
}
