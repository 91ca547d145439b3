package io.facematch.start;

/**
 * Requests have virtual threads, of which Java runs as many at once as there are cores. One that computes for seconds, as
 * for a large workbook, would hold up all others on a small machine. With more of what carries them the operating system
 * divides the cores fairly, as it does among other threads.
 */
public final class VirtualThreads {
    private static final String SETTING = "jdk.virtualThreadScheduler.parallelism";
    private static final int AT_ONCE = 64;

    private VirtualThreads() {}

    /** To be called first of all: Java looks once, when it starts the first of them. */
    public static void compute() {
        System.getProperties().putIfAbsent(SETTING, Integer.toString(AT_ONCE));
    }
}
