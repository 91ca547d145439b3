package io.facematch.api.audit.export.background;

import io.facematch.api.audit.export.background.ExportJob.State;
import io.facematch.api.audit.filter.OutcomeFilter;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export in JSON.
 *
 * @param filter what was asked for; of a subject and of a photo, that there is one
 * @param progress rows that are done, of so many
 * @param bytes of the file
 * @param sha256 of the file, in hex
 */
record ExportJobView(
        UUID id,
        String kind,
        String format,
        String columns,
        String tenant,
        String client,
        Map<String, String> filter,
        String state,
        Progress progress,
        Instant submittedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt,
        @Nullable Long bytes,
        @Nullable String sha256,
        @Nullable Failure problem,
        Links links) {

    /** @param of null until they are counted */
    record Progress(long rows, @Nullable Long of) {}

    /** Why there is no file. */
    record Failure(String code, String detail) {}

    /** @param content null unless it can be fetched */
    record Links(URI self, @Nullable URI content) {}

    static ExportJobView of(ExportJob job) {
        var filter = new TreeMap<>(job.filter().words());
        filter.remove("tenant");
        if (filter.remove(OutcomeFilter.SUBJECT_DIGEST) != null) {
            filter.put("subject", "(withheld)");
        }
        if (filter.remove(OutcomeFilter.PHOTO_DIGEST) != null) {
            filter.put("photo", "(withheld)");
        }
        var problem = job.problem();
        return new ExportJobView(
                job.id(),
                job.kind().code(),
                job.format(),
                job.allColumns() ? "all" : "plain",
                job.filter().tenant(),
                job.ownerClient(),
                filter,
                job.state().code(),
                new Progress(job.rowsDone(), job.rowsKnown()),
                job.submittedAt(),
                job.finishedAt(),
                job.expiresAt(),
                job.bytes(),
                job.sha256(),
                problem == null ? null : new Failure(problem.code(), problem.detail()),
                new Links(self(job), job.state() == State.COMPLETED ? URI.create(self(job) + "/content") : null));
    }

    static URI self(ExportJob job) {
        return URI.create("/v1/audit/exports/" + job.id());
    }

    /** Without the filter's values, which may name people. */
    @Override
    public String toString() {
        return "ExportJobView[" + id + "]";
    }
}
