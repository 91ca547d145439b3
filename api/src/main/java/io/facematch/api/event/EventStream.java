package io.facematch.api.event;

import io.facematch.api.jobs.Jobs.Progress;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that follows one job. Never blocks: what the connection does not take waits, and a newer event replaces it,
 * so a slow client sees fewer of them. The container breaks a connection that takes nothing for its write timeout.
 */
final class EventStream implements WriteListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final String tenant;
    private final UUID job;
    private final Instant expiresAt;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Consumer<EventStream> whenClosed;

    private Progress told;
    private byte @Nullable [] waiting;
    private Instant lastOffer;
    private boolean ending;
    private boolean writable;
    private boolean unflushed;
    private boolean closed;

    /** @param expiresAt when the client's token does, and the stream with it */
    EventStream(
            String tenant,
            Instant expiresAt,
            JobEvent first,
            Instant now,
            AsyncContext context,
            ServletOutputStream out,
            Consumer<EventStream> whenClosed) {
        this.tenant = tenant;
        this.job = first.progress().id();
        this.expiresAt = expiresAt;
        this.context = context;
        this.out = out;
        this.whenClosed = whenClosed;
        this.told = first.progress();
        this.waiting = first.frame();
        this.ending = first.isLast();
        this.lastOffer = now;
    }

    /** From here on the container calls, first to say that the connection can be written to. */
    void start() {
        context.setTimeout(0);
        context.addListener(this);
        out.setWriteListener(this);
    }

    String tenant() {
        return tenant;
    }

    UUID job() {
        return job;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    synchronized boolean knows(Progress progress) {
        return told.equals(progress);
    }

    synchronized void offer(JobEvent event, Instant now) {
        if (ending || told.equals(event.progress())) {
            return;
        }
        told = event.progress();
        waiting = event.frame();
        ending = event.isLast();
        lastOffer = now;
        write();
    }

    /** Says something when nothing was said since {@code since}: proxies close what is silent. */
    synchronized void keepAlive(Instant since, Instant now) {
        if (waiting == null && !lastOffer.isAfter(since)) {
            waiting = JobEvent.KEEP_ALIVE;
            lastOffer = now;
            write();
        }
    }

    /** Ends the stream where it is. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        whenClosed.accept(this);
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The container has ended the stream already", e);
        }
    }

    private void write() {
        try {
            // Each operation must be allowed by the one before it.
            while (writable && !closed && out.isReady()) {
                if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else if (waiting != null) {
                    var frame = waiting;
                    waiting = null;
                    unflushed = true;
                    out.write(frame);
                } else {
                    if (ending) {
                        close();
                    }
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("Nobody listens any more", e);
            close();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        writable = true;
        write();
    }

    @Override
    public void onError(Throwable thrown) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts it again.
    }
}
