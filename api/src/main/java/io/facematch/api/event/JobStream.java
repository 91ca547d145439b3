package io.facematch.api.event;

import io.facematch.api.jobs.Jobs.Progress;
import io.facematch.api.security.Owner;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * One client that follows one job: a slot for one event, and a virtual thread that sends it. A newer event replaces one
 * that was not sent yet, so a client that reads slowly gets fewer events and holds up no other client. The container
 * breaks a connection that takes nothing for its write timeout.
 */
final class JobStream {
    private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);

    private final Owner owner;
    private final UUID job;
    private final Instant expiresAt;
    private final Consumer<JobStream> whenClosed;
    private final SseEmitter emitter = new SseEmitter(0L);

    private Progress told;
    private @Nullable SseEventBuilder waiting;
    private Instant lastOffer;
    private boolean ending;
    private boolean closed;

    /** @param expiresAt when the client's token does, and the stream with it */
    JobStream(Owner owner, Instant expiresAt, JobEvent first, Instant now, Consumer<JobStream> whenClosed) {
        this.owner = owner;
        this.job = first.progress().id();
        this.expiresAt = expiresAt;
        this.whenClosed = whenClosed;
        this.told = first.progress();
        this.waiting = first.message();
        this.ending = first.isLast();
        this.lastOffer = now;
    }

    /** Starts the thread. The emitter keeps what is sent before the framework has it. */
    SseEmitter start() {
        emitter.onCompletion(this::close);
        emitter.onError(e -> close());
        Thread.ofVirtual().name("events-" + job).start(this::send);
        return emitter;
    }

    String tenant() {
        return owner.tenant();
    }

    String client() {
        return owner.client();
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
        ending = event.isLast();
        put(event.message(), now);
    }

    /** Sends a comment when nothing was sent since {@code since}: proxies close silent connections. */
    synchronized void keepAlive(Instant since, Instant now) {
        if (waiting == null && !ending && !lastOffer.isAfter(since)) {
            put(JobEvent.keepAlive(), now);
        }
    }

    /** Ends the stream where it is; an event that is being sent still arrives. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void put(SseEventBuilder message, Instant now) {
        waiting = message;
        lastOffer = now;
        notifyAll();
    }

    /** Returns the next message, or null when there will be none. */
    private synchronized @Nullable SseEventBuilder take() throws InterruptedException {
        while (waiting == null && !ending && !closed) {
            wait();
        }
        var next = waiting;
        waiting = null;
        return closed ? null : next;
    }

    private void send() {
        try {
            for (var next = take(); next != null; next = take()) {
                emitter.send(next);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("The client of a stream has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            whenClosed.accept(this);
            emitter.complete();
        }
    }
}
