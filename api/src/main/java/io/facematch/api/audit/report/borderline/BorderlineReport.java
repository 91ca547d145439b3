package io.facematch.api.audit.report.borderline;

import io.facematch.api.audit.OutcomePlace;
import io.facematch.api.audit.filter.Parameters;
import io.facematch.api.audit.report.Column;
import io.facematch.api.audit.report.Report;
import io.facematch.api.audit.report.ReportParameter;
import io.facematch.api.audit.report.ReportQuery;
import io.facematch.api.audit.report.ReportTable;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.stereotype.Component;

/** Outcomes whose similarity is near the threshold that decided them, the newest first. */
@Component
class BorderlineReport implements Report {
    private static final String DELTA = "delta";
    private static final BigDecimal USUAL_DELTA = new BigDecimal("0.02");
    private static final BigDecimal MOST_DELTA = new BigDecimal("0.2");
    private static final int DECIMALS = 4;

    private static final List<Column> COLUMNS = List.of(
            Column.id("id", "Outcome"),
            Column.time("decided_at", "Decided"),
            Column.text("client", "Client"),
            Column.text("surface", "Surface"),
            Column.similarity("similarity", "Similarity"),
            Column.similarity("threshold", "Threshold"),
            Column.number("distance", "Distance from the threshold"),
            Column.text("decision", "Decision"),
            Column.text("model", "Model"));

    private final CloseDecisions decisions;

    BorderlineReport(CloseDecisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String name() {
        return "borderline";
    }

    @Override
    public String title() {
        return "Decisions near their threshold";
    }

    @Override
    public List<ReportParameter> parameters() {
        return List.of(
                ReportParameter.CLIENT,
                ReportParameter.SURFACE,
                ReportParameter.MODEL,
                new ReportParameter(
                        DELTA, "how far from its threshold a similarity may be, 0 to 0.2, 0.02 unless it is said"),
                ReportParameter.LIMIT,
                ReportParameter.CURSOR);
    }

    @Override
    public ReportTable read(ReportQuery query) {
        var limit = query.limit();
        var found = decisions.find(query, delta(query.given()), query.after(), limit + 1);
        var page = found.size() > limit ? found.subList(0, limit) : found;
        var table = ReportTable.of(COLUMNS);
        for (var decision : page) {
            table.add(
                    decision.id(),
                    decision.decidedAt(),
                    decision.client(),
                    decision.surface(),
                    decision.publishedSimilarity(),
                    decision.threshold(),
                    decision.publishedSimilarity().subtract(BigDecimal.valueOf(decision.threshold())),
                    decision.code(),
                    decision.model());
        }
        if (found.size() > limit) {
            var last = page.getLast();
            table.next(query.cursor(new OutcomePlace(
                    last.decidedAt(), last.id().job(), last.id().index())));
        }
        return table.build();
    }

    private static BigDecimal delta(Parameters given) {
        var text = given.text(DELTA);
        if (text == null) {
            return USUAL_DELTA;
        }
        try {
            var delta = new BigDecimal(text);
            if (delta.scale() <= DECIMALS
                    && delta.scale() >= -1
                    && delta.signum() >= 0
                    && delta.compareTo(MOST_DELTA) <= 0) {
                return delta;
            }
        } catch (NumberFormatException e) {
            // Refused like a number that is out of range.
        }
        throw Parameters.invalid("delta must be a number between 0 and 0.2 with four decimals at most.");
    }
}
