package io.facematch.standalone.serve;

import java.util.concurrent.CountDownLatch;

/** Keeps a command in the foreground until the process is stopped. */
final class Foreground {
    private Foreground() {}

    /** Never returns: the process ends by its shutdown hooks. */
    static void awaitTermination() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
