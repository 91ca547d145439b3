package io.facematch.worker.comparison;

import io.facematch.queue.Topology;

/**
 * How many messages a worker may hold, so that they fit into its memory whatever their size. The broker counts messages, not
 * bytes; so lanes of small pairs and lanes of large ones are taken from apart, of large ones each thread holds one message a
 * lane, and what is left decides how many small ones may wait.
 *
 * @param smallThreads that take from the lanes of small pairs
 * @param smallPrefetch messages that each of them may hold of each such lane
 * @param largeThreads that take from the lanes of large pairs, one message a lane
 * @param bytes that all messages together may have, and their opened images
 */
record ConsumerPlan(int smallThreads, int smallPrefetch, int largeThreads, long bytes) {
    /** Of the heap, for messages. The rest is for everything else, and for an API in the same process. */
    private static final double SHARE = 0.45;

    static ConsumerPlan of(WorkerSettings settings, long heap) {
        var largest = settings.largestMessage().toBytes();
        var threads = settings.bulkThreads();
        var budget = (long) (heap * SHARE);
        // A message of each other queue, and its opened images where it is opened: not of the dead ones.
        var others = (2L * settings.singleThreads() + 3) * largest;
        var large = (Topology.largeLanes().size() + 1) * largest;
        var largeThreads = atMost(threads, (budget - others - small(threads, 1)) / large);
        var left = budget - others - largeThreads * large;
        var prefetch = atMost(settings.prefetch(), (left / small(threads, 1)));
        return new ConsumerPlan(
                threads, prefetch, largeThreads, others + largeThreads * large + small(threads, prefetch));
    }

    private static long small(int threads, int prefetch) {
        return (long) threads * (Topology.smallLanes().size() * prefetch + 1) * Topology.SMALL_PAIR_BYTES;
    }

    /** One at least: without it nothing would be compared. */
    private static int atMost(int most, long possible) {
        return (int) Math.max(1, Math.min(most, possible));
    }

    /** Whether even the least that a worker must hold is more than its share of the heap. */
    boolean isTooLargeFor(long heap) {
        return bytes > heap * SHARE;
    }

    /** The smallest heap in which messages of any size fit. */
    long leastHeap() {
        return (long) Math.ceil(bytes / SHARE);
    }
}
