package io.facematch.worker.face.image;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.opencv.global.opencv_core;

/** Prepares OpenCV once per process, before its first use. */
public final class NativeImaging {
    static {
        // Images are freed by their owners, so JavaCPP's own book-keeping is switched off: it would read the process's
        // memory from /proc at every allocation and refuse to go on once that is four times the heap, which a small
        // heap beside large networks soon is.
        setDefault("org.bytedeco.javacpp.nopointergc", () -> "true");
        setDefault("org.bytedeco.javacpp.maxBytes", () -> "0");
        setDefault("org.bytedeco.javacpp.maxPhysicalBytes", () -> "0");
        setDefault(
                "org.bytedeco.javacpp.cachedir",
                () -> cacheDirectory(Path.of(System.getProperty("java.io.tmpdir")))
                        .toString());
        opencv_core.setNumThreads(1);
    }

    private NativeImaging() {}

    /** Loads OpenCV; one thread per call, since each worker thread has a core of its own. */
    public static void prepare() {
        // Calling this runs the initializer above, once.
    }

    /**
     * Where OpenCV's libraries are unpacked, to be found there by the next start. Whoever can write there decides what runs
     * here, so a folder that may be somebody else's is left alone, and this start unpacks into a new one.
     *
     * @param temporary the folder for temporary files, which all users of a machine may share
     */
    static Path cacheDirectory(Path temporary) {
        try {
            var folder = temporary.resolve("facematch-" + System.getProperty("user.name"));
            var fresh = Files.createTempDirectory(temporary, "facematch-");
            try {
                return Files.move(fresh, folder);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException there) {
                if (!isOnlyOurs(folder, Files.getOwner(fresh))) {
                    return fresh;
                }
                Files.delete(fresh);
                return folder;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for temporary files can't be used", e);
        }
    }

    private static boolean isOnlyOurs(Path folder, UserPrincipal us) throws IOException {
        var attributes = Files.readAttributes(folder, PosixFileAttributes.class, NOFOLLOW_LINKS);
        return attributes.isDirectory()
                && attributes.owner().equals(us)
                && Collections.disjoint(attributes.permissions(), Set.of(GROUP_WRITE, OTHERS_WRITE));
    }

    private static void setDefault(String property, Supplier<String> value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value.get());
        }
    }
}
