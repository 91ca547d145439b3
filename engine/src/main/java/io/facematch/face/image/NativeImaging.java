package io.facematch.face.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;

/** Prepares OpenCV before its first use. */
public final class NativeImaging {
    static {
        // Images are freed by their owners, so JavaCPP's own accounting is switched off. It would read the process's
        // memory from /proc at every allocation, and fail once that is four times the heap. With a small heap and
        // large networks, that happens soon.
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
     * Libraries in the cache are executed. When a user's home can't be written to, JavaCPP would use a folder that
     * another user may have made before.
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
