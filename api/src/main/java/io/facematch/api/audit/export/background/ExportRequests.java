package io.facematch.api.audit.export.background;

import io.facematch.api.audit.export.ExportFormat;
import io.facematch.api.audit.export.background.ExportJob.Kind;
import io.facematch.api.audit.export.background.ExportJob.State;
import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.log.LogKeys;
import io.facematch.api.audit.log.TransparencyLogs;
import io.facematch.api.jobs.JobIds;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;

/** What is asked for, checked: who may ask for it, and whether there may be one more. */
@Component
class ExportRequests {
    private static final String FORMAT = "format";
    private static final String COLUMNS = "columns";
    private static final String BOM = "bom";
    private static final String KIND = "kind";
    private static final String ORDER = "order";
    private static final String ZIP = "zip";
    private static final Duration PAUSE = Duration.ofSeconds(30);

    static final List<String> NAMES = FilterReader.namesInBody(KIND, FORMAT, COLUMNS, BOM);

    private final FilterReader filters;
    private final ExportJobs jobs;
    private final ExportJobSettings settings;
    private final TransparencyLogs logs;
    private final LogKeys keys;
    private final InstantSource clock;

    ExportRequests(
            FilterReader filters,
            ExportJobs jobs,
            ExportJobSettings settings,
            TransparencyLogs logs,
            LogKeys keys,
            InstantSource clock) {
        this.filters = filters;
        this.jobs = jobs;
        this.settings = settings;
        this.logs = logs;
        this.keys = keys;
        this.clock = clock;
    }

    /** @throws Problem for what is no request, and where the tenant has too many already */
    ExportJob read(Owner owner, Parameters given) {
        var kind = given.oneOf(KIND, "rows", "rows", "pack").equals("pack") ? Kind.PACK : Kind.ROWS;
        if (kind == Kind.PACK) {
            refuse(given, FORMAT, BOM, ORDER);
        }
        var format = kind == Kind.PACK ? ZIP : given.oneOf(FORMAT, "csv", ExportFormat.codes());
        var withAll = given.oneOf(COLUMNS, "plain", "plain", "all").equals("all");
        if (withAll) {
            owner.require(Scopes.AUDIT_SENSITIVE);
        }
        var filter = filters.read(owner, given);
        if (kind == Kind.PACK && keys.verifiers(filter.tenant()).isEmpty()) {
            throw new Problem(
                    ProblemCode.LOG_NOT_SIGNED,
                    "This server has no key that signs the audit log, so there is nothing that a pack could show. Its"
                            + " operator sets FACEMATCH_AUDIT_SIGNING_KEY_FILE.");
        }
        if (jobs.open(owner.tenant()) >= settings.openOfTenant()) {
            throw Problem.retryLater(
                    ProblemCode.TOO_MANY_EXPORTS,
                    "Your tenant has " + settings.openOfTenant()
                            + " exports that wait or are made; ask for this one when another is completed, or delete one.",
                    PAUSE);
        }
        var now = clock.instant();
        return new ExportJob(
                JobIds.next(now),
                kind == Kind.PACK ? filter.inOrder(true) : filter,
                owner.tenant(),
                owner.client(),
                kind,
                format,
                withAll,
                given.oneOf(BOM, "false", "true", "false").equals("true"),
                FilterReader.zone(given).getId(),
                logs.head(filter.tenant()).size(),
                State.QUEUED,
                null,
                0,
                0,
                null,
                now.truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null,
                null);
    }

    private static void refuse(Parameters given, String... names) {
        for (var name : names) {
            if (given.text(name) != null) {
                throw new Problem(
                        ProblemCode.INVALID_PARAMETER,
                        "A pack is a ZIP with a CSV and a JSON Lines file in the order of time: it takes no " + name
                                + ".");
            }
        }
    }

    /** Those that this very export needs, at the download as when it was asked for. */
    void requireScopes(Owner owner, ExportJob job) {
        if (job.allColumns()) {
            owner.require(Scopes.AUDIT_SENSITIVE);
        }
        if (!job.filter().tenant().equals(owner.tenant())) {
            owner.require(Scopes.ADMIN);
        }
    }
}
