package io.facematch.face;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

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
    public Sides extract(byte[] probe, byte[] reference, Stopwatch stopwatch, BooleanSupplier cancelled) {
        var givenUp = new AtomicBoolean();
        BooleanSupplier ended = () -> givenUp.get() || cancelled.getAsBoolean();
        var referenceSide = CompletableFuture.supplyAsync(() -> references.extract(reference, stopwatch, ended), aside);
        Extraction probeSide = null;
        try {
            probeSide = probes.extract(probe, stopwatch, ended);
            return new Sides(probeSide, resultOf(referenceSide));
        } catch (RuntimeException | Error failed) {
            givenUp.set(true);
            if (probeSide != null) {
                probeSide.wipe();
            }
            // Otherwise the next pair would start while this reference is still being looked at.
            referenceSide
                    .thenAccept(Extraction::wipe)
                    .exceptionally(alsoFailed -> null)
                    .join();
            throw failed;
        }
    }

    /** An exception of the other thread is thrown here as if it came from this one. */
    private static Extraction resultOf(CompletableFuture<Extraction> side) {
        try {
            return side.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        aside.close();
        probes.close();
        references.close();
    }
}
