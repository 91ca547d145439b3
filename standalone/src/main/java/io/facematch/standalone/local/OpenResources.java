package io.facematch.standalone.local;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a server has opened so far. It may be closed by another thread than the one that still opens. */
final class OpenResources implements Closeable {
    private final Deque<Closeable> resources = new ArrayDeque<>();
    private boolean closed;

    /** @throws IOException if this was closed: the resource is closed then */
    synchronized void add(Closeable resource) throws IOException {
        if (closed) {
            resource.close();
            throw new IOException("stopped while it was starting");
        }
        resources.push(resource);
    }

    /** Closes all, the newest first, also when one of them fails. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        IOException failed = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
