package io.facematch.standalone.run;

import io.facematch.standalone.run.input.Part;
import io.facematch.standalone.terminal.ProgressLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The jobs of a run, one for each part: submitted one after another, or found again when this run was begun before; then
 * followed together.
 */
final class PartJobs {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Set<String> WITHOUT_RESULTS = Set.of("CANCELLED", "EXPIRED", "FAILED");

    private final ApiClient client;
    private final RunHistory history;
    private final InstantSource clock;
    private final ProgressLine progress;
    private final List<Submitted> submitted = new ArrayList<>();

    /** @param number how many runs of this part ended before, or broke off for good */
    private record Submitted(String digest, int number, JsonNode job) {
        @Override
        public String toString() {
            return "Submitted[" + number + "]";
        }
    }

    PartJobs(ApiClient client, RunHistory history, InstantSource clock, ProgressLine progress) {
        this.client = client;
        this.history = history;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Returns when the server has accepted all of them.
     *
     * @param name of all of it, for the user
     * @param reading how the archives are to be read, as POST /v1/jobs takes it
     */
    void submit(List<Part> parts, String name, Map<String, String> reading) throws IOException, InterruptedException {
        for (var part : parts) {
            var what = name + (parts.size() == 1 ? "" : ", part " + part.number() + " of " + parts.size());
            submitted.add(submit(part, what, reading));
        }
    }

    private Submitted submit(Part part, String what, Map<String, String> reading)
            throws IOException, InterruptedException {
        var digest = part.digest(reading.toString());
        for (var number = history.finished(digest); ; number++) {
            var uploads = new int[1];
            var key = "facematch-run-" + history.name() + "-" + digest + "-" + number;
            var found = client.submit(part, reading, key, () -> {
                uploads[0]++;
                progress.say(uploads[0] == 1 ? "Uploading " + what : "Uploading " + what + " again");
            });
            if (found.isEmpty()) {
                continue; // another client of the tenant has sent it from this folder
            }
            var job = found.get();
            if (uploads[0] > 0) {
                return new Submitted(digest, number, job);
            }
            if (!isGone(job)) {
                progress.say("Found " + what + ": job " + job.path("id").asString() + " of "
                        + job.path("created_at").asString());
                return new Submitted(digest, number, job);
            }
        }
    }

    private boolean isGone(JsonNode job) {
        return WITHOUT_RESULTS.contains(job.path("state").asString())
                || !clock.instant()
                        .isBefore(Instant.parse(job.path("results_until").asString()));
    }

    /** Returns them when all are over, in the order of the parts. */
    List<JsonNode> await() throws IOException, InterruptedException {
        var started = System.nanoTime();
        var jobs = new ArrayList<>(submitted.stream().map(Submitted::job).toList());
        while (jobs.stream().anyMatch(ApiClient::isRunning)) {
            Thread.sleep(POLL);
            for (var at = 0; at < jobs.size(); at++) {
                if (ApiClient.isRunning(jobs.get(at))) {
                    jobs.set(at, client.get(jobs.get(at).at("/links/self").asString()));
                }
            }
            progress.show(sum(jobs, "done"), sum(jobs, "total"), Duration.ofNanos(System.nanoTime() - started));
        }
        progress.end();
        return jobs;
    }

    private static int sum(List<JsonNode> jobs, String member) {
        return jobs.stream().mapToInt(job -> job.path(member).asInt()).sum();
    }

    /** Their results are here, and complete: the same command compares anew. */
    void remember() throws IOException {
        for (var part : submitted) {
            history.remember(part.digest(), part.number() + 1);
        }
    }
}
