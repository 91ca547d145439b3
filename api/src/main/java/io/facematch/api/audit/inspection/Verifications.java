package io.facematch.api.audit.inspection;

import io.facematch.api.accesslog.Access;
import io.facematch.api.accesslog.Access.What;
import io.facematch.api.accesslog.AccessLog;
import io.facematch.api.audit.integrity.Finding;
import io.facematch.api.audit.integrity.Verdict;
import io.facematch.api.jobs.JobIds;
import io.facematch.api.security.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What came out whenever the outcomes of a tenant were held against its log. Rows are only added. */
@Component
public class Verifications {
    private static final String COLUMNS = "at, through, size, signed, result, finding, by";

    private final JdbcClient jdbc;
    private final AccessLog accesses;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    public Verifications(JdbcClient jdbc, AccessLog accesses, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.accesses = accesses;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Who had it done. */
    public enum By {
        /** The API, at the time that the settings name. */
        SCHEDULE("scheduled verification"),
        /** Somebody, with {@code audit verify}. */
        COMMAND("audit verify");

        private final String client;

        By(String client) {
            this.client = client;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param through when the last row was decided that was looked at; null where there is none
     * @param size rows of the log, of which {@code signed} were signed
     * @param result {@code intact}, {@code unverified} or {@code altered}
     * @param finding what is wrong first, in words; null unless it is altered
     * @param by {@code schedule} or {@code command}
     */
    public record Verification(
            Instant at,
            @Nullable Instant through,
            long size,
            long signed,
            String result,
            @Nullable String finding,
            String by) {}

    /**
     * Keeps what came out, and takes down among the accesses that somebody has looked at all outcomes, which makes it a leaf of
     * the tenant's log.
     */
    public void record(List<Verdict> verdicts, By by) {
        transaction.executeWithoutResult(status -> verdicts.forEach(verdict -> record(verdict, by)));
    }

    private void record(Verdict verdict, By by) {
        var now = clock.instant();
        var result = verdict.status().name().toLowerCase(Locale.ROOT);
        var through = verdict.lastDecidedAt();
        jdbc.sql("""
                        insert into log_verification (id, tenant, at, through, size, signed, result, findings, finding, by)
                        values (:id, :tenant, :at, :through, :size, :signed, :result, :findings, :finding, :by)""")
                .param("id", JobIds.next(now))
                .param("tenant", verdict.tenant())
                .param("at", Timestamp.from(now))
                .param("through", through == null ? null : Timestamp.from(through))
                .param("size", verdict.size())
                .param("signed", verdict.signed())
                .param("result", result)
                .param("findings", verdict.findings())
                .param("finding", verdict.firstFinding().map(Finding::inWords).orElse(null))
                .param("by", by.code())
                .update();
        accesses.record(
                new Access(
                        new Owner(verdict.tenant(), by.client, Set.of()),
                        verdict.tenant(),
                        What.VERIFICATION,
                        Map.of("result", result)),
                verdict.size());
    }

    /** The last one of a tenant. */
    public Optional<Verification> latest(String tenant) {
        return jdbc.sql("select " + COLUMNS
                        + " from log_verification where tenant = ? order by at desc, id desc limit 1")
                .param(tenant)
                .query((row, n) -> verification(row))
                .optional();
    }

    private static Verification verification(ResultSet row) throws SQLException {
        var through = row.getTimestamp("through");
        return new Verification(
                row.getTimestamp("at").toInstant(),
                through == null ? null : through.toInstant(),
                row.getLong("size"),
                row.getLong("signed"),
                row.getString("result"),
                row.getString("finding"),
                row.getString("by"));
    }

    /** How many tenants have outcomes that were not what was entered when they were last looked at. */
    long altered() {
        return jdbc.sql("""
                        select count(*) from (
                            select distinct on (tenant) result from log_verification order by tenant, at desc, id desc) last
                        where result = 'altered'""").query(Long.class).single();
    }
}
