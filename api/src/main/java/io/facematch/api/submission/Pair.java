package io.facematch.api.submission;

import org.jspecify.annotations.Nullable;

/**
 * Two encoded images as they were sent, in memory only; the reference is missing where the route allows it.
 *
 * @param room in memory that it takes; given back when the pair is closed
 */
public record Pair(
        byte[] probe, byte @Nullable [] reference, @Nullable String uniqueId, Room room) implements AutoCloseable {

    /** Part of the memory that all pairs of this process share. */
    public interface Room extends AutoCloseable {
        @Override
        void close();
    }

    public boolean hasReference() {
        return reference != null;
    }

    @Override
    public void close() {
        room.close();
    }

    @Override
    public String toString() {
        return "Pair[withheld]";
    }
}
