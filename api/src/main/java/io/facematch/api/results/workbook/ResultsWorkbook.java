package io.facematch.api.results.workbook;

import io.facematch.api.jobs.JobView;
import io.facematch.api.outcome.FacesFound;
import io.facematch.api.outcome.NoDecision;
import io.facematch.api.outcome.OtherFaceRefused;
import io.facematch.api.outcome.PublishedSimilarity;
import io.facematch.api.outcome.StoredOutcome;
import io.facematch.api.outcome.StoredOutcome.Names;
import io.facematch.api.results.workbook.TableColumn.FileLink;
import io.facematch.job.Outcome;
import io.facematch.job.Outcome.Compared;
import io.facematch.job.Outcome.Erased;
import io.facematch.verification.Decision;
import io.facematch.verification.Role;
import io.facematch.verification.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.jspecify.annotations.Nullable;

/** {@code summary.xlsx}: the job, its pairs, and its failures in words. Memory does not grow with the pairs. */
public final class ResultsWorkbook implements AutoCloseable {

    /** As many rows as Excel can show below the header. */
    public static final int MAX_ROWS = 1_048_575;

    private static final int DECIDED = 200;

    private final JobView job;
    private final Instant time;
    private final ZoneId zone;
    private final ReproducibleWorkbook workbook;
    private final Styles styles;
    private final SXSSFSheet summary;
    private final TableSheet<Line> pairs;
    private final TableSheet<Line> failures;
    private final RunningTotals totals = new RunningTotals();

    /**
     * Begins a workbook.
     *
     * @param time of every file inside it: the end of the job, or of one that runs the moment that is shown
     * @param zone of the times that are shown
     * @param maxRows of one sheet
     */
    public ResultsWorkbook(JobView job, Instant time, ZoneId zone, int maxRows) {
        this.job = job;
        this.time = time;
        this.zone = zone;
        this.workbook = new ReproducibleWorkbook(time);
        this.styles = Styles.ofTables(workbook);
        this.summary = workbook.createSheet("Summary");
        this.pairs = new TableSheet<>(workbook, "Pairs", styles.header(), pairColumns(), maxRows);
        this.failures = new TableSheet<>(workbook, "Failures", styles.header(), failureColumns(), maxRows);
    }

    /** A row of both tables: the pair, why it has no decision, and what its file says. */
    private record Line(
            StoredOutcome pair,
            Names names,
            Optional<NoDecision> noDecision,
            @Nullable BigDecimal milliseconds,
            @Nullable String file) {
        private static final String PENDING = "Pending";

        /** Its job runs, and it has no file yet. */
        boolean isPending() {
            return file == null;
        }

        @Nullable
        Integer httpStatus() {
            return isPending()
                    ? null
                    : noDecision
                            .map(NoDecision::httpStatus)
                            .map(Integer::valueOf)
                            .orElse(DECIDED);
        }

        @Nullable
        FileLink link() {
            return file == null ? null : new FileLink(file);
        }

        int number() {
            return pair.index() + 1;
        }

        @Nullable
        Compared compared() {
            return pair.outcome()
                    .map(Outcome::result)
                    .filter(Compared.class::isInstance)
                    .map(Compared.class::cast)
                    .orElse(null);
        }

        @Nullable
        Decision decided() {
            var result = pair.outcome().map(Outcome::result).orElse(null);
            if (result instanceof Erased erased) {
                return erased.decision();
            }
            return result instanceof Compared compared ? compared.decision() : null;
        }

        @Nullable
        Double quality(Role role) {
            var face = pair.outcome().map(outcome -> outcome.result().face(role));
            return face.map(found -> found.quality().overall()).orElse(null);
        }

        @Nullable
        Integer faces(Role role) {
            return pair.outcome().map(outcome -> FacesFound.in(role, outcome)).orElse(null);
        }

        @Nullable
        String note() {
            return pair.outcome()
                    .flatMap(OtherFaceRefused::of)
                    .map(OtherFaceRefused::message)
                    .orElse(null);
        }

        String status() {
            return isPending() ? PENDING : noDecision.map(NoDecision::code).orElseGet(Status.SUCCESS::code);
        }

        /** The file has the client's name of the pair. */
        @Override
        public String toString() {
            return "Line[" + number() + "]";
        }
    }

