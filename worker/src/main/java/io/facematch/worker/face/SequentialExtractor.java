package io.facematch.worker.face;

/** One image after the other: the most pairs per second where every core has a pair of its own. */
record SequentialExtractor(FaceExtractor extractor) implements PairExtractor {
    @Override
    public Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch) {
        return new Sides(extractor.extract(probe, stopwatch), extractor.extract(reference, stopwatch));
    }

    @Override
    public void close() {
        extractor.close();
    }
}
