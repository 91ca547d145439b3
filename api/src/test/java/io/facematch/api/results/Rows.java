package io.facematch.api.results;

import io.facematch.api.jobs.JobView;
import io.facematch.api.jobs.JobView.Links;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.job.JobState;
import io.facematch.job.OpenJob;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Fault;
import io.facematch.job.Outcome.Models;
import io.facematch.job.Outcome.NotCompared;
import io.facematch.job.Outcome.Result;
import io.facematch.job.Outcome.Timings;
import io.facematch.testing.TestJobs;
import io.facematch.verification.Decision;
import io.facematch.verification.OperatingPoint;
import io.facematch.verification.Reason;
import io.facematch.verification.Status;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs and their pairs as tests need them. */
final class Rows {
    private static final UUID JOB = UUID.fromString("0192a1f0-0000-7000-8000-000000000001");
    private static final Instant FINISHED = Instant.ofEpochMilli(1778419687078L);
    private static final Instant ACCEPTED = FINISHED.minusSeconds(10);

    private Rows() {}

    static JobView job(int total) {
        return job(total, JobState.COMPLETED);
    }

    static JobView job(int total, JobState state) {
        return new JobView(
                JOB,
                "bulk",
                state,
                OperatingPoint.STANDARD.code(),
                OperatingPoint.STANDARD.threshold(),
                total,
                total,
                Map.of(Status.SUCCESS.code(), total),
                total / 2,
                total - total / 2,
                List.of("in/lonely_image1.jpg"),
                3,
                new JobView.Names("cp866", true),
                ACCEPTED,
                FINISHED,
                FINISHED,
                FINISHED,
                null,
                null,
                null,
                null,
                new Links(URI.create("/"), URI.create("/"), null));
    }

    static StoredOutcome compared(int index, String stem, double similarity) {
        return compared(index, stem, similarity, true);
    }

    static StoredOutcome compared(int index, String stem, double similarity, boolean calibratedWithThisDetector) {
        var decision = OperatingPoint.STANDARD.decide(similarity);
        var result = new Compared(similarity, 0.4321, decision, TestJobs.face(0.9), TestJobs.face(0.8));
        return pair(index, stem, result, calibratedWithThisDetector);
    }

    /** A non-match, held against this threshold. */
    static StoredOutcome below(double threshold, int index, String stem, double similarity) {
        var now = compared(index, stem, similarity).outcome().orElseThrow();
        var then = new Outcome(
                now.job(),
                index,
                now.result(),
                threshold,
                now.photos(),
                now.models(),
                now.timings(),
                now.worker(),
                now.decidedAt());
        return new StoredOutcome(index, names(stem), Optional.of(then));
    }

    /** Of the second photo, with two faces, the larger one is refused. */
    static StoredOutcome besideRefused(int index, String stem, Reason refused) {
        var reference = TestJobs.face(0.8, 2, 0, refused.code());
        return pair(index, stem, new Compared(0.1, -0.05, Decision.NON_MATCH, TestJobs.face(0.9), reference), true);
    }

    /** A face beside a refused one, in the photo whose pair has none in the other. */
    static StoredOutcome failedBesideRefused(int index, String stem, Reason refused) {
        var probe = TestJobs.face(0.8, 3, 0, refused.code());
        return pair(index, stem, new NotCompared(null, Reason.NO_FACE, probe, null), true);
    }

    static StoredOutcome failed(int index, String stem, @Nullable Reason probe, @Nullable Reason reference) {
        return pair(index, stem, new NotCompared(probe, reference), true);
    }

    static StoredOutcome faulty(int index, String stem, Reason fault) {
        return pair(index, stem, new Fault(fault), true);
    }

    static StoredOutcome neverCompared(int index, String stem) {
        return new StoredOutcome(index, names(stem), Optional.empty());
    }

    private static StoredOutcome pair(int index, String stem, Result result, boolean calibratedWithThisDetector) {
        var job = new OpenJob(JOB, "acme", "web", "v1", OperatingPoint.STANDARD, LocalDate.EPOCH, null);
        var outcome = new Outcome(
                job,
                index,
                result,
                new Models("starter-embedder", "starter-detector", "measured", calibratedWithThisDetector, null, null),
                new Timings(
                        Duration.ofMillis(4100), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(57)),
                "worker",
                FINISHED);
        return new StoredOutcome(index, names(stem), Optional.of(outcome));
    }

    private static Names names(String stem) {
        return new Names(stem, "fm-bulk-test/" + stem + "_image1.jpeg", "fm-bulk-test/" + stem + "_image2.jpeg");
    }
}
