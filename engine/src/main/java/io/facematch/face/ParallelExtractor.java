package io.facematch.face;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Both images at once, the reference on a thread of its own: the answer comes in little more than half the time. */
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
            // The next pair must not meet this one's reference.
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

    /** What failed there fails here as if it had been done here. */
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
