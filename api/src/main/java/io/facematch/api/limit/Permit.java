package io.facematch.api.limit;

/** Leave to use something of which there is only so much; close it to give it back. */
public interface Permit extends AutoCloseable {
    @Override
    void close();
}
