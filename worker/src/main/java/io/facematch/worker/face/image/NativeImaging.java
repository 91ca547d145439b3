package io.facematch.worker.face.image;

import org.bytedeco.opencv.global.opencv_core;

/** Prepares OpenCV once per process, before its first use. */
public final class NativeImaging {
    static {
        // Images are freed by their owners, so JavaCPP's own book-keeping is switched off: it would read the process's
        // memory from /proc at every allocation and refuse to go on once that is four times the heap, which a small
        // heap beside large networks soon is.
        setDefault("org.bytedeco.javacpp.nopointergc", "true");
        setDefault("org.bytedeco.javacpp.maxBytes", "0");
        setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        opencv_core.setNumThreads(1);
    }

    private NativeImaging() {}

    /** Loads OpenCV; one thread per call, since each worker thread has a core of its own. */
    public static void prepare() {
        // Calling this runs the initializer above, once.
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
