package io.facematch.api.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.facematch.api.outcome.OutcomeView;
import io.facematch.job.JobState;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job in JSON.
 *
 * @param counts outcomes by status code, plus {@code Pending}; they sum to {@code total}
 * @param unpaired images of the archive that lack a partner, or whose name is only almost right
 * @param ignored how many members were not images of a pair
 * @param names how those of an archive were read that are not in Unicode; null where all are
 * @param traceId of the request that brought it; null for jobs from before that was kept
 * @param retryOf the job whose failed pairs this one compares again
 * @param outcome of a single job, once there is one
 * @param resultsUntil when the names of the pairs are forgotten, and the results archive with them
 */
public record JobView(
        UUID id,
        String kind,
        JobState state,
        String operatingPoint,
        double threshold,
        int total,
        int done,
        Map<String, Integer> counts,
        int matches,
        int nonMatches,
        @Nullable List<String> unpaired,
        @Nullable Integer ignored,
        @Nullable Names names,
        Instant createdAt,
        @Nullable Instant finishedAt,
        Instant expiresAt,
        Instant resultsUntil,
        @Nullable String failure,
        @Nullable String traceId,
        @Nullable UUID retryOf,
        @Nullable OutcomeView outcome,
        Links links) {

    /**
     * How names in an archive were read.
     *
     * @param encoding the code page
     * @param guessed whether the server concluded it from the names; the client can say another with {@code ?names=}
     */
    public record Names(String encoding, boolean guessed) {}

    /** Relative to the API's address. */
    public record Links(
            URI self,
            URI outcomes,
            @JsonProperty("results") @Nullable URI results) {}

    static JobView of(Job job, double threshold, List<String> unpaired, @Nullable OutcomeView outcome) {
        var bulk = job.kind() == JobKind.BULK;
        var self = self(job.getId());
        var trace = job.traceId();
        return new JobView(
                job.getId(),
                job.kind().code(),
                job.state(),
                job.operatingPoint().code(),
                threshold,
                job.total(),
                job.done(),
                counts(job),
                job.matches(),
                job.nonMatches(),
                bulk ? unpaired : null,
                bulk ? job.ignored() : null,
                names(job),
                job.createdAt(),
                job.finishedAt(),
                job.expiresAt(),
                job.purgeAt(),
                job.failure(),
                trace == null ? null : trace.hex(),
                job.retryOf(),
                outcome,
                new Links(self, URI.create(self + "/outcomes"), bulk ? URI.create(self + "/results") : null));
    }

    private static @Nullable Names names(Job job) {
        return job.nameEncoding() == null ? null : new Names(job.nameEncoding(), job.isNameEncodingGuessed());
    }

    public static URI self(UUID id) {
        return URI.create("/v1/jobs/" + id);
    }

    /** Outcomes by status code, plus {@code Pending}. */
    public static Map<String, Integer> counts(Job job) {
        var counts = new LinkedHashMap<String, Integer>();
        job.counts().forEach((status, count) -> counts.put(status.code(), count));
        counts.put("Pending", job.total() - job.done());
        return counts;
    }

    @Override
    public String toString() {
        return "JobView[" + id + ", " + state + "]";
    }
}
