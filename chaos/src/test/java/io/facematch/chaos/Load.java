package io.facematch.chaos;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.dao.DataAccessException;

/**
 * A client that always has work for the installation, whatever is broken meanwhile: two jobs that are not over yet. Ends with
 * its scenario, since what it goes on to submit would fail the next ones.
 */
final class Load implements AutoCloseable {
    private static final int UNFINISHED = 2;

    private final Installation installation;
    private final int pairs;
    private final List<UUID> jobs = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> submitting;
    private volatile boolean enough;

    private Load(Installation installation, int pairs) {
        this.installation = installation;
        this.pairs = pairs;
        submitting = thread.submit(() -> {
            submit();
            return null;
        });
    }

    /** @param pairs in each job */
    static Load on(Installation installation, int pairs) {
        return new Load(installation, pairs);
    }

    private void submit() throws IOException, InterruptedException {
        while (!enough) {
            if (unfinished() < UNFINISHED) {
                jobs.add(installation.submit(pairs));
            } else {
                Thread.sleep(100);
            }
        }
    }

    private long unfinished() {
        try {
            return jobs.stream()
                    .skip(Math.max(0, jobs.size() - UNFINISHED))
                    .filter(job -> installation.state(job).equals("RUNNING"))
                    .count();
        } catch (DataAccessException away) {
            return UNFINISHED;
        }
    }

    /** Submits no more, and returns when all jobs are over. */
    List<UUID> finish() throws InterruptedException, ExecutionException {
        enough = true;
        submitting.get();
        thread.close();
        jobs.forEach(installation::awaitEnd);
        return jobs;
    }

    /** Submits no more. */
    @Override
    public void close() {
        enough = true;
        thread.shutdownNow();
    }
}
