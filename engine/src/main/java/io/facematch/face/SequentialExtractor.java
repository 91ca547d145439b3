package io.facematch.face;

/** One image after the other: gives the most pairs per second when every core compares another pair. */
record SequentialExtractor(FaceExtractor extractor) implements PairExtractor {
    @Override
    public Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch) {
        var probeSide = extractor.extract(probe, stopwatch);
        try {
            return new Sides(probeSide, extractor.extract(reference, stopwatch));
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
