package io.facematch.api.audit.report;

import io.facematch.api.audit.filter.FilterReader;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.problem.Problem;
import io.facematch.api.problem.ProblemCode;
import io.facematch.api.security.Owner;
import io.facematch.api.security.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes of parameters what a report is asked for. */
@Component
class QueryReader {
    /** Of a report that is asked for without a period. */
    private static final Duration USUAL_PERIOD = Duration.ofDays(30);

    private static final List<String> OF_ALL = List.of("from", "to", "zone", FilterReader.TENANT);

    private final FilterReader filters;
    private final InstantSource clock;

    QueryReader(FilterReader filters, InstantSource clock) {
        this.filters = filters;
        this.clock = clock;
    }

    /**
     * What the address has.
     *
     * @param ofRoute more parameters that are taken
     * @throws Problem for a name that the report does not take
     */
    static Parameters parameters(HttpServletRequest request, Report report, String... ofRoute) {
        return Parameters.ofAddress(
                request,
                Stream.of(
                                OF_ALL.stream(),
                                report.parameters().stream().map(ReportParameter::name),
                                Arrays.stream(ofRoute))
                        .flatMap(names -> names)
                        .toList());
    }

    /**
     * Checks every value but a report's own.
     *
     * @throws Problem for a value that can't be used
     * @throws io.facematch.api.security.MissingScope for another tenant, unless the token may see all of them
     */
    ReportQuery read(Owner owner, Parameters given) {
        var tenant = FilterReader.tenant(owner, given);
        var zone = FilterReader.zone(given);
        var period = filters.period(given);
        var to = period.to() == null ? clock.instant() : period.to();
        var from = period.from() == null ? to.minus(USUAL_PERIOD) : period.from();
        if (from.isAfter(to)) {
            throw Parameters.invalid("from must not be after to, which is now unless you say it.");
        }
        return new ReportQuery(
                tenant,
                from,
                to,
                zone,
                given.text("client"),
                given.text("surface"),
                given.text("model"),
                bucket(given, from, to, zone),
                given,
                owner.has(Scopes.AUDIT_SENSITIVE));
    }

    private static @Nullable Bucket bucket(Parameters given, Instant from, Instant to, ZoneId zone) {
        if (given.text("bucket") == null) {
            return null;
        }
        var bucket = Bucket.ofCode(given.oneOf("bucket", "", Bucket.codes())).orElseThrow();
        if (bucket.starts(from, to, zone, ReportQuery.MOST_BUCKETS).size() > ReportQuery.MOST_BUCKETS) {
            throw new Problem(
                    ProblemCode.TOO_MANY_ROWS,
                    "This period has more than " + ReportQuery.MOST_BUCKETS + " buckets (" + bucket.code()
                            + "). Ask for a longer bucket, or for a shorter period (from, to).");
        }
        return bucket;
    }
}
