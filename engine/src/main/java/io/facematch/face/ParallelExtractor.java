package io.facematch.face;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Both images at once, the reference on another thread: the answer comes after little more than half the time. */
final class ParallelExtractor implements PairExtractor {
    private final FaceExtractor probes;
    private final FaceExtractor references;
    private final ExecutorService aside = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("reference").factory());

    ParallelExtractor(FaceExtractor probes, FaceExtractor references) {
        this.probes = probes;
        this.references = references;
    }

    @Override
    public Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch) {
        var referenceSide = CompletableFuture.supplyAsync(() -> references.extract(reference, stopwatch), aside);
        Extraction probeSide;
        try {
            probeSide = probes.extract(probe, stopwatch);
        } catch (RuntimeException | Error failed) {
            // Otherwise the next pair would start while this reference is still being looked at.
            referenceSide
                    .thenAccept(Extraction::wipe)
                    .exceptionally(alsoFailed -> null)
                    .join();
            throw failed;
        }
        try {
            return new Sides(probeSide, resultOf(referenceSide));
        } catch (RuntimeException | Error failed) {
            probeSide.wipe();
            throw failed;
        }
    }

    /** An exception of the other thread is thrown here as if it came from this one. */
    private static Extraction resultOf(CompletableFuture<Extraction> side) {
        try {
            return side.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        aside.close();
        probes.close();
        references.close();
    }
}