    private List<TableColumn<Line>> pairColumns() {
        return List.of(
                new TableColumn<>("#", 8, styles.whole(), Line::number),
                new TableColumn<>("Pair", 28, styles.clientText(), line -> line.names.stem()),
                new TableColumn<>("Image 1", 36, styles.clientText(), line -> line.names.image1Path()),
                new TableColumn<>("Image 2", 36, styles.clientText(), line -> line.names.image2Path()),
                new TableColumn<>("Status", 22, Line::status, this::statusStyle),
                new TableColumn<>("Decision", 12, ResultsWorkbook::decision, this::decisionStyle),
                new TableColumn<>("Similarity", 12, styles.similarity(), this::similarity),
                new TableColumn<>(
                        "Cosine",
                        12,
                        styles.similarity(),
                        line -> line.compared() == null ? null : line.compared().cosine()),
                new TableColumn<>("Quality 1", 11, styles.similarity(), line -> line.quality(Role.PROBE)),
                new TableColumn<>("Quality 2", 11, styles.similarity(), line -> line.quality(Role.REFERENCE)),
                new TableColumn<>("Faces 1", 9, styles.whole(), line -> line.faces(Role.PROBE)),
                new TableColumn<>("Faces 2", 9, styles.whole(), line -> line.faces(Role.REFERENCE)),
                new TableColumn<>("Embedder", 24, (CellStyle) null, ResultsWorkbook::embedder),
                new TableColumn<>("Response ms", 14, styles.milliseconds(), Line::milliseconds),
                new TableColumn<>("HTTP status", 13, styles.whole(), Line::httpStatus),
                new TableColumn<>("Result file", 36, styles.link(), Line::link),
                new TableColumn<>("Note", 72, (CellStyle) null, Line::note));
    }

    private List<TableColumn<Line>> failureColumns() {
        return List.of(
                new TableColumn<>("#", 8, styles.whole(), Line::number),
                new TableColumn<>("Pair", 28, styles.clientText(), line -> line.names.stem()),
                new TableColumn<>("Status", 22, Line::status, this::statusStyle),
                new TableColumn<>(
                        "Side",
                        10,
                        (CellStyle) null,
                        line -> line.noDecision.map(NoDecision::side).orElse(null)),
                new TableColumn<>(
                        "Reason",
                        80,
                        (CellStyle) null,
                        line -> line.noDecision.map(NoDecision::message).orElse(null)),
                new TableColumn<>("Image 1", 36, styles.clientText(), line -> line.names.image1Path()),
                new TableColumn<>("Image 2", 36, styles.clientText(), line -> line.names.image2Path()));
    }

    /**
     * Adds a pair to the tables.
     *
     * @param milliseconds from publishing the pair to its outcome
     * @param file of this pair, relative to the workbook
     */
    public void add(
            StoredOutcome pair, Names names, Optional<NoDecision> noDecision, BigDecimal milliseconds, String file) {
        var line = new Line(pair, names, noDecision, milliseconds, file);
        pair.outcome().ifPresent(totals::add);
        pairs.add(line);
        if (noDecision.isPresent()) {
            failures.add(line);
        }
    }

    /** Adds a pair that waits, to the table of all pairs. */
    public void addPending(StoredOutcome pair, Names names) {
        pairs.add(new Line(pair, names, Optional.empty(), null, null));
    }

    /** Ends the workbook; leaves the stream open. */
    public void writeTo(OutputStream out) throws IOException {
        pairs.finish();
        failures.finish();
        new SummarySheet(summary, Styles.ofLists(workbook), zone).write(job, time, totals);
        workbook.setActiveSheet(0);
        workbook.write(new NonClosingOutputStream(out));
    }

    /** Deletes POI's temporary files. */
    @Override
    public void close() throws IOException {
        workbook.close();
    }

    private static @Nullable String decision(Line line) {
        var decided = line.decided();
        return decided == null
                ? null
                : switch (decided) {
                    case MATCH -> "match";
                    case NON_MATCH -> "non-match";
                };
    }

    private CellStyle decisionStyle(Line line) {
        return line.decided() == Decision.MATCH ? styles.match() : styles.nonMatch();
    }

    private @Nullable CellStyle statusStyle(Line line) {
        return line.noDecision.isPresent() || line.isPending() ? styles.noDecision() : null;
    }

    private @Nullable Object similarity(Line line) {
        var compared = line.compared();
        return compared == null
                ? null
                : line.pair
                        .outcome()
                        .map(outcome -> PublishedSimilarity.of(compared, outcome.threshold()))
                        .orElse(null);
    }

    private static @Nullable String embedder(Line line) {
        return line.pair
                .outcome()
                .map(Outcome::models)
                .map(Outcome.Models::embedder)
                .orElse(null);
    }
}
