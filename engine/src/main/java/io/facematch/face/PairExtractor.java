package io.facematch.face;

import java.util.function.BooleanSupplier;

/** Extracts the faces of both images of a pair. Belongs to one thread. */
interface PairExtractor extends AutoCloseable {
    /**
     * The caller wipes what it gets; where one image fails, what the other gave is wiped here.
     *
     * @param cancelled asked now and then, by one thread or two
     * @throws java.util.concurrent.CancellationException when it says so, or this thread is interrupted
     */
    Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch, BooleanSupplier cancelled);

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
