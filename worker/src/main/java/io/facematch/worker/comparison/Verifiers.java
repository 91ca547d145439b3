package io.facematch.worker.comparison;

import io.facematch.face.FaceEngine;
import io.facematch.face.FaceVerifier;
import io.facematch.face.Verification;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A pool of verifiers, each of which serves one thread at a time. It grows to as many as compare at once. */
final class Verifiers implements AutoCloseable {
    private final Pool sequential;
    private final Pool parallel;
    private final Semaphore places;

    /** @param atOnce how many pairs of archives are compared at once: more consumers than that take turns */
    Verifiers(FaceEngine engine, int atOnce) {
        this.sequential = new Pool(engine::newVerifier);
        this.parallel = new Pool(engine::newParallelVerifier);
        this.places = new Semaphore(atOnce, true);
    }

    /**
     * Compares a pair as long as it is waited for.
     *
     * @param clientWaits for this pair: then its two images are looked at in parallel
     * @throws CancellationException when the job is over, or this thread is interrupted
     */
    Verification verify(byte[] probe, byte[] reference, boolean clientWaits, BooleanSupplier over) {
        if (clientWaits) {
            return parallel.verify(probe, reference, over);
        }
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
        try {
            return sequential.verify(probe, reference, over);
        } finally {
            places.release();
        }
    }

    @Override
    public void close() {
        sequential.close();
        parallel.close();
    }

    private record Pool(Supplier<FaceVerifier> source, Queue<FaceVerifier> idle) {
        Pool(Supplier<FaceVerifier> source) {
            this(source, new ConcurrentLinkedQueue<>());
        }

        Verification verify(byte[] probe, byte[] reference, BooleanSupplier over) {
            var verifier = idle.poll();
            if (verifier == null) {
                verifier = source.get();
            }
            try {
                return verifier.verify(probe, reference, over);
            } finally {
                idle.add(verifier);
            }
        }

        void close() {
            idle.forEach(FaceVerifier::close);
            idle.clear();
        }
    }
}
