package io.facematch.api.event;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.Jobs.Progress;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * What a stream says about a job, once for all clients that follow it.
 *
 * @param json the job, in one line
 */
record JobEvent(Progress progress, String json) {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    static JobEvent of(Job job, String json) {
        return new JobEvent(new Progress(job.getId(), job.state(), job.done()), json);
    }

    /** A comment, which clients skip. */
    static SseEventBuilder keepAlive() {
        return SseEmitter.event().comment("keep-alive");
    }

    SseEventBuilder message() {
        return SseEmitter.event().name(isLast() ? "end" : "progress").data(json, TEXT);
    }

    /** Whether it ends the stream. */
    boolean isLast() {
        return progress.state().isOver();
    }

    @Override
    public String toString() {
        return "JobEvent[" + progress + "]";
    }
}
