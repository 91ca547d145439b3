package io.facematch.face;

/** One image after the other: the most pairs per second where every core has a pair of its own. */
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
