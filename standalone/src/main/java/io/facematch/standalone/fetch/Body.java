package io.facematch.standalone.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, read by one thread. It may come slowly, but not too slowly: the reader gives it up after a
 * silence, and when its mean speed after the first silence is low.
 */
final class Body extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {
    /** In bytes a second; the server gives up slower uploads, too. */
    private static final int SLOWEST = 8 << 10;

    private final Duration silence;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> chunks = new ArrayDeque<>();
    private final long started = System.nanoTime();
    private Flow.@Nullable Subscription subscription;
    private boolean ended;
    private long received;

    Body(Duration silence) {
        this.silence = silence;
    }

    /** What the other threads tell the reader. */
    private record Event(
            List<ByteBuffer> bytes,
            boolean isLast,
            @Nullable Throwable failure) {}

    /**
     * Waits for the first bytes.
     *
     * @throws InterruptedIOException if they do not come in time
     */
    void awaitFirst(long nanos) throws IOException {
        receive(nanos);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!ended && nextChunk() == null) {
            receive(Math.min(silence.toNanos(), untilTooSlow()));
        }
        var chunk = nextChunk();
        if (chunk == null) {
            return -1;
        }
        var count = Math.min(length, chunk.remaining());
        chunk.get(into, offset, count);
        return count;
    }

    private @Nullable ByteBuffer nextChunk() {
        while (!chunks.isEmpty() && !chunks.element().hasRemaining()) {
            chunks.remove();
        }
        return chunks.peek();
    }

    private long untilTooSlow() {
        var allowed = silence.toNanos() + TimeUnit.SECONDS.toNanos(1) * received / SLOWEST;
        return allowed - (System.nanoTime() - started);
    }

    private void receive(long nanos) throws IOException {
        var event = next(nanos);
        if (event.failure() != null) {
            throw event.failure() instanceof IOException failure ? failure : new IOException(event.failure());
        }
        ended = event.isLast();
        for (var bytes : event.bytes()) {
            received += bytes.remaining();
            chunks.add(bytes);
        }
        if (!ended && subscription != null) {
            subscription.request(1);
        }
    }

    private Event next(long nanos) throws InterruptedIOException {
        try {
            var event = events.poll(nanos, TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new InterruptedIOException("no more bytes came in time");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription granted) {
        subscription = granted;
        granted.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        events.add(new Event(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), true, null));
    }

    /** Wants no more of it. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
