package io.facematch.face;

/** Extracts the faces of both images of a pair. Belongs to one thread. */
interface PairExtractor extends AutoCloseable {
    /** The caller wipes what it gets; where one image fails, what the other gave is wiped here. */
    Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch);

    @Override
    void close();

    /** What each image gives to the comparison. */
    record Sides(Extraction probe, Extraction reference) {
        void wipe() {
            probe.wipe();
            reference.wipe();
        }
    }
}
