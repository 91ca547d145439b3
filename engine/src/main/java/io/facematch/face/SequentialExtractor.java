package io.facematch.face;

import java.util.function.BooleanSupplier;

/** One image after the other: gives the most pairs per second when every core compares another pair. */
record SequentialExtractor(FaceExtractor extractor) implements PairExtractor {
    @Override
    public Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch, BooleanSupplier cancelled) {
        var probeSide = extractor.extract(probe, stopwatch, cancelled);
        try {
            return new Sides(probeSide, extractor.extract(reference, stopwatch, cancelled));
        } catch (RuntimeException | Error failed) {
            probeSide.wipe();
            throw failed;
        }
    }

    @Override
    public void close() {
        extractor.close();
    }
}
