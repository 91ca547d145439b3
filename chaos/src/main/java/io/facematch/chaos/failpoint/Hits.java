package io.facematch.chaos.failpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the woven code calls. */
public final class Hits {
    /** Exit status of a process that was halted at its fail point, as if SIGKILL had ended it. */
    public static final int HALTED = 137;

    static final int NO_SUCH_PLACE = 96;

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static volatile @Nullable FailPoint point;
    private static volatile byte @Nullable [] marker;

    private Hits() {}

    static void watch(FailPoint watched) {
        marker = watched.marker() == null ? null : HexFormat.of().parseHex(watched.marker());
        point = watched;
    }

    /** The place was reached. */
    public static void hit() {
        var watched = point;
        if (watched == null || COUNT.incrementAndGet() != watched.hit()) {
            return;
        }
        try {
            Files.writeString(watched.report(), watched.name() + "\n");
        } catch (IOException e) {
            System.err.println("the fail point can not be reported: " + e);
        }
        // Neither hooks nor finally blocks: as if the power had failed.
        Runtime.getRuntime().halt(HALTED);
    }

    /** The place was reached with these bytes. */
    public static void hit(byte[] bytes) {
        var wanted = marker;
        if (wanted == null || contains(bytes, wanted)) {
            hit();
        }
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int start = 0; start + wanted.length <= bytes.length; start++) {
            int matching = 0;
            while (matching < wanted.length && bytes[start + matching] == wanted[matching]) {
                matching++;
            }
            if (matching == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
