package io.facematch.face.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;

/** Prepares OpenCV before its first use. */
public final class NativeImaging {
    static {
        // Images are freed by their owners, so JavaCPP's own book-keeping is switched off: it would read the process's
        // memory from /proc at every allocation and refuse to go on once that is four times the heap, which a small
        // heap beside large networks soon is.
        setDefault("org.bytedeco.javacpp.nopointergc", "true");
        setDefault("org.bytedeco.javacpp.maxBytes", "0");
        setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }

    private NativeImaging() {}

    /**
     * Loads OpenCV; one thread per call, since each worker thread has a core of its own.
     *
     * @throws IllegalStateException if there is no folder that is surely this user's to unpack it into
     */
    public static void prepare() {
        requireOwnCache();
        opencv_core.setNumThreads(1);
    }

    /**
     * What lies in the cache is run. Where a user's home can't be written to, JavaCPP would go on to a folder that any
     * other user may have made first.
     */
    private static void requireOwnCache() {
        var sharedCache = new File(
                System.getProperty("java.io.tmpdir"), ".javacpp-" + System.getProperty("user.name") + "/cache");
        try {
            if (Loader.getCacheDir().equals(sharedCache.getCanonicalFile())) {
                throw new IllegalStateException("OpenCV can't be unpacked into .javacpp in "
                        + System.getProperty("user.home")
                        + ": make it writable, or name another folder with -Dorg.bytedeco.javacpp.cachedir");
            }
        } catch (IOException noCache) {
            throw new UncheckedIOException(noCache);
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
