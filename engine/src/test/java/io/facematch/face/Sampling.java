package io.facematch.face;

import java.util.List;
import java.util.stream.IntStream;

/** How much of what there is a test looks at: a part each time, all of it with {@code -Dfacematch.slow-tests=true}. */
public final class Sampling {
    public static final boolean ALL = Boolean.getBoolean("facematch.slow-tests");

    private Sampling() {}

    /** Beginning with the first. */
    public static <T> List<T> oneIn(int step, List<T> all) {
        return IntStream.iterate(0, at -> at < all.size(), at -> at + (ALL ? 1 : step))
                .mapToObj(all::get)
                .toList();
    }
}
