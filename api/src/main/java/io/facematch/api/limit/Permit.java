package io.facematch.api.limit;

/** Permission to use a part of a limited resource; close it to give the part back. */
public interface Permit extends AutoCloseable {
    @Override
    void close();
}
