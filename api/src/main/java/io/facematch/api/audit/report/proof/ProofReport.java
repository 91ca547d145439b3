package io.facematch.api.audit.report.proof;

import io.facematch.api.audit.inspection.Verifications;
import io.facematch.api.audit.inspection.Verifications.Verification;
import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import io.facematch.transparency.note.NoteSignature;
import io.facematch.transparency.note.RefusedNote;
import io.facematch.transparency.note.SignedNote;
import io.facematch.transparency.tree.Hash;
import io.facematch.transparency.tree.TreeHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The state of a tenant's transparency log, in one row. */
@Component
class ProofReport implements Report {
    private static final List<Column> COLUMNS = List.of(
            Column.count("size", "Leaves"),
            Column.text("root", "Root"),
            Column.count("signed_size", "Leaves at the last checkpoint"),
            Column.time("signed_at", "Last checkpoint"),
            Column.text("signers", "Signed by"),
            Column.milliseconds("lag_ms", "Oldest outcome that waits"),
            Column.time("verified_at", "Last verification"),
            Column.time("verified_through", "Of outcomes until"),
            Column.text("verified_result", "It said"));

    private final JdbcClient jdbc;
    private final Verifications verifications;
    private final InstantSource clock;

    ProofReport(JdbcClient jdbc, Verifications verifications, InstantSource clock) {
        this.jdbc = jdbc;
        this.verifications = verifications;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "proof";
    }

    @Override
    public String title() {
        return "State of the transparency log";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of();
    }

    private record Signed(long size, Instant at, String note) {}

    @Override
    public ReportTable read(ReportQuery query) {
        var head = head(query.tenant());
        var signed = signed(query.tenant());
        var verified = verifications.latest(query.tenant());
        var table = ReportTable.of(COLUMNS)
                .add(
                        head.size(),
                        head.root().base64(),
                        signed.map(Signed::size).orElse(null),
                        signed.map(Signed::at).orElse(null),
                        signed.map(last -> signers(last.note())).orElse(null),
                        lag(query.tenant()).toMillis(),
                        verified.map(Verification::at).orElse(null),
                        verified.map(Verification::through).orElse(null),
                        verified.map(Verification::result).orElse(null))
                .note(
                        "This is how it is now, whatever period was asked for.",
                        "A signer is the name of its key and the first bytes of its hash, as in GET /v1/audit/keys. That its"
                                + " signature holds, those tell who verify the checkpoint: docs/audit.md, The transparency log.");
        verified.map(Verification::finding)
                .ifPresent(finding -> table.note("The last verification found that " + finding + "."));
        return table.build();
    }

    private TreeHead head(String tenant) {
        return jdbc.sql("select size, root from transparency_log where tenant = ?")
                .param(tenant)
                .query((row, n) -> new TreeHead(row.getLong("size"), Hash.of(row.getBytes("root"))))
                .optional()
                .orElse(TreeHead.EMPTY);
    }

    private Optional<Signed> signed(String tenant) {
        return jdbc.sql("select size, issued_at, note from log_checkpoint where tenant = ? order by size desc limit 1")
                .param(tenant)
                .query((row, n) -> new Signed(
                        row.getLong("size"), row.getTimestamp("issued_at").toInstant(), row.getString("note")))
                .optional();
    }

    private static String signers(String note) {
        try {
            return SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)).signatures().stream()
                    .map(NoteSignature::toString)
                    .collect(Collectors.joining(", "));
        } catch (RefusedNote e) {
            return "nobody: the checkpoint in the database is no signed note";
        }
    }

    /** How long the oldest outcome of the tenant has waited that is not in its log; zero when there is none. */
    private Duration lag(String tenant) {
        return position(tenant)
                .flatMap(position -> oldest(tenant, position))
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .filter(lag -> !lag.isNegative())
                .orElse(Duration.ZERO);
    }

    /** Up to where all outcomes of the tenant are in its log. */
    private record Position(String xid, UUID job, int index) {}

    private Optional<Position> position(String tenant) {
        return jdbc.sql("""
                        select coalesce(h.xid, p.xid)::text as xid, coalesce(h.row_id, p.row_id) as row_id,
                            coalesce(h.pair_index, p.pair_index) as pair_index
                        from audit_position p left join log_held h on h.tenant = ? and h.source = p.source
                        where p.source = 'outcome'""")
                .param(tenant)
                .query((row, n) -> new Position(
                        row.getString("xid"), row.getObject("row_id", UUID.class), row.getInt("pair_index")))
                .optional();
    }

    /** The database can't tell how few come after the position, and would sort what it takes for many. */
    private Optional<Instant> oldest(String tenant, Position position) {
        jdbc.sql("select set_config('enable_sort', 'off', true)")
                .query((row, n) -> 0)
                .list();
        return jdbc.sql("""
                        select decided_at from outcome
                        where (xid, job_id, pair_index) > (cast(? as xid8), ?, ?) and tenant = ?
                        order by xid, job_id, pair_index limit 1""")
                .param(position.xid())
                .param(position.job())
                .param(position.index())
                .param(tenant)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .optional();
    }
}
