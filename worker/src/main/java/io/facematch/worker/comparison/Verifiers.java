package io.facematch.worker.comparison;

import io.facematch.face.FaceVerifier;
import io.facematch.face.Verification;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Verifiers serve one thread at a time; this hands them around, as many as there are threads comparing at once. */
final class Verifiers implements AutoCloseable {
    private final Supplier<FaceVerifier> source;
    private final Queue<FaceVerifier> idle = new ConcurrentLinkedQueue<>();

    Verifiers(Supplier<FaceVerifier> source) {
        this.source = source;
    }

    Verification verify(byte[] probe, byte[] reference) {
        var verifier = idle.poll();
        if (verifier == null) {
            verifier = source.get();
        }
        try {
            return verifier.verify(probe, reference);
        } finally {
            idle.add(verifier);
        }
    }

    @Override
    public void close() {
        idle.forEach(FaceVerifier::close);
        idle.clear();
    }
}
