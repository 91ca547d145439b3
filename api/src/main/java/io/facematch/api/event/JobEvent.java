package io.facematch.api.event;

import io.facematch.api.jobs.Job;
import io.facematch.api.jobs.Jobs.Progress;
import java.nio.charset.StandardCharsets;

/**
 * What a stream says about a job, once for all who follow it.
 *
 * @param frame as it is sent
 */
record JobEvent(Progress progress, byte[] frame) {
    static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    /** @param json in one line */
    static JobEvent of(Job job, String json) {
        var name = job.state().isOver() ? "end" : "progress";
        var frame = "event: " + name + "\ndata: " + json + "\n\n";
        return new JobEvent(new Progress(job.getId(), job.state(), job.done()), frame.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing follows it. */
    boolean isLast() {
        return progress.state().isOver();
    }

    @Override
    public String toString() {
        return "JobEvent[" + progress + "]";
    }
}
